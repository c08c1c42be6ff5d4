"""Statistics of time asked for, rework, hand-downs, open orders and cards, counted by hand."""

import pytest

from orders import period
from reports.catalogue import find
from reports.measure import evaluate
from tests.cast import Cast
from tests.factories import moment
from tests.reports import september
from tests.reports.proven import ByHand

SEPTEMBER = period.parse("2024-09")
OCTOBER_FIRST = moment("2024-10-01 00:00")

# Sixteen leads; the working stands beside each story of tests/reports/september.py.
BY_HAND: ByHand = {
    "demands.accepted": (21, None, "21件"),  # sixteen, and five about shops
    "demands.direct_rate": (5, 21, "23.81%"),
    "orders.dispatched": (16, None, "16件"),
    "orders.extension_rate": (2, 16, "12.50%"),
    "orders.suspension_rate": (1, 16, "6.25%"),
    "orders.completed": (10, None, "10件"),
    "orders.due": (14, None, "14件"),  # completed or overdue: not those of the 25th and the 30th
    "orders.completed_rate": (10, 14, "71.43%"),
    "orders.on_time_rate": (10, 14, "71.43%"),  # whoever completed did so in time
    "orders.rework_rate": (2, 14, "14.29%"),
    "orders.rework_on_time_rate": (1, 2, "50.00%"),
    # Hours: 1, 1, 1, 1, 1 (the sent back one too), 7.5, 10.5, 16, 38.5, 52.5. The fifth is 1, the
    # ninth 38.5, which lies in a bucket of 38.45.
    "orders.handled_p50": (5, 10, "1.0工作小时"),
    "orders.handled_p90": (9, 10, "38.5工作小时"),
    "orders.open": (6, None, "6件"),
    "orders.open.to_3d": (1, None, "1件"),
    "orders.open.to_7d": (1, None, "1件"),
    "orders.open.to_15d": (2, None, "2件"),
    "orders.open.over_15d": (2, None, "2件"),
    "orders.open_overdue": (4, None, "4件"),
    "orders.open_overdue.to_3d": (1, None, "1件"),
    "orders.open_overdue.to_7d": (1, None, "1件"),
    "orders.open_overdue.to_15d": (1, None, "1件"),
    "orders.open_overdue.over_15d": (1, None, "1件"),
    "callbacks.attempts": (6, None, "6次"),
    "callbacks.smart_rate": (1, 6, "16.67%"),
    "orders.sent_back_rate": (1, 13, "7.69%"),  # 10 and 2 of rework accepted, 1 sent back
    "requests.decided_on_time_rate": (2, 3, "66.67%"),
    "requests.extension_granted_rate": (1, 2, "50.00%"),
    "assists.given": (3, None, "3件"),
    "assists.completed_rate": (2, 3, "66.67%"),
    "assists.on_time_rate": (1, 3, "33.33%"),
    "handed_down.given": (3, None, "3件"),
    "handed_down.completed_rate": (2, 3, "66.67%"),
    "handed_down.on_time_rate": (1, 3, "33.33%"),
    "orders.yellow_cards": (4, None, "4张"),
    "orders.red_cards": (2, None, "2张"),
    "orders.supervised": (2, None, "2件"),
    "orders.supervision_closed_rate": (1, 2, "50.00%"),
    "alerts.raised": (1, None, "1起"),
}


@pytest.fixture
def played(cast: Cast, rules: None) -> None:
    september.play(cast)


@pytest.mark.django_db
def test_september_gives_the_figures_counted_by_hand(played: None) -> None:
    wanted = [find(code) for code in BY_HAND]
    found = {
        one.code: (one.numerator, one.denominator, one.shown)
        for one in evaluate(wanted, period=SEPTEMBER, as_of=OCTOBER_FIRST)
    }
    assert found == BY_HAND
