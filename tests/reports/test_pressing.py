"""Statistics of what comes beside handling: asking, urging, cards, seats, missed calls, repeats."""

from datetime import datetime, timedelta

import pytest

from calls.models import ReturnCall, Seat, SeatState, Shift
from orders import period
from orders.citizens import citizen_for
from orders.clock.sweep import sweep
from orders.models import Card, Level
from orders.states import OrderState, Verb
from reports.catalogue import CATALOGUE
from reports.measure import evaluate
from tests.cast import Cast
from tests.factories import MONDAY, Walk, moment
from tests.reports.proven import ByHand, Case

pytestmark = pytest.mark.django_db
JUNE = period.parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")

BY_HAND: ByHand = {
    "orders.urge_rate": (1, 3, "33.33%"),
    "demands.repeated_rate": (2, 4, "50.00%"),
    "seats.occupancy": (6 * 60, 16 * 60, "37.50%"),
    "returns.owed": (3, None, "3个"),
    "returns.on_time_rate": (1, 3, "33.33%"),
}


def figure(code: str, as_of: datetime = JULY_FIRST, **where: object) -> tuple[int, int | None]:
    return counted(code, as_of, **where)[:2]


def counted(code: str, as_of: datetime = JULY_FIRST, **where: object) -> Case:
    [found] = evaluate([CATALOGUE[code]], period=JUNE, as_of=as_of, where=where)
    return found.numerator, found.denominator, found.shown


def test_extensions_and_suspensions_are_counted_when_asked_for(walk: Walk, cast: Cast) -> None:
    walk.receive().to(OrderState.HANDLING)
    Walk(cast).receive().to(OrderState.HANDLING)
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=3, text="要开挖")
    before = walk.at
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True, days=3)
    assert figure("orders.extension_rate") == (1, 2)
    assert figure("requests.extension_granted_rate", before) == (0, 0)
    assert figure("requests.extension_granted_rate") == (1, 1)
    assert figure("requests.decided_on_time_rate") == (1, 1)
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=walk.at + timedelta(days=9), text="等雨停")
    assert figure("orders.suspension_rate") == (1, 2)


def test_only_citizens_urges_after_dispatch_count(cast: Cast, rules: None) -> None:
    early, late, ours = (Walk(cast).receive_from_citizen() for _ in range(3))
    early.do(Verb.URGE, "operator", text="快些").dispatch()
    late.dispatch().do(Verb.URGE, "operator", text="快些")
    ours.dispatch().do(Verb.URGE, "dispatcher", text="快些")
    assert counted("orders.urge_rate") == BY_HAND["orders.urge_rate"]


def test_cards_count_when_they_were_earned_until_they_are_revoked(walk: Walk) -> None:
    walk.receive().dispatch()
    walk.do(Verb.SIGN, "unit_clerk")
    sweep(at=moment("2024-06-12 09:00"))
    assert figure("orders.yellow_cards") == (1, None)
    assert figure("orders.yellow_cards", unit=walk.lead.unit_id) == (1, None)
    card = Level.objects.get(card=Card.YELLOW)
    assert figure("orders.yellow_cards", card.occurred_at) == (0, None)
    revoked = moment("2024-06-14 09:00")
    Level.objects.filter(pk=card.pk).update(revoked_at=revoked, revoked_why="停电")
    assert figure("orders.yellow_cards", revoked) == (1, None)
    assert figure("orders.yellow_cards") == (0, None)


def test_a_reply_sent_back_counts_beside_the_accepted_one(walk: Walk) -> None:
    walk.receive().to(OrderState.REPLIED)
    walk.do(Verb.SEND_BACK, "reviewer", reason_id="send_back.unclear", text="说清哪天")
    walk.to(OrderState.CALLING_BACK)
    assert figure("orders.sent_back_rate") == (1, 2)


def test_the_same_citizen_in_the_same_matter_within_thirty_days_is_a_repeat(
    cast: Cast, rules: None
) -> None:
    citizen = citizen_for("13800000001", at=MONDAY, name="来电人")
    assert citizen is not None

    def told(days: int, category: str) -> None:
        at = moment("2024-05-20 09:00") + timedelta(days=days)
        Walk(cast, at=at).receive(citizen_id=citizen.pk, category_id=category)

    told(0, "10.01.01")
    told(20, "10.01.01")  # 9 June: a repeat
    told(20, "05.01")  # another matter
    told(37, "05.01")  # 26 June: a repeat of that
    Walk(cast).receive()  # nobody known
    assert counted("demands.repeated_rate") == BY_HAND["demands.repeated_rate"]


def test_occupancy_is_the_time_with_callers_of_the_time_at_work(cast: Cast) -> None:
    seat = Seat.objects.create(code="01")
    shift = Shift.objects.create(seat=seat, staff=cast.operator, began_at=MONDAY)
    at = MONDAY
    for state, minutes in (("ready", 10), ("talking", 5), ("wrap_up", 1), ("break", 20)):
        end = at + timedelta(minutes=minutes)
        reason = "rest" if state == "break" else ""
        SeatState.objects.create(
            at=at, ended_at=end, seat=seat, shift=shift, staff=cast.operator, state=state,
            reason=reason,
        )  # fmt: skip
        at = end
    assert counted("seats.occupancy") == BY_HAND["seats.occupancy"]
    assert figure("seats.occupancy", seat=seat.pk) == (6 * 60, 16 * 60)


def test_a_missed_call_is_returned_in_time_or_counts_as_late(cast: Cast) -> None:
    due = MONDAY + timedelta(hours=2)
    closings = (due - timedelta(minutes=1), due + timedelta(minutes=1), None)
    for n, closed_at in enumerate(closings):
        citizen = citizen_for(f"1380000000{n}", at=MONDAY, name="")
        ReturnCall.objects.create(
            call_id=n, citizen=citizen, missed_at=MONDAY, opened_at=MONDAY, due_at=due,
            most_tries=3, closed_at=closed_at, outcome="reached" if closed_at else "",
        )  # fmt: skip
    assert counted("returns.owed") == BY_HAND["returns.owed"]
    assert counted("returns.on_time_rate") == BY_HAND["returns.on_time_rate"]
    assert figure("returns.on_time_rate", due) == (1, 1)
