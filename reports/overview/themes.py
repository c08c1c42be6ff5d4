"""What people asked about most on the day, where, and what rose above its own history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from orders.labels import districts
from orders.models import Category
from orders.period import span
from reports.analysis.classes import theme_of
from reports.analysis.themes import Theme, hot_themes
from reports.catalogue import find
from reports.explorer.words import number
from reports.measure import DAY, evaluate
from reports.overview.counting import Fresh, fresh
from reports.overview.look import Look

MOST = 6
DAYS = 12  # of a theme's course
_ACCEPTED = "demands.accepted"
_STEP, _HEIGHT = 7, 20  # px of the little columns


@dataclass(frozen=True, slots=True)
class Column:
    """One day of a course: where it is drawn, in px; last: the day itself."""

    x: int
    y: float
    height: float
    last: bool


@dataclass(frozen=True, slots=True)
class Hot:
    """place: where most of it comes from, "" where it comes from everywhere; times: how often what
    was expected, "" where it is as usual; expected: in words; known: whether enough came before to
    expect anything."""

    name: str
    path: str
    count: str
    place: str
    times: str
    expected: str
    known: bool
    course: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Hottest:
    """basis: what they are held against, in words, "" where too little came before; risen: those
    that rose."""

    themes: tuple[Hot, ...]
    risen: tuple[Hot, ...]
    basis: str
    fresh: Fresh


def hottest(look: Look) -> Hottest:
    """The day's themes with most demands, those with most first."""
    found = hot_themes(look.today, as_of=look.as_of, most=MOST)
    below = _below([one.category.code for one in found])
    names = districts()
    themes = [_hot(one, below[one.category.code], look, names) for one in found]
    risen = [hot for one, hot in zip(found, themes, strict=True) if one.unusual]
    basis = found[0].basis if found and found[0].expected is not None else ""
    return Hottest(tuple(themes), tuple(risen), basis, fresh(look))


def _below(themes: Sequence[str]) -> Mapping[str, list[str]]:
    """The codes that demands of each theme may have."""
    codes: dict[str, list[str]] = {theme: [] for theme in themes}
    for code in Category.objects.values_list("code", flat=True):
        if theme_of(code) in codes:
            codes[theme_of(code)].append(code)
    return codes


def _hot(of: Theme, codes: Sequence[str], look: Look, names: Mapping[str, str]) -> Hot:
    expected = "往期记录不足，不作判断"
    if of.expected is not None:
        expected = f"平常{number(of.expected.mean, 1)}件，到{of.limit}件算突增"
    times = of.surge.times
    return Hot(
        of.category.name,
        "›".join(of.category.path),
        number(of.count),
        _place(of, codes, look, names),
        f"{number(times, 1)}倍" if of.unusual and times is not None else "",
        expected,
        of.expected is not None,
        _course(codes, look),
    )


def _place(of: Theme, codes: Sequence[str], look: Look, names: Mapping[str, str]) -> str:
    """东湖区47件: the district that at least a third of them come from."""
    by_district = evaluate(
        [find(_ACCEPTED)],
        period=look.today,
        as_of=look.as_of,
        where={"category": codes},
        by="district",
    )
    known = [one for one in by_district if names.get(str(one.group))]
    top = max(known, key=lambda one: one.numerator, default=None)
    if top is None or top.numerator < 2 or 3 * top.numerator < of.count:
        return ""
    return f"{names[str(top.group)]}{number(top.numerator)}件"


def _course(codes: Sequence[str], look: Look) -> tuple[Column, ...]:
    days = evaluate(
        [find(_ACCEPTED)],
        period=span(look.day - timedelta(days=DAYS - 1), look.day),
        as_of=look.as_of,
        where={"category": codes},
        by=DAY,
    )
    most = max([one.numerator for one in days] + [1])
    heights = [round(max(1.5, _HEIGHT * one.numerator / most), 1) for one in days]
    return tuple(
        Column(place * _STEP, round(_HEIGHT - height, 1), height, place == len(heights) - 1)
        for place, height in enumerate(heights)
    )
