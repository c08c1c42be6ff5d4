"""The forms by which a citizen adds to the own demand, withdraws it, rates what was done."""

from typing import Any

from django import forms

from intake.forms.files import Files
from intake.forms.once import Once
from intake.serializers import LONGEST_TEXT
from orders.labels import RATINGS


def _words(
    label: str, *, most: int = 500, rows: int = 3, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"最多{most}个字"},
    )


class _Telling(Once):
    """A form of which the verb gets the words alone."""

    def inputs(self) -> dict[str, Any]:
        """The verb's inputs."""
        return {"text": self.cleaned_data["text"]}


class SupplementForm(_Telling):
    text = _words("要补充的情况", most=LONGEST_TEXT, rows=6, required=True)
    photos = Files()


class WithdrawForm(_Telling):
    text = _words("为什么撤回")


class UrgeForm(_Telling):
    text = _words("想催什么")


class RateForm(Once):
    rating = forms.TypedChoiceField(
        label="您满意吗",
        coerce=int,
        choices=list(RATINGS.items()),
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(
        label="问题解决了吗",
        choices=[("yes", "解决了"), ("no", "没有解决")],
        widget=forms.RadioSelect,
    )
    contacted = forms.ChoiceField(
        label="单位联系过您吗",
        required=False,
        choices=[("yes", "联系过"), ("no", "没有联系过")],
        widget=forms.RadioSelect,
    )
    text = _words("还想说的")

    def inputs(self) -> dict[str, Any]:
        """The verb's inputs: a rating is given by whom we reached."""
        data = self.cleaned_data
        told = {"yes": True, "no": False}
        return {
            "way": "web",
            "result": "reached",
            "rating": data["rating"],
            "solved": told[data["solved"]],
            "contacted": told.get(data["contacted"]),
            "text": data["text"],
        }
