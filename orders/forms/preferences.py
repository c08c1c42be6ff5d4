"""How a person is told: address, number, chosen groups and quiet hours."""

from typing import Any

from django import forms
from django.views.decorators.debug import sensitive_variables

from orders.errors import Refused
from orders.models import NoticePreference
from orders.models.notice import NoticeGroup
from orders.notices.preferences import set_mobile

# What staff are told; what goes to citizens nobody chooses.
GROUPS = [choice for choice in NoticeGroup.choices if choice[0] != NoticeGroup.CITIZEN]


class Clock(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.ModelForm):
    """A number that is set is never shown again: left empty it stays, ticked it goes."""

    mobile = forms.CharField(label="手机", required=False, max_length=40)
    no_mobile = forms.BooleanField(label="不再用这个手机号", required=False)
    email_groups = forms.MultipleChoiceField(
        label="收邮件", choices=GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    sms_groups = forms.MultipleChoiceField(
        label="收短信", choices=GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = NoticePreference
        fields = ("email", "email_groups", "sms_groups", "quiet_from", "quiet_to")
        widgets = {"quiet_from": Clock(), "quiet_to": Clock()}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "quiet_to": "两头一样就是没有安静的时候。要情和特急的件不等天亮",
        }

    field_order = (
        "email", "email_groups", "mobile", "no_mobile", "sms_groups", "quiet_from", "quiet_to"
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = "邮箱写成 name@example.cn 这样"
        mobile = self.fields["mobile"]
        if self.instance.mobile_masked:
            mobile.help_text = f"现在是 {self.instance.mobile_masked}，不改就空着"
        else:
            del self.fields["no_mobile"]
        for name, label in (("quiet_from", "安静自"), ("quiet_to", "到")):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = "写上几点"
            self.fields[name].error_messages["invalid"] = "写成 22:00 这样"

    @sensitive_variables("written")
    def clean(self) -> dict[str, Any]:
        """The number is sealed into the row, or refused at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        written = cleaned.pop("mobile", "")
        if written:
            try:
                set_mobile(self.instance, written)
            except Refused as refused:
                self.add_error("mobile", refused.message)
        elif cleaned.get("no_mobile"):
            set_mobile(self.instance, "")
        return cleaned
