"""Forms of what presses a unit: urge, supervise, the unit's answer, the end of a supervision."""

from django import forms

from orders.forms.base import VerbForm
from orders.forms.fields import Words
from orders.labels import limit_words
from orders.models.limits import Clock
from orders.models.supervision import Supervision
from orders.states import Verb


class UrgeForm(VerbForm):
    verb = Verb.URGE
    button = "催办"
    text = Words("催什么", rows=3, help_text="不写也行；手里有这件的单位马上收到")

    def said(self) -> str:
        n = len(self.standing.facts.urges) + 1
        return f"已催办，这件第{n}次"


class SuperviseForm(VerbForm):
    verb = Verb.SUPERVISE
    button = "督办"
    kind = forms.ChoiceField(
        label="怎样督办", choices=Supervision.Kind.choices, widget=forms.RadioSelect
    )
    text = Words("督办要求", missing="写明要单位做什么", help_text="印在督办单上，单位看得到")

    def prepare(self) -> None:
        rules, facts, at = self.standing.rules, self.standing.facts, self.standing.at
        terms = rules.find(Clock.SUPERVISION, facts, at).terms
        field = self.fields["kind"]
        field.error_messages["required"] = "选日常、挂牌或约谈"
        field.help_text = f"单位要在{limit_words(terms)}内报结果"

    def said(self) -> str:
        return f"已下{Supervision.Kind(self.cleaned_data['kind']).label}，单位已收到"


class AnswerSupervisionForm(VerbForm):
    verb = Verb.ANSWER_SUPERVISION
    button = "报督办结果"
    done = "督办结果已报，等热线看过"
    text = Words("办到哪一步", missing="写明督办事项办到了哪一步", rows=6)


class CloseSupervisionForm(VerbForm):
    verb = Verb.CLOSE_SUPERVISION
    button = "审督办结果"
    verdict = forms.ChoiceField(
        label="结论",
        choices=[
            ("met", "已落实，销号"),
            ("sent_back", "没落实，退回再办"),
            ("lifted", "撤销这张督办单"),
        ],
        widget=forms.RadioSelect,
    )
    text = Words("说明", rows=3, help_text="退回、撤销要写明理由；单位看得到")

    def prepare(self) -> None:
        on = self.standing.on
        found = on.open_supervision if on else None
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField)
        field.error_messages["required"] = "选销号、退回还是撤销"
        if found is not None and found.open_answer is None:
            field.help_text = "单位还没有报结果，现在只能撤销"

    def said(self) -> str:
        words = {"met": "督办已销号", "sent_back": "已退回，督办时限照走", "lifted": "督办已撤销"}
        return words[self.cleaned_data["verdict"]]
