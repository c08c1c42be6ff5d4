"""The form that asks for number and code."""

from django import forms

from intake.codes import tidy


class FollowForm(forms.Form):
    """Number and code, as they stand on the receipt."""

    number = forms.CharField(
        label="工单号",
        max_length=40,
        help_text="15位数字",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="8位，不分大小写",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_number(self) -> str:
        return tidy(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return tidy(self.cleaned_data["code"])
