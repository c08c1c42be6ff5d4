"""What tallies are held against: counting directly, by every table and key."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from orders.period import Period
from reports.measure import DAY, Measured, evaluate
from reports.tallies.layout import LAYOUTS
from reports.tallies.read import read


def told(figures: Iterable[Measured]) -> dict[tuple[str, object], tuple[object, ...]]:
    """The figures that say anything; a group nobody asked for stands or not."""
    return {
        (one.code, one.group): (one.numerator, one.denominator, one.value)
        for one in figures
        if one.numerator or one.denominator
    }


def flat(by_code: Mapping[str, Sequence[Measured]]) -> list[Measured]:
    """What was read, as evaluate lists it."""
    return [one for some in by_code.values() for one in some]


def assert_same(over: Period, as_of: datetime) -> None:
    for layout in LAYOUTS.values():
        for by in (None, DAY, *layout.dimensions):
            some = [one for one in layout.statistics if by != DAY or one.dated_by.day is not None]
            direct = evaluate(some, period=over, as_of=as_of, by=by)
            kept = flat(read(layout, some, over, as_of=as_of, by=by))
            assert told(kept) == told(direct), (layout.table, by, over.code)
