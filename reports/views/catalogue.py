"""/catalogue/: every statistic as declared: what it counts, by which day, how it is printed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.asking import dimensions_of
from reports.catalogue import CATALOGUE, CHAPTERS
from reports.formulas import FORMULAS
from reports.populations.dimensions import NAMES
from reports.rounding import Rounding
from reports.statistic import Statistic
from reports.views.entering import enter, sees
from units.access import Area

_MISSING = {
    "exclude": "没评价的不计",
    "satisfied": "没评价的算满意",
    "dissatisfied": "没评价的算不满意",
}
_BETTER = {True: "高为好", False: "低为好", None: "不分好坏"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A statistic in words; variant: whether it is one of the statistic above it."""

    statistic: Statistic
    numerator: str
    denominator: str
    printed: str
    better: str
    missing: str
    dimensions: str
    variant: bool


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All of them by chapters, variants below their own."""
    enter(request, Area.STATISTICS)
    chapters = [(name, [_entry(one) for one in _grouped(some)]) for name, some in CHAPTERS.items()]
    context = {
        "chapters": chapters,
        "many": len(CATALOGUE),
        "may_check": sees(request, Area.REPORTS),
    }
    return render(request, "reports/catalogue.html", context)


def _grouped(some: tuple[Statistic, ...]) -> list[Statistic]:
    """In the order of the chapter, each followed by its variants."""
    own = [one for one in some if not _main_of(one)]
    return [each for one in own for each in (one, *(v for v in some if _main_of(v) == one.code))]


def _main_of(one: Statistic) -> str:
    """The code of the statistic it is a variant of, "" for one of its own."""
    main = one.code.rpartition(".")[0]
    return main if main in CATALOGUE else ""


def _entry(one: Statistic) -> Entry:
    top, under = FORMULAS.get(one.code, (one.name, ""))
    return Entry(
        statistic=one,
        numerator=top,
        denominator=under,
        printed=_printed(one),
        better=_BETTER[one.higher_is_better],
        missing=_MISSING.get(one.missing, ""),
        dimensions="、".join(NAMES[name] for name in dimensions_of(one)),
        variant=bool(_main_of(one)),
    )


def _printed(one: Statistic) -> str:
    """%，2位，四舍五入."""
    if not one.is_rate:
        return one.unit
    cut = "截尾" if one.rounding is Rounding.TRUNCATE else "四舍五入"
    return f"{one.unit}，{f'{one.places}位小数' if one.places else '整数'}，{cut}"
