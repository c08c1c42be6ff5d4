"""The field of a direct answer that names the articles it is drawn from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from orders import citing


class DrawnFrom(forms.MultipleChoiceField):
    """Articles by their numbers. Only those that were picked are shown, to be taken away again;
    whether one may be used is the rule of whoever keeps them, told when the answer is written."""

    def __init__(self) -> None:
        super().__init__(label="引用知识", required=False, widget=forms.CheckboxSelectMultiple)

    def offer(self, numbers: Sequence[str]) -> None:
        """Show these."""
        base = citing.base()
        self.choices = list(base.named(numbers).items()) if base and numbers else []

    def valid_value(self, value: Any) -> bool:
        return True


def begun(given: Mapping[str, Any], picked: Sequence[str]) -> dict[str, Any]:
    """What an answer begins with: the words written so far and the articles picked, and behind
    them the article whose button was pressed (`use`) with what it tells a citizen."""
    text, number = str(given.get("text", "")), str(given.get("use", ""))
    base = citing.base()
    words = base.words(number) if base else ""
    if words and words not in text:
        text = f"{text.rstrip()}\n\n{words}" if text.strip() else words
    numbers = dict.fromkeys([*picked, *([number] if words else [])])
    return {"text": text, "articles": list(numbers)}
