"""Forms of supervising: what was done about an alert, which faults a reply has."""

from typing import Any

from django import forms

from orders.forms.fields import Words
from orders.models import Reason


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
