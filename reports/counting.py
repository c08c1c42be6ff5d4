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
Columns = tuple[str, str | None]  # of a query's rows: numerator, denominator
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
    found, columns = tabulate(rows, statistics, as_of, key)
    return {
        code: {row["group"]: (row[n], None if d is None else row[d], None) for row in found}
        for code, (n, d) in columns.items()
    }


def tabulate(
    rows: QuerySet[Any], statistics: Sequence[Statistic], as_of: datetime, key: Any
) -> tuple[list[dict[str, Any]], dict[str, Columns]]:
    """One query: a row for each group, and by statistic the columns of its numerator and its
    denominator (None for counts). None of them is a quantile. What all of them ask of a row is
    asked once, and what two of them count alike is counted once: the database sees neither. What
    subqueries tell stays with its counts: the planner cannot guess how many rows it leaves."""
    rows, aggregates, columns = _aggregated(rows, statistics, as_of)
    if key is None:
        return [{"group": None, **rows.aggregate(**aggregates)}], columns
    grouped = rows.annotate(group=key).values("group").annotate(**aggregates)
    return list(grouped.order_by("group")), columns


def in_sql(rows: QuerySet[Any], statistics: Sequence[Statistic], as_of: datetime) -> str:
    """The query that tabulate makes of all rows: other words where other rows are counted."""
    rows, aggregates, _ = _aggregated(rows, statistics, as_of)
    return str(rows.annotate(group=Value(0)).values("group").annotate(**aggregates).query)


def _aggregated(
    rows: QuerySet[Any], statistics: Sequence[Statistic], as_of: datetime
) -> tuple[QuerySet[Any], dict[str, Aggregate], dict[str, Columns]]:
    asked = {one.code: _conditions(one, as_of) for one in statistics}
    wanted = [under if under is not None else top for top, under in asked.values()]
    made = set(rows.query.annotations)
    shared = [
        one for one in wanted[0] if all(one in some for some in wanted) and not _names(one) & made
    ]
    counts: dict[tuple[object, ...], tuple[str, Aggregate]] = {}
    columns: dict[str, Columns] = {}
    for one in statistics:
        top, under = asked[one.code]
        d = None if under is None else _column(counts, one, 1, _rest(under, shared))
        columns[one.code] = _column(counts, one, 0, _rest(top, shared)), d
    return rows.filter(*shared), dict(counts.values()), columns


def _conditions(one: Statistic, as_of: datetime) -> tuple[tuple[Q, ...], tuple[Q, ...] | None]:
    """What numerator and denominator ask of a row, each as conditions that all must hold."""
    top = _split(one.numerator(as_of))
    if one.denominator is None:
        return top, None
    under = _split(one.denominator(as_of))
    return tuple(dict.fromkeys((*top, *under))), under


def _split(condition: Q) -> tuple[Q, ...]:
    """The conditions it is made of that all must hold."""
    if condition.negated or (condition.connector != Q.AND and len(condition.children) > 1):
        return (condition,)
    found: list[Q] = []
    for child in condition.children:
        found += _split(child) if isinstance(child, Q) else [Q(child)]
    return tuple(dict.fromkeys(found))


def _names(condition: Q) -> set[str]:
    """The columns it asks of, each up to its first relation."""
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, tuple):
            found.add(child[0].split("__")[0])
        elif isinstance(child, Q):
            found |= _names(child)
    return found


def _rest(conditions: Sequence[Q], shared: Sequence[Q]) -> tuple[Q, ...]:
    return tuple(one for one in conditions if one not in shared)


def _column(
    counts: dict[tuple[object, ...], tuple[str, Aggregate]],
    statistic: Statistic,
    part: int,
    conditions: tuple[Q, ...],
) -> str:
    """The column that counts these rows; a new one where none does."""
    summed = statistic.sums[part] if statistic.sums else None
    key = (summed, statistic.distinct, conditions)
    if key not in counts:
        counts[key] = f"c{len(counts)}", _added(statistic, part, Q(*conditions))
    return counts[key][0]


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
