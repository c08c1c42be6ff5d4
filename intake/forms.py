"""The forms citizens fill in, in plain words; each says what is wrong under its field."""

import re
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from intake.codes import tidy
from intake.serializers import LONGEST_TEXT
from intake.wishes import Person, Wish
from orders.citizens import LONGEST
from orders.errors import Refused
from orders.models.limits import Kind
from orders.phones import normalise

CHANNEL = "web"
TOKEN_SALT = "intake.form"
TOKEN_AGE = 24 * 3600  # seconds a form may lie open
TITLE = 40  # characters of the words that make the title
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


def new_token() -> str:
    """A form's one-time token: sent twice, it is one demand."""
    return signing.dumps(secrets.token_hex(16), salt=TOKEN_SALT)


def key_of(token: str) -> str | None:
    """The key in a token of ours; None when it is not ours or too old."""
    try:
        return str(signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_AGE))
    except signing.BadSignature:
        return None


def title_of(text: str) -> str:
    """The first sentence, cut where it is long: citizens need not think of a title."""
    first = next((part.strip() for part in _SENTENCE_END.split(text) if part.strip()), text)
    line = " ".join(first.split())
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


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


class DemandForm(Once):
    """A citizen's demand; whose fields are asked in this order."""

    kind = forms.ChoiceField(
        label="是哪一类", choices=Kind.choices, initial=Kind.HELP, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="什么事",
        help_text="在哪里、从什么时候起、现在怎样。写不清也没关系，我们会打电话问您",
        min_length=5,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"min_length": "再多写几个字", "max_length": f"最多{LONGEST_TEXT}个字"},
    )
    district = forms.ChoiceField(label="在哪个区域", required=False)
    place = forms.CharField(
        label="具体地点", required=False, max_length=200, help_text="如 柳岸街道2号路中心学校门口"
    )
    phone = forms.CharField(
        label="您的电话",
        max_length=40,
        help_text="我们用它答复您。手机，或带区号的座机",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    name = forms.CharField(
        label="怎么称呼您",
        required=False,
        max_length=LONGEST,
        help_text="如 王女士",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    confidential = forms.BooleanField(
        label="请为我保密",
        required=False,
        help_text="办理的单位看不到您的姓名和电话，由热线联系您",
    )

    def __init__(self, *args: Any, districts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "说不准"), *districts.items()]

    def clean_phone(self) -> str:
        try:
            return normalise(self.cleaned_data["phone"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def wish(self) -> Wish:
        """The wish, through the city's own pages."""
        data = self.cleaned_data
        return Wish(
            channel=CHANNEL,
            kind=data["kind"],
            title=title_of(data["text"]),
            text=data["text"],
            place={"district": data["district"], "text": data["place"]},
            confidential=data["confidential"],
            person=Person(data["phone"], form_of_address=data["name"]),
        )

    def content(self) -> dict[str, Any]:
        """What the citizen said, for the digest of a repeat."""
        return {k: v for k, v in self.cleaned_data.items() if k not in {"token", "website"}}


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


class SupplementForm(Once):
    text = forms.CharField(
        label="要补充的情况",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"最多{LONGEST_TEXT}个字"},
    )

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


class RateForm(Once):
    rating = forms.TypedChoiceField(
        label="您满意吗",
        coerce=int,
        choices=[(5, "很满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "很不满意")],
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
