"""Counting the rows of one population and date: for each statistic and group its cell.

A cell is numerator, denominator (None for counts) and the value of a quantile (None for others).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum, Value

from reports.spread import bucket_of, quantile
from reports.statistic import Condition, Statistic

Cell = tuple[int, int | None, int | None]
Merged = Mapping[Any, object] | None  # what each group counts for; None: for itself


def count(
    rows: QuerySet[Any],
    statistics: Sequence[Statistic],
    as_of: datetime,
    key: Any = None,
    merged: Merged = None,
) -> dict[str, dict[object, Cell]]:
    """By the code of each statistic and the group (None without a key) its cell. The rows are of
    one population and date; key: the expression they are grouped by. Groups of what counts
    different values cannot be merged: who asks for that has made sure there are none."""
    plain = [one for one in statistics if one.spread is None]
    found = _counts(rows, plain, as_of, key) if plain else {}
    if merged is not None:
        found = {code: _merge(cells, merged) for code, cells in found.items()}
    return found | _spreads(rows, statistics, as_of, key, merged)


def _counts(
    rows: QuerySet[Any], statistics: Sequence[Statistic], as_of: datetime, key: Any
) -> dict[str, dict[object, Cell]]:
    counts: dict[str, Aggregate] = {}
    for place, statistic in enumerate(statistics):
        top, under = statistic.numerator(as_of), statistic.denominator
        if under is not None:
            counts[f"d{place}"] = _added(statistic, 1, under(as_of))
            top &= under(as_of)
        counts[f"n{place}"] = _added(statistic, 0, top)
    if key is None:
        found = [{"group": None, **rows.aggregate(**counts)}]
    else:
        found = list(rows.annotate(group=key).values("group").annotate(**counts).order_by("group"))
    return {
        statistic.code: {
            row["group"]: (row[f"n{place}"], row.get(f"d{place}"), None) for row in found
        }
        for place, statistic in enumerate(statistics)
    }


def _spreads(
    rows: QuerySet[Any],
    statistics: Iterable[Statistic],
    as_of: datetime,
    key: Any,
    merged: Merged,
) -> dict[str, dict[object, Cell]]:
    """The quantiles; those of the same rows and column are read off one histogram."""
    alike: dict[tuple[str, Condition], list[tuple[str, Fraction]]] = {}
    for one in statistics:
        if one.spread is not None:
            same = alike.setdefault((one.spread.column, one.numerator), [])
            same.append((one.code, one.spread.q))
    found: dict[str, dict[object, Cell]] = {}
    for (column, which), wanted in alike.items():
        by_group = histograms(rows.filter(which(as_of)), column, key, merged)
        for code, q in wanted:
            read = {group: quantile(histogram, q) for group, histogram in by_group.items()}
            found[code] = {group: (of.under, of.cases, of.value) for group, of in read.items()}
    return found


def histograms(
    rows: QuerySet[Any], column: str, key: Any = None, merged: Merged = None
) -> dict[object, dict[int, int]]:
    """For each group the cases in every bucket of the column; what has no value is no case."""
    known = rows.filter(**{f"{column}__isnull": False})
    known = known.annotate(group=Value(0) if key is None else key, bucket=bucket_of(column))
    found: dict[object, dict[int, int]] = {}
    for row in known.order_by().values("group", "bucket").annotate(n=Count("pk")):
        group = None if key is None else row["group"]
        if merged is not None:
            if group not in merged:
                continue
            group = merged[group]
        histogram = found.setdefault(group, {})
        histogram[row["bucket"]] = histogram.get(row["bucket"], 0) + row["n"]
    return found


def _merge(counted: Mapping[object, Cell], merged: Mapping[Any, object]) -> dict[object, Cell]:
    sums: dict[object, Cell] = {}
    for group, (n, d, _) in counted.items():
        if group in merged:
            n0, d0, _ = sums.get(merged[group], (0, 0, None))
            sums[merged[group]] = (n0 + n, None if d is None else (d0 or 0) + d, None)
    return sums


def _added(statistic: Statistic, part: int, rows: Q) -> Aggregate:
    if statistic.distinct is not None:
        return Count(statistic.distinct, filter=rows, distinct=True)
    if statistic.sums is None:
        return Count("pk", filter=rows)
    return Sum(statistic.sums[part], filter=rows, default=0)
