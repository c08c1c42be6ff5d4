"""Statistics of calls against calls counted by hand."""

from datetime import datetime, timedelta

import pytest

from calls.models import Call
from orders import period
from reports.catalogue import CATALOGUE
from reports.measure import Measured, evaluate
from tests.cast import Cast
from tests.factories import moment

pytestmark = pytest.mark.django_db
JUNE = period.parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")


def call(at: str, **of: object) -> Call:
    """An inbound call at that moment: offered after 10 s, unless it is self-service; wait and talk
    in seconds; without talk the caller gave up."""
    begun = moment(at)
    wait, talk = of.pop("wait", None), of.pop("talk", None)
    of.setdefault("direction", "in")
    if isinstance(wait, int):
        offered = begun + timedelta(seconds=10)
        reached = offered + timedelta(seconds=wait)
        of |= {"offered_at": offered, "ended_at": reached}
        if isinstance(talk, int):
            of |= {"answered_at": reached, "ended_at": reached + timedelta(seconds=talk)}
    return Call.objects.create(at=begun, **of)


@pytest.fixture
def june(cast: Cast) -> None:
    call("2024-06-03 09:00", wait=15, talk=60, outcome="direct", service_rating=5)
    call("2024-06-03 09:05", wait=16, talk=60, outcome="order", service_rating=2)
    call("2024-06-03 09:10", wait=2, talk=40, outcome="praise", service_rating=3)
    call("2024-06-04 09:00", wait=5, outcome="abandoned")
    call("2024-06-04 10:00", wait=6, outcome="abandoned")
    call("2024-06-05 10:00", self_service=True, ended_at=moment("2024-06-05 10:01"))
    out = {"direction": "out", "purpose": "callback", "ended_at": moment("2024-06-05 11:02")}
    call("2024-06-05 11:00", answered_at=moment("2024-06-05 11:01"), **out)
    call("2024-06-05 12:00", rejected=True, outcome="nuisance")
    call("2024-06-30 23:59", wait=30, talk=90, outcome="direct")  # offered and answered in June
    call("2024-07-01 09:00", wait=3, talk=90, outcome="direct")


def figures(as_of: datetime = JULY_FIRST, **where: object) -> dict[str, Measured]:
    wanted = [one for code, one in CATALOGUE.items() if code.startswith("calls.")]
    found = evaluate(wanted, period=JUNE, as_of=as_of, where=where)
    return {figure.code: figure for figure in found}


BY_HAND = {
    "calls.traffic": (8, None, "8个"),
    "calls.inbound": (7, None, "7个"),
    "calls.outbound": (1, None, "1个"),
    "calls.offered": (6, None, "6个"),
    "calls.answered": (4, None, "4个"),
    "calls.praise": (1, None, "1件"),
    "calls.answered_rate": (4, 6, "66.66%"),
    "calls.answered_15s_rate": (2, 6, "33.33%"),
    "calls.answered_15s_rate.answered": (2, 4, "50.00%"),
    "calls.abandoned_rate": (2, 6, "33.33%"),
    "calls.abandoned_rate.after_5s": (1, 5, "20.00%"),
    "calls.service_satisfied_rate": (2, 3, "66.67%"),
    "calls.self_service": (1, None, "1个"),
    "calls.transferred": (0, None, "0个"),
    "calls.nuisance": (0, None, "0个"),
    "calls.silent": (0, None, "0个"),
    "calls.missed": (0, None, "0个"),
    "calls.voicemail": (0, None, "0个"),
    "calls.wait_mean": (63, 4, "15.8秒"),
    "calls.talk_mean": (160, 3, "53.3秒"),  # the last one still speaks at midnight
    "calls.wait_p50": (2, 4, "15秒"),
    "calls.wait_p90": (4, 4, "30秒"),
    "calls.wait_p95": (4, 4, "30秒"),
}


def test_junes_calls_give_the_figures_counted_by_hand(june: None) -> None:
    found = {
        code: (figure.numerator, figure.denominator, figure.shown)
        for code, figure in figures().items()
    }
    assert found == BY_HAND


def test_what_had_not_happened_yet_does_not_count(june: None) -> None:
    """Four seconds after a call that waits for 30 was offered: it waits."""
    found = figures(moment("2024-06-30 23:59") + timedelta(seconds=14))
    assert found["calls.offered"].numerator == 6
    assert found["calls.answered"].numerator == 3


def test_the_answering_rate_is_cut_as_a_bulletin_prints_it(june: None) -> None:
    """18851/19668 is 95.846 %, printed 95.84 %."""
    whole = figures()["calls.answered_rate"]
    printed = Measured(whole.statistic, None, 18851, 19668, JULY_FIRST)
    assert printed.shown == "95.84%"
