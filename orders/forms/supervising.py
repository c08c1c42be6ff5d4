"""Forms of supervising: alerts, scores of replies, the sample, explanations."""

from typing import Any

from django import forms

from orders.forms.fields import ReasonField, Words
from orders.models import Reason
from orders.period import Kind as KindOf
from orders.period import Period, parse


class PeriodField(forms.CharField):
    """A period of one kind by its code; the cleaned value is a Period."""

    def __init__(self, label: str, kind: KindOf, like: str) -> None:
        super().__init__(label=label, widget=forms.TextInput(attrs={"placeholder": like}))
        self.kind, self.like = kind, like
        self.error_messages["required"] = f"写上{label}，如 {like}"

    def clean(self, value: Any) -> Period:
        code = super().clean(value)
        try:
            period = parse(code)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if period.kind is not self.kind or period.opens_on != 1:
            raise forms.ValidationError(f"写成 {self.like} 这样")
        return period


class NoteForm(forms.Form):
    """What was done, in words."""

    use_required_attribute = False
    body = Words("处置情况", missing="写明怎么处置的", rows=3)


class CheckForm(forms.Form):
    """The faults of a reply, and where they are; none ticked is a reply without fault."""

    use_required_attribute = False
    faults = forms.MultipleChoiceField(
        label="有哪些问题",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一处扣1分，哪一项扣完为止；都没有就不选",
    )
    text = Words("问题在哪里", rows=3, help_text="单位看得到；选了问题就要写")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = Reason.objects.filter(kind=Reason.Kind.QUALITY, active=True)
        self.fields["faults"].choices = list(  # type: ignore[attr-defined]
            found.order_by("position", "code").values_list("code", "name")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("faults") and not cleaned.get("text"):
            self.add_error("text", "写明问题在哪里")
        return cleaned


class FindingForm(forms.Form):
    """What was found, and in which words."""

    use_required_attribute = False
    finding = ReasonField("抽查结论", Reason.Kind.FINDING)
    text = Words("查到了什么", rows=3, help_text="单位看得到；有问题就要写")


class MonthForm(forms.Form):
    """The month to draw."""

    use_required_attribute = False
    month = PeriodField("月份", KindOf.MONTH, "2026-07")


class QuarterForm(forms.Form):
    """The quarter to ask for."""

    use_required_attribute = False
    quarter = PeriodField("季度", KindOf.QUARTER, "2026-Q2")


class ExplanationForm(forms.Form):
    """What the unit explains."""

    use_required_attribute = False
    body = Words("说明", missing="写明原因和怎么改", rows=8, help_text="不写市民的姓名和号码")


class ReviewForm(forms.Form):
    """What the supervisor says to it."""

    use_required_attribute = False
    words = Words("意见", rows=3, help_text="退回就要写")
