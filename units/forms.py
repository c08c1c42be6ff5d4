"""The forms of logging in and of one's own profile."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from units.models import Staff


class LoginForm(AuthenticationForm):
    """Staff number and password; one answer for every mismatch, so that numbers cannot be tried."""

    error_messages = {
        "invalid_login": "工号和密码对不上。连着5次对不上，要等15分钟",
        "inactive": "工号和密码对不上。连着5次对不上，要等15分钟",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, missing in (("username", "写上工号"), ("password", "写上密码")):
            self.fields[field].error_messages["required"] = missing
        self.fields["password"].label = "密码"


class NewPasswordForm(PasswordChangeForm):
    error_messages = {
        "password_mismatch": "两次写的新密码不一样",
        "password_incorrect": "旧密码不对",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "旧密码",
            "new_password1": "新密码",
            "new_password2": "再写一次",
        }
        for field, label in labels.items():
            self.fields[field].label = label
            self.fields[field].error_messages["required"] = f"写上{label}"
            self.fields[field].widget.attrs.pop("autofocus", None)
        self.fields["new_password2"].error_messages["required"] = "再写一次新密码"
        self.fields[
            "new_password1"
        ].help_text = "至少8位，不能全是数字，也别用常见的和自己的姓名工号"
        self.fields["new_password2"].help_text = ""


class Moment(forms.DateTimeInput):
    """The browser's own date and time field, to the minute, in local time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AbsenceForm(forms.ModelForm):
    """When I am away and who stands in, one of my own unit; without an end it lasts."""

    class Meta:
        model = Staff
        fields = ["deputy", "absent_from", "absent_to"]
        widgets = {
            "absent_from": Moment(),
            "absent_to": Moment(),
        }
        help_texts = {"absent_to": "不写就一直到你回来改"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Staff.objects.filter(unit=self.instance.unit_id, is_active=True)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = colleagues.exclude(pk=self.instance.pk).order_by("staff_number")
        deputy.empty_label = "选一位同事"
        for field, missing in (("deputy", "选一位代办人"), ("absent_from", "写上从什么时候起")):
            self.fields[field].required = True
            self.fields[field].error_messages["required"] = missing
        for field in ("absent_from", "absent_to"):
            self.fields[field].error_messages["invalid"] = "写成 2014-06-03 09:00 这样"
        deputy.error_messages["invalid_choice"] = "代办人要是本单位在用的人"


class KeysForm(forms.ModelForm):
    class Meta:
        model = Staff
        fields = ["single_keys_off"]
