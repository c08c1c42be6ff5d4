"""What is asked of people at the telephone: purposes, conclusions, marks, attempts, breaks."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from calls.models import CallPurpose, Line, ReturnTry, SkillQueue
from calls.models.call import Direction, Mark, Outcome, OutPurpose
from calls.models.seat import BreakReason
from calls.purposes import CONCLUSIONS
from orders.filters import FilterForm, Flag
from orders.forms.fields import Line as OneLine
from orders.forms.fields import ReasonField, Words
from orders.models import Reason

# What is done on a call beside registering a demand, which has a form of its own.
PURPOSES = [c for c in CallPurpose.Purpose.choices if c[0] != CallPurpose.Purpose.REGISTER]


class PurposeForm(forms.Form):
    """Urge, ask, supplement, withdraw, praise: which order, and words where there are any."""

    use_required_attribute = False
    purpose = forms.ChoiceField(label="为了", choices=PURPOSES, widget=forms.RadioSelect)
    number = OneLine("工单号", max_length=15, help_text="15位；表扬可以不写")
    text = Words("市民说的", rows=3, help_text="补充要写；催办、撤回可不写")

    def clean(self) -> dict[str, Any]:
        """An order is named for everything but praise, words for a supplement."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        purpose = cleaned.get("purpose")
        if purpose and purpose != "praise" and not cleaned.get("number"):
            self.add_error("number", "写上工单号")
        if purpose == "supplement" and not cleaned.get("text"):
            self.add_error("text", "写下要补充的")
        return cleaned


class ConcludeForm(forms.Form):
    """What became of the call."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label="结果",
        choices=[(one.value, one.label) for one in CONCLUSIONS],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个结果"},
    )
    reason = ReasonField("移交去向", Reason.Kind.TRANSFER, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].widget = forms.Select(
            choices=[("", "没有移交"), *ReasonField("", Reason.Kind.TRANSFER)._list()]
        )


class OutPurposeForm(forms.Form):
    """Why the hotline called."""

    purpose = forms.ChoiceField(
        label="呼出目的", choices=OutPurpose.choices, widget=forms.RadioSelect
    )


class MarkForm(forms.Form):
    """One mark, set or taken away."""

    mark = forms.ChoiceField(label="记号", choices=Mark.choices)
    stands = forms.BooleanField(required=False)


class BlockForm(forms.Form):
    """For how long a number is turned away, and why."""

    use_required_attribute = False
    days = forms.IntegerField(
        label="几天", min_value=1, max_value=30, initial=7,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"),
                                     "写1到30的天数"),
    )  # fmt: skip
    reason = OneLine("缘由", missing="写明为什么拦截", max_length=80)


class TryForm(forms.Form):
    """What came of one attempt to call back."""

    use_required_attribute = False
    result = forms.ChoiceField(
        label="回拨结果", choices=ReturnTry.Result.choices, widget=forms.RadioSelect,
        error_messages={"required": "选一个回拨结果"},
    )  # fmt: skip
    call = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SignOnForm(forms.Form):
    """Which seat."""

    use_required_attribute = False
    seat = forms.ChoiceField(label="席位", error_messages={"required": "选一个席位"})

    def __init__(self, *args: Any, free: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = free


class BreakForm(forms.Form):
    """Why no calls are taken."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label="缘由", choices=BreakReason.choices, error_messages={"required": "选一个小休缘由"}
    )


class NoteForm(forms.Form):
    """What those who come must know."""

    use_required_attribute = False
    note = Words("交接", rows=3, max_length=2000, help_text="未办完的事、要留意的来电")


class State(TextChoices):
    """What a list of calls may be narrowed to beside outcomes."""

    WAITING = "waiting", "在排队"
    TALKING = "talking", "在通话"
    SELF = "self", "自助"
    NONE = "none", "还没小结"


class CallFilters(FilterForm):
    """What a list of calls is narrowed by; nothing in the address is passed over in silence."""

    direction = forms.ChoiceField(label="方向", required=False)
    outcome = forms.ChoiceField(label="结果", required=False)
    queue = forms.ChoiceField(label="队列", required=False)
    line = forms.ChoiceField(label="线路", required=False)
    day = forms.DateField(
        label="哪天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "写成 2026-07-24 这样"},
    )  # fmt: skip
    mine = Flag(label="只看我接的", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, list[tuple[str, str]]] = {
            "direction": [*Direction.choices],
            "outcome": [*State.choices, *Outcome.choices],
            "queue": _named(SkillQueue),
            "line": _named(Line),
        }

        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "不限"), *offered]
            field.error_messages["invalid_choice"] = f"没有这个{field.label}"


def _named(model: type[SkillQueue] | type[Line]) -> list[tuple[str, str]]:
    rows = model._default_manager.order_by("position", "pk")
    return list(rows.values_list("pk", "name"))
