"""When each level of each clock is reached: every kind of limit over every kind of day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from orders.clock.sweep import sweep
from orders.lifecycle.snapshot import AssignmentFacts
from orders.models import Event, Level, Order, Outbox
from orders.states import OrderState, Verb
from tests.factories import MONDAY, Walk, moment, ref
from tests.orders.occasions import child_handling, handling

AFTER_ALL = timedelta(days=400)


def levels(walk: Walk, subject: str = "assignment") -> dict[str, datetime]:
    """The levels of a subject that were reached, with their true moments."""
    rows = Level.objects.filter(order_id=walk.order_id, subject=subject, revoked_at=None)
    return dict(rows.order_by("id").values_list("rule_id", "occurred_at"))


def lead(walk: Walk) -> AssignmentFacts:
    found = walk.facts.lead
    assert found is not None
    return found


def due_of(walk: Walk) -> datetime:
    due = lead(walk).due_at
    assert due is not None
    return due


def sweep_through(walk: Walk, until: datetime) -> list[tuple[datetime, str]]:
    """Sweep at every moment the order names, as a clock that never sleeps would."""
    seen = []
    while (due := walk.order.next_due_at) is not None and due <= until:
        before = set(Level.objects.values_list("pk", flat=True))
        sweep(at=due)
        new = Level.objects.exclude(pk__in=before).order_by("id")
        seen += [(due, level.rule_id) for level in new]
        assert walk.order.next_due_at != due, "the clock stands on one moment"
    return seen


# A help demand dispatched then: sign and contact 1 working day, handle 5 (tests/rules.py).
HANDLE = [
    # dispatched, half, soon (80 %), yellow, red: 3 h 30 in the morning, 4 h in the afternoon
    pytest.param(
        "2024-06-03 10:00", "2024-06-06 09:15", "2024-06-07 16:18", "2024-06-11 17:30",
        "2024-06-18 17:30", id="端午放假隔在中间",
    ),
    pytest.param(
        "2024-04-26 10:00", "2024-04-30 09:15", "2024-05-06 16:18", "2024-05-07 17:30",
        "2024-05-13 17:30", id="劳动节与两个调休上班日",
    ),
    pytest.param(
        "2024-12-30 10:00", "2025-01-02 09:15", "2025-01-03 16:18", "2025-01-06 17:30",
        "2025-01-13 17:30", id="跨年",
    ),
    pytest.param(
        "2024-06-17 23:59", "2024-06-20 13:45", "2024-06-21 17:30", "2024-06-24 17:30",
        "2024-07-01 17:30", id="半夜派单",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "half", "soon", "yellow", "red"), HANDLE)
def test_a_handle_clock_reminds_and_gives_cards_in_working_time(
    walk: Walk, given: str, half: str, soon: str, yellow: str, red: str
) -> None:
    walk.at = moment(given) - timedelta(hours=1)
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    sweep_through(walk, walk.at + AFTER_ALL)
    found = levels(walk)
    wanted = {"handle.half": half, "handle.soon": soon, "handle.yellow": yellow, "handle.red": red}
    assert {code: f"{found[code].astimezone(MONDAY.tzinfo):%Y-%m-%d %H:%M}" for code in wanted} == (
        wanted
    )


def test_every_level_of_every_clock_comes_once_and_at_its_own_moment(walk: Walk) -> None:
    walk.receive_from_citizen().dispatch()
    seen = sweep_through(walk, walk.at + AFTER_ALL)
    codes = [code for _, code in seen]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == {
        "return.closing", "sign.soon", "sign.late", "contact.soon", "contact.late",
        "handle.half", "handle.soon", "handle.yellow", "handle.red",
        "promise.late", "promise.stuck",
    }  # fmt: skip
    for due, code in seen:
        assert Level.objects.get(rule_id=code).occurred_at == due
    assert walk.order.next_due_at is None
    assert walk.order.raised_at is not None


def test_reminders_fall_only_into_working_hours(walk: Walk) -> None:
    walk.at = moment("2024-06-07 18:30")  # a Friday evening
    walk.receive_from_citizen().dispatch()
    for due, code in sweep_through(walk, walk.at + timedelta(days=5)):
        local = due.astimezone(MONDAY.tzinfo)
        assert (8, 30) <= (local.hour, local.minute) <= (17, 30), code
        assert local.date() != moment("2024-06-10 00:00").date(), code  # 端午


def test_a_clock_that_counts_nights_reminds_at_night(walk: Walk) -> None:
    walk.at = moment("2024-06-08 01:00")
    walk.receive(urgency="critical").dispatch(hours=0.1)
    seen = {code: due for due, code in sweep_through(walk, walk.at + timedelta(hours=5))}
    start = lead(walk).dispatched_at
    assert seen["handle.half"] == start + timedelta(minutes=60)
    assert seen["handle.yellow"] == start + timedelta(minutes=120)
    assert seen["handle.red"] == start + timedelta(minutes=240)


def test_the_hotline_owes_its_dispatch_and_again_after_each_return(walk: Walk) -> None:
    walk.receive()
    late = walk.at + timedelta(minutes=30)
    sweep(at=late)
    assert levels(walk, "order")["dispatch.late"] == late
    walk.dispatch().do(Verb.RECALL, "dispatcher", text="派错")
    sweep(at=walk.at + timedelta(minutes=29))
    assert list(Level.objects.filter(rule_id="dispatch.late").values_list("n", flat=True)) == [1]
    sweep(at=walk.at + timedelta(minutes=30))
    rows = Level.objects.filter(rule_id="dispatch.late").order_by("id")
    assert [(row.n, row.occurred_at) for row in rows] == [
        (1, late), (2, walk.at + timedelta(minutes=30)),
    ]  # fmt: skip


def test_a_completed_order_is_never_looked_at_for_the_unit_again(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    sweep_through(walk, walk.at + AFTER_ALL)
    assert not Level.objects.filter(subject="assignment", occurred_at__gt=walk.at).exists()


def test_a_late_review_is_the_hotlines_own_and_no_card_falls_while_it_waits(walk: Walk) -> None:
    walk.receive().to(OrderState.REPLIED)
    sweep_through(walk, walk.at + AFTER_ALL)
    assert "handle.yellow" not in levels(walk)
    assert levels(walk, "reply") == {"review.late": moment("2024-06-03 17:30")}


def asked(walk: Walk, verb: Verb, **inputs: Any) -> Walk:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    return walk.do(verb, "unit_clerk", text="等审批", **inputs)


def test_an_undecided_extension_holds_the_card_and_a_refusal_gives_it_its_true_moment(
    walk: Walk,
) -> None:
    asked(walk, Verb.ASK_EXTENSION, days=2)
    due = due_of(walk)
    sweep_through(walk, due + timedelta(days=2))
    assert "handle.yellow" not in levels(walk)
    assert "decision.late" in levels(walk, "request")
    walk.at = due + timedelta(days=2)
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=False, text="理由不足")
    assert walk.order.next_due_at == due
    sweep(at=walk.at)
    level = Level.objects.get(rule_id="handle.yellow")
    assert (level.occurred_at, level.recorded_at) == (due, walk.at)


def test_a_granted_extension_counts_from_the_old_due_and_is_reminded_of(walk: Walk) -> None:
    asked(walk, Verb.ASK_EXTENSION, days=2)
    due = due_of(walk)
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    moved = due_of(walk)
    assert moved > due
    sweep_through(walk, moved - timedelta(minutes=1))
    assert "handle.yellow" not in levels(walk)
    assert "extension.ending" in levels(walk, "request")
    sweep(at=moved)
    assert levels(walk)["handle.yellow"] == moved


def test_no_level_is_reached_while_a_return_is_undecided(walk: Walk) -> None:
    walk.receive().dispatch()
    due = due_of(walk)
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="依职责清单")
    sweep_through(walk, due + timedelta(days=3))
    assert levels(walk) == {}
    walk.at = due + timedelta(days=3)
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="属城管")
    sweep(at=walk.at)
    assert levels(walk)["handle.yellow"] == due, "the void pause counts for nothing"


def test_a_suspension_ends_by_itself_at_the_planned_moment(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    until = moment("2024-06-20 18:00")
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=until, text="等法院判决")
    walk.do(Verb.DECIDE_SUSPENSION, "supervisor", granted=True)
    due = due_of(walk)
    late = until + timedelta(hours=7)
    sweep(at=until - timedelta(seconds=1))
    assert lead(walk).open_pause("suspension")
    assert "suspension.ending" in levels(walk, "request")
    sweep(at=late)
    pause = lead(walk).pauses[0]
    assert pause.ended_at == until, "it stood until the planned moment, not until the clock looked"
    assert due_of(walk) > due
    event = Event.objects.filter(order_id=walk.order_id, verb=Verb.RESUME).get()
    assert (event.by_kind, event.at) == ("system", late)


def test_a_rework_has_levels_of_its_own(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.HANDLING)
    due = due_of(walk)
    sweep(at=due)
    walk.at = due
    walk.to(OrderState.CALLING_BACK).rate(1)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    second = due_of(walk)
    sweep_through(walk, second)
    rows = Level.objects.filter(rule_id="handle.yellow").order_by("n")
    assert [(row.n, row.occurred_at) for row in rows] == [(1, due), (2, second)]


def test_comments_and_edits_move_no_clock(walk: Walk) -> None:
    walk.receive().dispatch()
    before = walk.order.next_due_at
    walk.do(Verb.SUPPLEMENT, "operator", text="学校一侧也有5盏")
    walk.do(Verb.CORRECT, "operator", changes={"title": "路灯不亮"})
    assert walk.order.next_due_at == before


def test_what_came_during_downtime_is_told_once_and_reminders_are_missed(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    due = due_of(walk)
    Outbox.objects.update(kind="earlier")
    up_again = due + timedelta(minutes=1)
    sweep(at=up_again)
    rows = Level.objects.filter(subject="assignment").order_by("id")
    found = {row.rule_id: (row.missed, row.recorded_at) for row in rows}
    assert found == {
        "return.closing": (True, up_again),
        "handle.half": (True, up_again),
        "handle.soon": (True, up_again),
        "handle.yellow": (False, up_again),
    }
    told = Outbox.objects.exclude(kind="earlier").filter(kind__startswith="level.handle")
    assert sorted((row.kind, row.to_kind) for row in told) == [
        ("level.handle.yellow", "role"),
        ("level.handle.yellow", "unit"),
        ("level.handle.yellow", "unit_head"),
    ]


def test_a_second_sweep_at_the_same_moment_does_nothing(walk: Walk) -> None:
    walk.receive().dispatch()
    at = walk.at + AFTER_ALL
    first = sweep(at=at)
    assert sum(first.deeds.values()) > 3
    books = [model.objects.count() for model in (Level, Event, Outbox)]
    again = sweep(at=at)
    assert not again.items
    assert [model.objects.count() for model in (Level, Event, Outbox)] == books


def test_a_reminder_leaves_an_open_form_alone(walk: Walk) -> None:
    walk.receive().dispatch()
    version = walk.order.version
    sweep(at=walk.at + AFTER_ALL)
    assert walk.order.version == version


def test_an_excluded_assignment_reaches_nothing(walk: Walk) -> None:
    walk.receive().dispatch()
    walk.order.assignments.update(excluded_at=walk.at)
    sweep(at=walk.at + AFTER_ALL)
    assert levels(walk) == {}


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        sweep(at=datetime(2024, 6, 3, 9))  # noqa: DTZ001


def test_an_order_made_by_hand_is_looked_at_and_then_left_alone(walk: Walk) -> None:
    walk.receive().dispatch()
    Order.objects.update(next_due_at=walk.at)
    wanted = walk.at + timedelta(minutes=1)
    sweep(at=wanted)
    later = walk.order.next_due_at
    assert later is not None
    assert later > wanted
    assert not Level.objects.exists()


def test_what_a_platform_handed_down_is_asked_of_it_and_its_lateness_told_to_it(
    walk: Walk,
) -> None:
    east = walk.cast.east
    child_handling(walk).do(Verb.ASK_EXTENSION, "east_clerk", days=1, text="等占道审批")
    asked = Outbox.objects.get(kind="asked_extension")
    assert (asked.to_kind, asked.to_id) == ("unit", str(east.pk))
    sweep(at=walk.at + timedelta(days=1))
    late = set(Outbox.objects.filter(kind="level.decision.late").values_list("to_kind", "to_id"))
    assert late == {("unit", str(east.pk)), ("role", "supervisor")}


def test_what_is_handed_down_after_the_parent_was_late_has_a_limit_of_its_own(walk: Walk) -> None:
    handling(walk)
    parent = walk.of_unit(walk.cast.east)
    assert parent.due_at is not None
    walk.at = parent.due_at
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(walk.cast.east_urban)])
    child = walk.of_unit(walk.cast.east_urban)
    assert child.due_at is not None
    assert child.due_at > walk.at, "nobody is late before being asked"
