"""What a late notice moves: every kind of day, pause and request, and what it leaves alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orders.clock.sweep import sweep
from orders.models import Event, Level, Outbox, RetimedAssignment, Round
from orders.retiming.proposals import CalendarProposal
from orders.states import OrderState, Verb
from tests.factories import Walk, moment, ref
from tests.orders.retiming.late import NEW_YEAR_2025, local, notice, proposed, retimed

HOUR = timedelta(hours=1)


def dispatched(walk: Walk, given: str) -> Walk:
    """A help demand dispatched and signed at that moment: handle 5 working days."""
    walk.at = moment(given) - HOUR
    return walk.receive_from_citizen().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)


DAYS = [
    pytest.param("2024-06-03 10:00", notice(off=["06-07"]), "06-11", "06-12", id="平日放假"),
    pytest.param(
        "2024-06-03 10:00", notice(off=["06-05", "06-06"]), "06-11", "06-13", id="放假两天"
    ),
    pytest.param(
        "2024-04-26 10:00", notice(not_worked=["04-28"]), "05-07", "05-08", id="调休上班取消"
    ),
    pytest.param(
        "2024-09-26 10:00", notice(off=["09-30"], not_worked=["09-29"]), "10-09", "10-11",
        id="国庆前后都改",
    ),
    pytest.param("2024-12-30 10:00", NEW_YEAR_2025, "01-06", "01-07", id="跨年"),
    pytest.param("2024-06-17 23:59", notice(off=["06-18"]), "06-24", "06-25", id="半夜派单"),
    pytest.param("2024-06-17 00:00", notice(off=["06-17"]), "06-24", "06-24", id="当天不计"),
    pytest.param("2024-06-03 10:00", notice(off=["06-08"]), "06-11", "06-11", id="周末放假"),
    pytest.param("2024-06-03 10:00", notice(off=["06-12"]), "06-11", "06-11", id="到期以后"),
    pytest.param(
        "2024-06-03 10:00", notice(worked_again=["06-10"]), "06-11", "06-11", id="本会提前"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "late", "old", "new"), DAYS)
def test_a_limit_moves_as_the_notice_says_and_only_later(
    walk: Walk, given: str, late: CalendarProposal, old: str, new: str
) -> None:
    dispatched(walk, given)
    before = walk.lead
    assert local(before.due_at) == f"{old} 17:30"
    batch = retimed(walk, late, walk.at + HOUR)
    assert batch.state == "done"
    assert local(walk.lead.due_at) == f"{new} 17:30"
    assert walk.lead.round.due_at == walk.lead.due_at
    assert walk.lead.first_due_at == before.first_due_at, "the first promise stays written"
    moved = old != new
    assert Event.objects.filter(order_id=walk.order_id, verb=Verb.RETIME).exists() == moved
    assert RetimedAssignment.objects.filter(batch=batch).exists() == moved


def test_the_event_keeps_the_old_moment_the_batch_and_the_edition(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    old = walk.lead.due_at
    batch = retimed(walk, notice(off=["06-07"]), walk.at + HOUR)
    event = Event.objects.get(order_id=walk.order_id, verb=Verb.RETIME)
    assert old is not None
    assert event.payload["due"] == {
        "old": old.astimezone(moment("2024-06-03 10:00").tzinfo).isoformat(),
        "new": "2024-06-12T17:30:00+08:00",
    }
    assert (event.payload["batch"], event.payload["edition"]) == (batch.pk, batch.calendar_id)
    assert (event.by_kind, event.on_behalf_of_id) == ("system", walk.cast.administrator.pk)
    assert walk.lead.calendar_edition == batch.calendar_id


def test_sign_contact_and_return_limits_that_are_open_move_and_done_ones_do_not(
    walk: Walk,
) -> None:
    walk.receive_from_citizen().dispatch()
    other = Walk(walk.cast, walk.at).receive_from_citizen().dispatch()
    other.do(Verb.SIGN, "unit_clerk", hours=0.1)
    retimed(walk, notice(off=["06-04"]), other.at + HOUR)
    assert [local(walk.lead.sign_due_at), local(walk.lead.contact_due_at)] == ["06-05 17:30"] * 2
    assert local(walk.lead.return_until) == "06-05 17:30"
    assert local(other.lead.sign_due_at) == "06-04 17:30", "signed: a fact"
    assert local(other.lead.contact_due_at) == "06-05 17:30"


def test_the_citizens_promise_is_never_reset(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    promise = walk.order.promise_due_at
    retimed(walk, notice(off=["06-06", "06-07"]), walk.at + HOUR)
    assert walk.order.promise_due_at == promise


def test_an_earlier_limit_needs_asking(walk: Walk) -> None:
    dispatched(walk, "2024-06-06 10:00")
    assert local(walk.lead.due_at) == "06-14 17:30"
    late = notice(worked_again=["06-10"])
    seen = proposed(walk, late, walk.at + HOUR)
    assert (seen.preview["kept"], seen.preview["earlier"]) == (1, {})
    batch = retimed(walk, late, walk.at + HOUR, earlier=True)
    assert batch.counts["earlier"] == {"1": 1}
    assert local(walk.lead.due_at) == "06-13 17:30"
    told = Outbox.objects.get(kind="retimed")
    assert (told.to_id, told.payload["revoked"]) == (str(walk.cast.urban.pk), 0)


def test_never_earlier_than_the_end_of_the_next_working_day(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    late = notice(worked_again=["06-10"], work=["06-08", "06-09"])
    # 新日历下本该6月8日到期；6月8日上午才通知，下一个工作日是9日
    batch = retimed(walk, late, moment("2024-06-08 09:00"), earlier=True)
    assert local(walk.lead.due_at) == "06-09 17:30"
    assert batch.counts["earlier"] == {"2": 1}


def test_where_nothing_is_left_to_move_earlier_it_stays(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    late = notice(worked_again=["06-10"])
    batch = retimed(walk, late, moment("2024-06-10 09:00"), earlier=True)
    assert local(walk.lead.due_at) == "06-11 17:30"
    assert batch.counts["kept"] == 1


def test_what_was_spared_stays_spared_when_a_pause_moves_the_limit(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    retimed(walk, notice(worked_again=["06-10"]), walk.at + HOUR)
    walk.at = moment("2024-06-04 08:30")
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", hours=0, until=moment("2024-06-20 18:00"), text="等")
    walk.do(Verb.DECIDE_SUSPENSION, "supervisor", hours=0, granted=True)
    walk.do(Verb.RESUME, "unit_clerk", hours=24)
    assert local(walk.lead.due_at) == "06-12 17:30", "a day of pause, counted from what was spared"


def asks_extension(walk: Walk) -> None:
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="等料")


def extended(walk: Walk) -> None:
    asks_extension(walk)
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)


def asks_return(walk: Walk) -> None:
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="依职责")


def suspended(walk: Walk) -> None:
    until = moment("2024-06-20 18:00")
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=until, text="等判决")
    walk.do(Verb.DECIDE_SUSPENSION, "supervisor", granted=True)


def paused(walk: Walk) -> None:
    suspended(walk)
    walk.do(Verb.RESUME, "unit_clerk", hours=24)


def sent_back(walk: Walk) -> None:
    walk.do(Verb.COMPLETE, "unit_clerk", text="已修", uncontacted="打不通")
    walk.do(Verb.SEND_BACK, "reviewer", hours=24, reason_id="send_back.unclear", text="写明时间")


def replied(walk: Walk) -> None:
    walk.do(Verb.COMPLETE, "unit_clerk", text="已修", uncontacted="打不通")


SITUATIONS = [
    (asks_extension, "06-11 17:30", "06-12 17:30"),
    (extended, "06-13 17:30", "06-14 17:30"),
    (asks_return, "06-11 17:30", "06-12 17:30"),
    (suspended, "06-11 17:30", "06-12 17:30"),
    (paused, "06-12 17:30", "06-13 17:30"),
    (sent_back, "06-12 17:30", "06-13 17:30"),
    (replied, "06-11 17:30", "06-12 17:30"),
]


@pytest.mark.parametrize(
    ("happens", "old", "new"), SITUATIONS, ids=lambda v: getattr(v, "__name__", v)
)
def test_pauses_and_requests_count_under_the_new_calendar(
    walk: Walk, happens: Callable[[Walk], None], old: str, new: str
) -> None:
    dispatched(walk, "2024-06-03 10:00")
    happens(walk)
    assert local(walk.lead.due_at) == old
    open_requests = [r for r in walk.lead.requests if r.decided_at is None]
    retimed(walk, notice(off=["06-07"]), walk.at + HOUR)
    assert local(walk.lead.due_at) == new
    assert [r for r in walk.lead.requests if r.decided_at is None] == open_requests


def test_a_suspension_resumed_later_counts_under_the_new_calendar(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 08:30")
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", hours=0, until=moment("2024-06-20 18:00"), text="等")
    walk.do(Verb.DECIDE_SUSPENSION, "supervisor", hours=0, granted=True)
    retimed(walk, notice(off=["06-07"]), walk.at + HOUR)
    walk.do(Verb.RESUME, "unit_clerk", hours=24)
    assert local(walk.lead.due_at) == "06-13 17:30"


def test_a_rework_moves_by_its_own_limit_and_the_first_round_is_over(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(1)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    first, second = Round.objects.filter(assignment_id=walk.lead.id).order_by("n")
    assert local(second.due_at) == "06-06 17:30"
    retimed(walk, notice(off=["06-05"]), walk.at + HOUR)
    assert local(walk.lead.due_at) == "06-07 17:30"
    assert Round.objects.get(pk=first.pk).due_at == first.due_at, "accepted: it never moves"


def test_closed_assignments_never_move(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.ARCHIVED)
    moved = Walk(walk.cast, walk.at).receive_from_citizen().dispatch()
    moved.do(Verb.RECALL, "dispatcher", text="派错")
    before = walk.lead
    batch = retimed(walk, notice(off=["06-05", "06-06", "06-07"]), walk.at + HOUR)
    assert walk.lead == before
    assert batch.counts["assignments"] == 0
    assert moved.of_unit(walk.cast.urban).state == "recalled"


def handed_down(walk: Walk) -> Walk:
    walk.receive_from_citizen().dispatch(walk.cast.east)
    walk.do(Verb.SIGN, "platform_dispatcher", hours=0)
    return walk.do(
        Verb.HAND_DOWN, "platform_dispatcher", hours=0, units=(ref(walk.cast.east_urban),)
    )


def test_a_child_stays_capped_by_its_parents_new_limit(walk: Walk) -> None:
    handed_down(walk)
    assert local(walk.of_unit(walk.cast.east_urban).due_at) == "06-07 17:30"
    retimed(walk, notice(off=["06-06"]), walk.at + HOUR)
    assert local(walk.lead.due_at) == "06-12 17:30"
    assert local(walk.of_unit(walk.cast.east_urban).due_at) == "06-11 17:30"
    assert RetimedAssignment.objects.count() == 2


def test_a_card_that_becomes_unjust_is_revoked_and_truly_given_later(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    due = walk.lead.due_at
    assert due is not None
    at = due + HOUR
    sweep(at=at)
    card = Level.objects.get(rule_id="handle.yellow")
    batch = retimed(walk, notice(off=["06-07"]), at)
    card.refresh_from_db()
    assert (card.revoked_at, card.revoked_by_id) == (at, walk.cast.administrator.pk)
    assert card.revoked_why == f"第{batch.pk}批：2024年放假通知"
    assert card.occurred_at == due, "it stays as evidence"
    assert batch.counts["cards"] == {"yellow": 1}
    assert Outbox.objects.get(kind="retimed").payload["revoked"] == 1
    sweep(at=walk.order.next_due_at or at)
    new = walk.lead.due_at
    assert new is not None
    sweep(at=new)
    again = Level.objects.get(rule_id="handle.yellow", revoked_at=None)
    assert again.occurred_at == new


def test_a_card_stays_where_the_limit_had_passed_under_the_new_calendar_too(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    at = moment("2024-06-13 09:00")
    sweep(at=at)
    before = list(Level.objects.order_by("id").values())
    retimed(walk, notice(off=["06-07"]), at)
    assert local(walk.lead.due_at) == "06-12 17:30"
    assert list(Level.objects.order_by("id").values()) == before


def test_a_reply_between_the_old_and_the_new_limit_was_in_time(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    sweep(at=moment("2024-06-11 18:00"))
    walk.at = moment("2024-06-12 10:00")
    walk.do(Verb.COMPLETE, "unit_clerk", hours=0, text="已修", uncontacted="打不通")
    retimed(walk, notice(off=["06-07"]), moment("2024-06-14 09:00"))
    assert Level.objects.get(rule_id="handle.yellow").revoked_at is not None
    walk.do(Verb.ACCEPT, "reviewer", hours=50)
    first = walk.lead.round
    assert first.replied_at is not None
    assert first.due_at is not None
    assert first.replied_at <= first.due_at


def test_a_reminder_of_an_extended_limit_is_not_mistaken_for_an_unjust_one(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    sweep(at=moment("2024-06-06 10:00"))
    assert Level.objects.filter(rule_id="handle.half").exists()
    walk.at = moment("2024-06-06 10:00")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=8, text="等料")
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    retimed(walk, notice(off=["06-13"]), walk.at + HOUR)
    assert not Level.objects.filter(rule_id="handle.half", revoked_at__isnull=False).exists()


def test_what_is_dispatched_after_the_confirmation_uses_the_new_calendar_at_once(
    walk: Walk,
) -> None:
    batch = retimed(walk, notice(off=["06-06"]), walk.at)
    walk.receive().dispatch()
    assert local(walk.lead.due_at) == "06-12 17:30"
    assert walk.lead.calendar_edition == batch.calendar_id


def test_the_clock_looks_again_at_the_new_moment(walk: Walk) -> None:
    dispatched(walk, "2024-06-03 10:00")
    retimed(walk, notice(off=["06-05", "06-06"]), walk.at + HOUR)
    late = walk.order.next_due_at
    fresh = Walk(walk.cast, moment("2024-06-03 09:00")).receive_from_citizen()
    fresh.dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    assert late == fresh.order.next_due_at
