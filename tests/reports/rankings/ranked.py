"""How the tests rank the months, and what they look at of it."""

from orders.period import parse
from reports.rankings import (
    Ranking,
    rank,
)
from tests.factories import moment
from tests.reports.rankings.conftest import rule

JUNE = parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")


def ranked(changes: str = "", period: str = "2024-06", **options: object) -> Ranking:
    return rank(rule(changes), parse(period), **{"as_of": JULY_FIRST, **options})  # type: ignore[arg-type]


def places(ranking: Ranking) -> list[tuple[str, int | None, str]]:
    """Unit, place and total, in the order shown."""
    return [
        (one.unit.code, one.place, str(float(one.score.total)) if one.score else "—")
        for one in ranking
    ]
