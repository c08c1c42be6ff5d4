"""The form by which a citizen makes a demand, in plain words."""

import re
from typing import Any

from django import forms

from intake.forms.files import Files
from intake.forms.once import Once
from intake.serializers import LONGEST_TEXT
from intake.wishes import Person, Wish
from orders.citizens import LONGEST
from orders.errors import Refused
from orders.labels import districts
from orders.models.limits import Kind
from orders.phones import normalise

CHANNEL = "web"
TITLE = 40  # characters of the words that make the title
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


def title_of(text: str) -> str:
    """The first sentence, cut where it is long: citizens need not think of a title."""
    first = next((part.strip() for part in _SENTENCE_END.split(text) if part.strip()), text)
    line = " ".join(first.split())
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


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

    photos = Files()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "说不准"), *districts().items()]

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
        said = {k: v for k, v in self.cleaned_data.items() if k not in {"token", "website"}}
        return said | {"photos": [(file.name, file.size) for file in said["photos"]]}
