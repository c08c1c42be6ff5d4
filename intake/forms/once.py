"""A form that is one thing however often it is sent, and that machines give themselves away in."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

TOKEN_SALT = "intake.form"
TOKEN_AGE = 24 * 3600  # seconds a form may lie open


def new_token() -> str:
    """A form's one-time token: sent twice, it is one demand."""
    return signing.dumps(secrets.token_hex(16), salt=TOKEN_SALT)


def key_of(token: str) -> str | None:
    """The key in a token of ours; None when it is not ours or too old."""
    try:
        return str(signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_AGE))
    except signing.BadSignature:
        return None


class Once(forms.Form):
    """A form with a one-time token and a field that only machines fill in."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    website = forms.CharField(
        label="这一栏请留空",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏请留空，再交一次")
        return ""

    def clean(self) -> None:
        self.key = key_of(self.cleaned_data.get("token", "")) or ""
        if not self.key:
            self.add_error(None, "这一页放得太久了。您填的还在，请再交一次")

    def with_fresh_token(self) -> None:
        """For showing it again: what was typed stays, the token is new."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("token")] = new_token()
        self.data = data
