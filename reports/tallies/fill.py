"""Filling: a day counted by the statistics' own definitions, longer stretches added up from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from json import dumps
from typing import Any

from django.db import connection, transaction

from orders.period import Kind, Period, period_of
from reports.counting import Columns, histograms, tabulate
from reports.measure import together
from reports.models import Tally, TallyDay
from reports.statistic import Condition, Statistic
from reports.tallies.layout import (
    GRAINS,
    HELD,
    LAYOUTS,
    SEPARATOR,
    VERSION,
    Layout,
    key_by,
    spread_name,
)
from reports.tallies.sums import Asked, Sum, by_key

# What each longer stretch is added up of, which comes before it.
_SHORTER = {Kind.MONTH: Kind.DAY, Kind.QUARTER: Kind.MONTH, Kind.YEAR: Kind.MONTH}
_COPY = f'COPY {Tally._meta.db_table} ("table", grain, first, key, counts, spreads) FROM STDIN'


@dataclass
class Row:
    """What is counted of one key."""

    counts: list[int]
    spreads: dict[str, dict[str, int]] = field(default_factory=dict)


def fill_day(day: date, *, at: datetime) -> None:
    """Count the day anew as of the moment, in one transaction; its month and year still have to
    follow. Two who fill the same day wait for each other."""
    with transaction.atomic():
        TallyDay.objects.get_or_create(day=day)
        state = TallyDay.objects.select_for_update().get(day=day)
        for table, rows in count_day(day, at=at).items():
            _write(LAYOUTS[table], GRAINS[Kind.DAY], day, rows)
        state.filled_at, state.layout, state.stale_since = at, VERSION, None
        state.save()


def fill(days: Iterable[date], *, at: datetime) -> None:
    """Count these days anew, and all months, quarters and years that hold them."""
    some = sorted(set(days))
    for day in some:
        fill_day(day, at=at)
    for kind in _SHORTER:
        for first in sorted({period_of(kind, day).first for day in some}):
            _add_up(period_of(kind, first))


def count_day(day: date, *, at: datetime) -> Mapping[str, Mapping[str, Row]]:
    """By table and key the rows of one day as of the moment, a stock as of the day's end. Rows of
    one population and date are counted once, by all that any table divides them by."""
    over = period_of(Kind.DAY, day)
    sheets = [Sheet(layout) for layout in LAYOUTS.values()]
    for (population, dated_by), some in together(HELD):
        holding = [sheet for sheet in sheets if some[0].code in sheet.layout.places]
        dimensions = list(dict.fromkeys(d for sheet in holding for d in sheet.layout.dimensions))
        moment = min(at, over.end) if dated_by.at_end else at
        rows = population.rows(moment).filter(dated_by.within(over, moment))
        key = key_by(population, dimensions)
        plain = [one for one in some if one.spread is None]
        found, columns = tabulate(rows, plain, moment, key) if plain else ([], {})
        for sheet in holding:
            sheet.add(dimensions, found, columns)
        for name, (which, column) in _spreads(some).items():
            for group, histogram in histograms(rows.filter(which(moment)), column, key).items():
                for sheet in holding:
                    sheet.add_spread(dimensions, str(group), name, histogram)
    return {sheet.layout.table: sheet.rows for sheet in sheets}


@dataclass
class Sheet:
    """The rows of one table for one day, as they are being counted."""

    layout: Layout
    rows: dict[str, Row] = field(default_factory=dict)

    def add(
        self,
        dimensions: Sequence[str],
        found: Iterable[Mapping[str, Any]],
        columns: Mapping[str, Columns],
    ) -> None:
        """Enter what was counted; its groups are the values of the dimensions as one text."""
        entered = list(self._entered(columns))
        for row in found:
            counts = self._row(dimensions, row["group"]).counts
            for column, place in entered:
                if row[column]:
                    counts[place] += row[column]

    def _entered(self, columns: Mapping[str, Columns]) -> Iterator[tuple[str, int]]:
        """Which column goes to which place."""
        for code, (n, d) in columns.items():
            if code in self.layout.places:
                place = self.layout.places[code]
                yield n, place.numerator
                if d is not None:
                    yield d, place.denominator

    def add_spread(
        self, dimensions: Sequence[str], group: str, name: str, histogram: Mapping[int, int]
    ) -> None:
        """Enter a histogram."""
        known = self._row(dimensions, group).spreads.setdefault(name, {})
        for bucket, n in histogram.items():
            known[str(bucket)] = known.get(str(bucket), 0) + n

    def _row(self, dimensions: Sequence[str], group: str) -> Row:
        values = dict(zip(dimensions, group.split(SEPARATOR), strict=False))
        key = SEPARATOR.join(values[name] for name in self.layout.dimensions)
        return self.rows.setdefault(key, Row([0] * self.layout.width))


def _spreads(statistics: Iterable[Statistic]) -> dict[str, tuple[Condition, str]]:
    """The histograms that quantiles are read off: which rows, and the column."""
    return {
        spread_name(one): (one.numerator, one.spread.column)
        for one in statistics
        if one.spread is not None
    }


def _add_up(over: Period) -> None:
    """A longer stretch, of the rows of the shorter ones in it."""
    shorter = _SHORTER[over.kind]
    last = period_of(shorter, _last_day(over)).first
    with transaction.atomic():
        for layout in LAYOUTS.values():
            rows = Asked(layout, [(GRAINS[shorter], day) for day in over.days])
            _write(layout, GRAINS[over.kind], over.first, by_key(rows, latest=last))


def _last_day(over: Period) -> date:
    """The latest day of the period that was counted."""
    days = TallyDay.objects.filter(day__gte=over.first, day__lt=over.until, filled_at__isnull=False)
    return days.order_by("-day").values_list("day", flat=True)[0]


def _write(layout: Layout, grain: str, first: date, rows: Mapping[str, Row | Sum]) -> None:
    """By COPY, arrays as the database writes them: ORM and driver would look at every number on its
    own, and there are a hundred thousand."""
    Tally.objects.filter(table=layout.table, grain=grain, first=first).delete()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for key, row in rows.items():
            if any(row.counts) or row.spreads:
                counts = f"{{{','.join(map(str, row.counts))}}}"
                copy.write_row((layout.table, grain, first, key, counts, dumps(row.spreads)))
