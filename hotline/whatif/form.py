"""What a what-if asks: a scenario with a telephone, how many more, how sure the answer shall be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.whatif.kept import Asked
from orders.tables import BadData
from seeds.scenario import Scenario
from seeds.whatif import MOST_ADDED, Question, centre_of, changed

SURENESS = ((3, "3个，快"), (5, "5个"), (10, "10个，准"))


class WhatifForm(forms.Form):
    """scenarios: those that have a telephone, by name."""

    use_required_attribute = False

    scenario = forms.ChoiceField(label="场景")
    seats = forms.IntegerField(
        label="座席增减",
        min_value=-MOST_ADDED,
        max_value=MOST_ADDED,
        initial=20,
        help_text="带电话的桌子；减少写负数",
    )
    operators = forms.IntegerField(
        label="话务员增减",
        min_value=-MOST_ADDED,
        max_value=MOST_ADDED,
        initial=30,
        help_text="轮班的人",
    )
    seeds = forms.TypedChoiceField(
        label="随机种子",
        choices=SURENESS,
        coerce=int,
        initial=5,
        help_text="各推演一整年，越多误差越小",
    )

    def __init__(self, data: Any = None, *, scenarios: dict[str, Scenario]) -> None:
        super().__init__(data)
        self.scenarios = scenarios
        choices = [(name, one.title) for name, one in scenarios.items()]
        self.fields["scenario"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses what leaves nobody, and what changes nothing."""
        found = super().clean() or {}
        if self.errors:
            return found
        if not found["seats"] and not found["operators"]:
            raise ValidationError("座席和话务员都没变：至少改一个", code="unchanged")
        try:
            changed(
                centre_of(self.scenarios[found["scenario"]]),
                Question(found["seats"], found["operators"], found["seeds"]),
            )
        except BadData as error:
            raise ValidationError(str(error), code="impossible") from error
        return found

    def asked(self) -> Asked:
        """The question; call it on a valid form only."""
        return Asked(**self.cleaned_data)
