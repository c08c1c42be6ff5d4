"""The part of a form that says who the citizen is: number, name, form of address, or anonymous."""

from datetime import datetime
from typing import Any

from django import forms

from orders.citizens import LONGEST, citizen_for
from orders.errors import Refused
from orders.models import Citizen
from orders.phones import normalise


class CitizenFields(forms.Form):
    """Mix into a form that takes in a demand; a demand is anonymous only when it is said to be."""

    phone = forms.CharField(
        label="电话",
        required=False,
        max_length=40,
        help_text="手机或座机；本地座机可不写区号",
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    form_of_address = forms.CharField(
        label="称呼",
        required=False,
        max_length=LONGEST,
        help_text="如李女士",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    anonymous = forms.BooleanField(label="匿名，不留电话", required=False)

    def clean_phone(self) -> str:
        """The number in its kept form; empty when none was written."""
        written: str = self.cleaned_data["phone"].strip()
        if not written:
            return ""
        try:
            return normalise(written)
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from None

    def clean(self) -> dict[str, Any]:
        """Either a number or anonymous, never both and never neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "phone" not in cleaned:
            return cleaned
        anonymous = cleaned.get("anonymous")
        if anonymous and (cleaned["phone"] or cleaned.get("name")):
            self.add_error("anonymous", "写了电话或姓名就不是匿名；不想让单位知道，勾“保密”")
        elif not anonymous and not cleaned["phone"] and not self.knows_caller():
            self.add_error("phone", "写上电话；市民不肯留的，勾“匿名”")
        return cleaned

    def knows_caller(self) -> bool:
        """Whether the citizen is known without a number being written: by the call that is on."""
        return False

    def citizen(self, *, at: datetime) -> Citizen | None:
        """The citizen of a valid form, found or made at that moment; None when anonymous.

        Call it in the same transaction as take_in, so that a refused demand leaves no citizen.
        """
        if self.cleaned_data["anonymous"]:
            return None
        return citizen_for(
            self.cleaned_data["phone"],
            self.cleaned_data["name"],
            self.cleaned_data["form_of_address"],
            at=at,
        )
