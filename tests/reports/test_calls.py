"""Statistics of calls against calls counted by hand."""

from datetime import datetime, timedelta

import pytest

from calls.models import Call
from orders import period
from reports.catalogue import CATALOGUE
from reports.measure import Measured, evaluate
from tests.cast import Cast
from tests.factories import moment
from tests.reports.proven import ByHand

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
    # At night nobody can be asked for: three get through to nobody, one is known as a nuisance.
    for minute, outcome in enumerate(("missed", "missed", "voicemail", "nuisance")):
        at = f"2024-06-20 02:{minute:02}"
        call(at, outcome=outcome, ended_at=moment(at) + timedelta(seconds=20))
    call("2024-06-20 08:00", wait=1, talk=5, outcome="silent")
    call("2024-06-20 08:30", wait=3, talk=30, outcome="transferred")
    call("2024-07-01 09:00", wait=3, talk=90, outcome="direct")


def figures(as_of: datetime = JULY_FIRST, **where: object) -> dict[str, Measured]:
    wanted = [one for code, one in CATALOGUE.items() if code.startswith("calls.")]
    found = evaluate(wanted, period=JUNE, as_of=as_of, where=where)
    return {figure.code: figure for figure in found}


BY_HAND: ByHand = {
    "calls.traffic": (14, None, "14个"),
    "calls.inbound": (13, None, "13个"),
    "calls.outbound": (1, None, "1个"),
    "calls.offered": (8, None, "8个"),
    "calls.answered": (6, None, "6个"),
    "calls.praise": (1, None, "1件"),
    "calls.answered_rate": (6, 8, "75.00%"),
    "calls.answered_15s_rate": (4, 8, "50.00%"),
    "calls.answered_15s_rate.answered": (4, 6, "66.67%"),
    "calls.abandoned_rate": (2, 8, "25.00%"),
    "calls.abandoned_rate.after_5s": (1, 7, "14.29%"),
    "calls.service_satisfied_rate": (2, 3, "66.67%"),
    "calls.self_service": (1, None, "1个"),
    "calls.transferred": (1, None, "1个"),
    "calls.nuisance": (1, None, "1个"),
    "calls.silent": (1, None, "1个"),
    "calls.missed": (2, None, "2个"),
    "calls.voicemail": (1, None, "1个"),
    "calls.wait_mean": (67, 6, "11.2秒"),
    "calls.talk_mean": (195, 5, "39.0秒"),  # the last one still speaks at midnight
    "calls.wait_p50": (3, 6, "3秒"),
    "calls.wait_p90": (6, 6, "30秒"),
    "calls.wait_p95": (6, 6, "30秒"),
}
# Of twenty calls that waited for 1 to 20 seconds.
OF_TWENTY: ByHand = {
    "calls.wait_p50": (10, 20, "10秒"),
    "calls.wait_p90": (18, 20, "18秒"),
    "calls.wait_p95": (19, 20, "19秒"),
    "calls.wait_mean": (210, 20, "10.5秒"),
    "calls.answered_15s_rate": (15, 20, "75.00%"),
}


def test_junes_calls_give_the_figures_counted_by_hand(june: None) -> None:
    found = {
        code: (figure.numerator, figure.denominator, figure.shown)
        for code, figure in figures().items()
    }
    assert found == BY_HAND


def test_a_quantile_is_what_so_many_of_twenty_did_not_pass(cast: Cast) -> None:
    for wait in range(1, 21):
        call("2024-06-03 09:00", wait=wait, talk=5)
    found = figures()
    assert {
        code: (found[code].numerator, found[code].denominator, found[code].shown)
        for code in OF_TWENTY
    } == OF_TWENTY


def test_what_had_not_happened_yet_does_not_count(june: None) -> None:
    """Four seconds after a call that waits for 30 was offered: it waits."""
    found = figures(moment("2024-06-30 23:59") + timedelta(seconds=14))
    assert found["calls.offered"].numerator == 8
    assert found["calls.answered"].numerator == 5


def test_the_answering_rate_is_cut_as_a_bulletin_prints_it(june: None) -> None:
    """18851/19668 is 95.846 %, printed 95.84 %."""
    whole = figures()["calls.answered_rate"]
    printed = Measured(whole.statistic, None, 18851, 19668, JULY_FIRST)
    assert printed.shown == "95.84%"
