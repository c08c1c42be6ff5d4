"""What the panel of the explorer offers: statistics by chapters, groupings, filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orders.period import Period
from reports.asking import dimensions_of
from reports.catalogue import CATALOGUE, CHAPTERS
from reports.explorer.choice import Choice
from reports.labels import labels_of
from reports.populations.dimensions import NAMES
from reports.roster import roster
from reports.statistic import Statistic

UNIT = "unit"
_TOO_MANY = frozenset({"category", "seat", "hour", "weekday"})  # chosen by an address alone
_NOT_OFFERED = frozenset({"top_unit"})  # 单位 counts those below already


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    on: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Options under a name; open: whether they are unfolded. chosen: the labels of those on."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> str:
        return "、".join(one.label for one in self.options if one.on)


def chapters(choice: Choice) -> list[Group]:
    """The catalogue by chapters, what was chosen marked."""
    on = {code for text in choice.codes for code in _meant(text)}
    return [
        Group(
            name, name, tuple(Option(one.code, one.name, one.code in on, one.unit) for one in some)
        )
        for name, some in CHAPTERS.items()
    ]


def groupings(choice: Choice, statistics: Sequence[Statistic]) -> list[Option]:
    """By what all that was chosen can be divided; by anything, where nothing was chosen yet."""
    some = [Option("", "不分", not choice.by)]
    names = [name for name in _common(choice, statistics) if name not in _NOT_OFFERED]
    if choice.by in NAMES and choice.by not in names:
        names.append(choice.by)
    return some + [Option(name, NAMES[name], name == choice.by) for name in names]


def filters(choice: Choice, statistics: Sequence[Statistic], period: Period) -> list[Group]:
    """The values of the dimensions they have in common, and of those already chosen from."""
    where = choice.where or {}
    names = [
        name
        for name in _common(choice, statistics)
        if name in where or name not in _TOO_MANY | _NOT_OFFERED | {"day"}
    ]
    names += [name for name in where if name not in names]
    return [_filter(name, where.get(name, ()), period) for name in names]


def _filter(name: str, chosen: Sequence[str], period: Period) -> Group:
    if name == UNIT:
        pairs = [(one.code, one.short_name or one.name) for one in roster(period).members]
    else:
        pairs = [(str(value), label) for value, label in labels_of(name, period).items()]
    known = {value for value, _ in pairs}
    pairs = [(one, one) for one in chosen if one not in known] + pairs
    shown = pairs if name not in _TOO_MANY else [pair for pair in pairs if pair[0] in chosen]
    return Group(name, NAMES[name], tuple(Option(v, label, v in chosen) for v, label in shown))


def _common(choice: Choice, statistics: Sequence[Statistic]) -> list[str]:
    every = [set(dimensions_of(one)) for one in statistics]
    if not choice.codes or not every:
        return [name for name in NAMES if any(name in dimensions_of(one) for one in _all())]
    shared = set.intersection(*every)
    return [name for name in NAMES if name in shared]


def _all() -> Iterable[Statistic]:
    return CATALOGUE.values()


def _meant(text: str) -> list[str]:
    if not text.endswith("*"):
        return [text]
    return [code for code in CATALOGUE if code.startswith(text[:-1])]
