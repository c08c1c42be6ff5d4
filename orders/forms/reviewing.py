"""Forms of what follows a reply: accept or send back, call back, rework, archive, reopen."""

from django import forms

from orders.forms.base import VerbForm
from orders.forms.fields import ReasonField, Words, YesNo
from orders.labels import RATINGS, numbers_of
from orders.models import CallbackAttempt, Reason
from orders.states import OrderState, Verb

_Way, _Result = CallbackAttempt.Way, CallbackAttempt.Result
# The machine's ways, and that nothing came of one, are for the machine to write down.
BY_HAND = [choice for choice in _Way.choices if choice[0] not in (_Way.SMART, _Way.SMS)]
HEARD = [choice for choice in _Result.choices if choice[0] != _Result.NO_RESULT]


class AcceptForm(VerbForm):
    verb = Verb.ACCEPT
    button = "审核通过"
    public_text = Words("给市民看的答复", rows=6, help_text="不写就不公开；不写个人信息")

    def said(self) -> str:
        called = self.standing.facts.citizen_id is not None
        return "审核通过，等回访" if called else "审核通过，可以归档"


class SendBackForm(VerbForm):
    verb = Verb.SEND_BACK
    button = "退回补充"
    done = "已退回补充，原时限照算，审核用的时间不算"
    reason_id = ReasonField("退回理由", Reason.Kind.SEND_BACK)
    text = Words("要补充什么", missing="写明要补充什么")


class CallbackForm(VerbForm):
    """Answers and a rating go only with a call that reached the citizen."""

    verb = Verb.RECORD_CALLBACK
    button = "记下回访"
    task_id = forms.TypedChoiceField(
        label="回访谁",
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text="并单的市民也要问，各记各的",
    )
    way = forms.ChoiceField(label="方式", choices=BY_HAND, initial="call", widget=forms.RadioSelect)
    result = forms.ChoiceField(label="结果", choices=HEARD, widget=forms.RadioSelect)
    contacted = YesNo("单位联系过吗", "联系过", "没联系过", required=False)
    solved = YesNo("问题解决了吗", "解决了", "没解决", required=False)
    rating = forms.TypedChoiceField(
        label="满意度",
        choices=[(n, f"{n} {word}") for n, word in RATINGS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="3分及以上算满意；没接通就不选",
    )
    text = Words("市民说了什么", rows=3, help_text="只有热线看得到")
    last = forms.BooleanField(label="不再回访，就此了结", required=False)

    def prepare(self) -> None:
        self.fields["result"].error_messages["required"] = "选接通了没有"
        owed = self.standing.facts.open_callbacks
        if len(owed) < 2:
            self.drop("task_id")
            return
        names = numbers_of(task.merged_order_id for task in owed)
        whom = self.fields["task_id"]
        assert isinstance(whom, forms.ChoiceField)
        whom.choices = [(t.id, names.get(t.merged_order_id or 0, "本单的市民")) for t in owed]
        whom.initial = owed[0].id

    def said(self) -> str:
        rating, last = self.cleaned_data["rating"], self.cleaned_data["last"]
        if rating is None:
            return "这次回访已记下，不再回访" if last else "这次回访已记下，回访还欠着"
        return "回访已记下，可以归档" if rating >= 3 else "回访已记下，市民不满意，可以重办"


class TakeCallbackForm(VerbForm):
    verb = Verb.TAKE_CALLBACK
    button = "转人工回访"
    done = "已转人工，机器不再打"


class DoubtRatingForm(VerbForm):
    verb = Verb.DOUBT_RATING
    button = "提请认定评价"
    done = "已交督办员认定，认定前照常计入"
    text = Words(
        "为什么不合理", missing="写明为什么不合理", help_text="写事实和证据，由另一个人认定"
    )


class RuleRatingForm(VerbForm):
    verb = Verb.RULE_RATING
    button = "认定评价"
    unreasonable = YesNo("这次评价", "不合理，不计入考核", "有效，照常计入")
    text = Words("认定的理由", missing="写明认定的理由")

    def prepare(self) -> None:
        self.fields["unreasonable"].error_messages["required"] = "选一个结论"

    def said(self) -> str:
        if self.cleaned_data["unreasonable"]:
            return "已认定不合理，不计入考核，记录还在"
        return "已认定评价有效"


class ReworkForm(VerbForm):
    verb = Verb.REWORK
    button = "重办"
    done = "已交原单位重办，时限重新起算"
    reason_id = ReasonField("重办理由", Reason.Kind.REWORK)
    text = Words("说明", missing="写明为什么要重办")


class ArchiveForm(VerbForm):
    verb = Verb.ARCHIVE
    button = "归档"
    done = "已归档"
    text = Words("说明", rows=3, help_text="只有热线看得到")


class ReopenForm(VerbForm):
    verb = Verb.REOPEN
    button = "重启"
    text = Words("理由", missing="写明重启的理由")

    def said(self) -> str:
        archived = self.standing.facts.state == OrderState.ARCHIVED
        return "已重启，原单位再办一轮" if archived else "已重启，回到待派"
