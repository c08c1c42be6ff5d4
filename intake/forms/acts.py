"""The forms by which a citizen adds to the own demand, withdraws it, rates what was done."""

from typing import Any

from django import forms

from intake.forms.files import Files
from intake.forms.once import Once
from intake.serializers import LONGEST_TEXT
from orders.labels import RATINGS


class SupplementForm(Once):
    text = forms.CharField(
        label="要补充的情况",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"最多{LONGEST_TEXT}个字"},
    )
    photos = Files()

    def inputs(self) -> dict[str, Any]:
        """The verb's inputs."""
        return {"text": self.cleaned_data["text"]}


class WithdrawForm(Once):
    text = forms.CharField(
        label="为什么撤回",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多500个字"},
    )

    def inputs(self) -> dict[str, Any]:
        """The verb's inputs."""
        return {"text": self.cleaned_data["text"]}


class UrgeForm(Once):
    text = forms.CharField(
        label="想催什么",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多500个字"},
    )

    def inputs(self) -> dict[str, Any]:
        """The verb's inputs."""
        return {"text": self.cleaned_data["text"]}


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
    text = forms.CharField(
        label="还想说的",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多500个字"},
    )

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
