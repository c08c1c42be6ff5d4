"""A statistic divided by two dimensions at once: from its own definition, in one query."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from orders.period import Period
from reports.counting import count
from reports.population import Population
from reports.statistic import Statistic

Pair = tuple[str, str]  # of the two groups, as texts; "" where a row has none
Counts = tuple[int, int | None]  # numerator and denominator (None for counts)
_BETWEEN = "\x1f"


def crossed(
    statistic: Statistic, *, period: Period, as_of: datetime, by: tuple[str, str]
) -> Mapping[Pair, Counts]:
    """The counts of the period as of the moment (aware), by the two dimensions of its population;
    pairs without rows are left out."""
    population, dated_by = statistic.population, statistic.dated_by
    rows = population.rows(as_of).filter(dated_by.within(period, as_of))
    texts = [_text(population, name) for name in by]
    key = Concat(texts[0], Value(_BETWEEN), texts[1], output_field=CharField())
    found: dict[Pair, Counts] = {}
    for group, (top, under, _) in count(rows, [statistic], as_of, key)[statistic.code].items():
        first, _, second = str(group).partition(_BETWEEN)
        found[first, second] = (top, under)
    return found


def _text(population: Population, name: str) -> Cast:
    of = population.dimensions[name]
    return Cast(F(of) if isinstance(of, str) else of, CharField())
