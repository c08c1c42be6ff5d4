"""The one parser of every verb's inputs: importing this package registers a form a verb."""

from orders.forms import (
    asking,
    contesting,
    describing,
    giving,
    handling,
    pressing,
    reviewing,
    settling,
)
from orders.forms.base import VerbForm, form_for

__all__ = [
    "VerbForm",
    "asking",
    "contesting",
    "describing",
    "form_for",
    "giving",
    "handling",
    "pressing",
    "reviewing",
    "settling",
]
