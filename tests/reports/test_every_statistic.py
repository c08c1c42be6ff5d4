"""Each statistic of the catalogue has a case worked by hand that could show it to be wrong."""

import pytest

from reports.catalogue import CATALOGUE, find
from tests.reports import (
    test_calls,
    test_knowledge,
    test_measure,
    test_pressing,
    test_reply_quality,
    test_september,
    test_three_rates,
)
from tests.reports.proven import ByHand, Case, proves

# Each is compared with what is measured by a test of its own file.
TABLES: tuple[ByHand, ...] = (
    test_measure.BY_HAND,
    test_september.BY_HAND,
    test_calls.BY_HAND,
    test_calls.OF_TWENTY,
    test_pressing.BY_HAND,
    test_three_rates.BY_HAND,
    test_reply_quality.BY_HAND,
    test_knowledge.BY_HAND,
)


def test_every_statistic_is_proven_by_a_case_that_is_not_nothing() -> None:
    proven = {code for table in TABLES for code, case in table.items() if proves(find(code), case)}
    assert sorted(set(CATALOGUE) - proven) == []


@pytest.mark.parametrize(
    ("code", "case", "tells"),
    [
        ("orders.due", (7, None, "7件"), True),
        ("orders.due", (0, None, "0件"), False),
        ("orders.on_time_rate", (5, 7, "71.43%"), True),
        ("orders.on_time_rate", (0, 0, "—"), False),
        ("orders.on_time_rate", (0, 7, "0.00%"), False),
        ("orders.on_time_rate", (7, 7, "100.00%"), False),
        ("calls.wait_p90", (18, 20, "18秒"), True),
        ("calls.wait_p90", (4, 4, "30秒"), False),
    ],
)
def test_nothing_and_everything_prove_nothing(code: str, case: Case, tells: bool) -> None:
    assert proves(find(code), case) is tells
