"""What a theme is: the second level of the categories, 其他 of a class left out.

The third level is too fine for a city to look at, and 其他 is no theme: what is in it has nothing
in common.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from orders.models import Category

_LENGTH = 5  # characters of a theme's code: 04.03
_REST = ".99"


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme by its code; path: the names from the first level down to its own."""

    code: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path[-1]


def theme_of(category: object) -> str:
    """The code of the theme a category belongs to."""
    return str(category)[:_LENGTH]


def is_theme(code: str) -> bool:
    """Whether it says what its demands are about."""
    return not code.endswith(_REST)


def subjects() -> Mapping[str, Subject]:
    """Every theme by its code, in the order of the codes."""
    rows = Category.objects.filter(level=2).order_by("code")
    named = rows.values_list("code", "parent__name", "name")
    return {code: Subject(code, (top, name)) for code, top, name in named if is_theme(code)}
