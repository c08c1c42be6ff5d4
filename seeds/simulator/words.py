"""What invented citizens, desks and units say, read from words.toml: nobody real, nothing real."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from orders.models.limits import Kind
from orders.tables import Table, read_file
from seeds.places import Place

FILE = Path(__file__).parent / "words.toml"


@dataclass(frozen=True, slots=True)
class Template:
    """A matter that can be told of any place: {place} stands in title and body."""

    category: str
    kind: str
    title: str
    body: str
    reply: str


Templates = Mapping[tuple[str, str], Sequence[Template]]  # by kind and top category


@dataclass(frozen=True, slots=True)
class Words:
    """Templates by kind and top category, what many call about at once, and the phrases of desk,
    units, callbacks and reworking."""

    templates: Templates
    surges: Sequence[Template]
    phrases: Mapping[str, Sequence[str]]
    streets: Sequence[str]
    hamlets: Sequence[str]

    def of(self, place: Place) -> "Words":
        """The same words with the place's own streets and hamlets, where it names any."""
        return replace(
            self, streets=place.streets or self.streets, hamlets=place.hamlets or self.hamlets
        )

    def place_in(self, town: str, draw: random.Random, *, urban: bool) -> str:
        """A street of the town, or a spot of a village."""
        return town + draw.choice(self.streets if urban else self.hamlets)

    def say(self, occasion: str, draw: random.Random) -> str:
        """One of the phrases for the occasion: desk.help, unit.contact, callback.satisfied ..."""
        return draw.choice(self.phrases[occasion])


def tops_by_kind(templates: Templates) -> dict[str, list[str]]:
    """For each kind the top categories somebody can have such a matter in."""
    found: dict[str, list[str]] = {}
    for kind, top in sorted(templates):
        found.setdefault(kind, []).append(top)
    return found


def which(templates: Templates, fits: Callable[[Template], bool]) -> Templates:
    """Those of the templates that fit."""
    chosen = {key: [one for one in some if fits(one)] for key, some in templates.items()}
    return {key: some for key, some in chosen.items() if some}


@cache
def read_words() -> Words:
    """The file, checked. Raises BadData naming file and field."""
    root = read_file(FILE, FILE.parent)
    phrases: dict[str, Sequence[str]] = {}
    for name in ("desk", "unit", "callback", "rework"):
        table = root.table(name)
        phrases |= {f"{name}.{key}": _some(table, key) for key in table.values}
    words = Words(
        templates=_templates(root),
        surges=[_template(table) for table in root.tables("surge")],
        phrases=phrases,
        streets=_some(root, "streets"),
        hamlets=_some(root, "hamlets"),
    )
    root.finish()
    return words


def _templates(root: Table) -> Templates:
    found: dict[tuple[str, str], list[Template]] = {}
    for template in map(_template, root.tables("template")):
        found.setdefault((template.kind, template.category[:2]), []).append(template)
    return found


def _template(table: Table) -> Template:
    template = Template(
        category=table.text("category"),
        kind=table.choice("kind", Kind.values),
        title=table.text("title", most=60),
        body=table.text("body"),
        reply=table.text("reply"),
    )
    table.finish()
    return template


def _some(table: Table, key: str) -> Sequence[str]:
    words: Collection[str] = table.words(key)
    if not words:
        raise table.fault(key, "至少要有一句")
    return tuple(words)
