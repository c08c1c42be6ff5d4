"""How the analysis prints an exact value: rounded once, — where there is none."""

from collections.abc import Mapping
from fractions import Fraction

from django import template

from reports.rounding import NOTHING, round_to

register = template.Library()


@register.filter
def places(value: Fraction | None, many: int) -> str:
    """The value with so many decimal places."""
    return NOTHING if value is None or value == "" else str(round_to(value, many))


@register.filter
def percent(share: Fraction | None, many: int) -> str:
    """The share in percent, without the sign."""
    return NOTHING if share is None or share == "" else str(round_to(100 * share, many))


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of the code; the code where it has none, — for none."""
    return names.get(code, code) or NOTHING
