"""Who is asked: merged citizens too, each once for a completion, all again after a rework."""

import pytest

from orders.citizens import citizen_for
from orders.errors import Conflict, Refused
from orders.models import CallbackTask, Outbox, Round
from orders.states import OrderState, Verb
from tests.factories import Walk
from tests.orders.callbacks.conftest import PHONE, Calling, Line

OTHERS = ("13800000002", "13800000003")


def from_number(walk: Walk, phone: str) -> Walk:
    return Walk(walk.cast, walk.at).receive(citizen_id=citizen_for(phone, at=walk.at).pk)


def merged_into(main: Walk, other: Walk) -> Walk:
    return other.do(Verb.MERGE, "operator", hours=0, main_id=main.order_id)


def asked(walk: Walk) -> list[tuple[int | None, int]]:
    """(merged order or None, n of the round) of every task of the order."""
    rows = CallbackTask.objects.filter(order_id=walk.order_id).order_by("id")
    return list(rows.values_list("merged_order", "round__n"))


@pytest.fixture
def joined(walk: Walk, line: Line) -> tuple[Walk, Walk]:
    """A demand, and another citizen's about the same matter, merged into it; not yet accepted."""
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk)
    other = merged_into(walk, from_number(walk, OTHERS[0]))
    return walk.to(OrderState.REPLIED), other


def rate(walk: Walk, of: Walk | None, rating: int) -> Walk:
    task = CallbackTask.objects.filter(
        order_id=walk.order_id, merged_order_id=of.order_id if of else None, closed_at=None
    ).get()
    return walk.do(
        Verb.RECORD_CALLBACK, "reviewer", way="call", result="reached", rating=rating,
        solved=rating > 2, task_id=task.pk,
    )  # fmt: skip


def test_the_citizen_of_a_merged_order_is_asked_and_told_too(joined: tuple[Walk, Walk]) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    assert asked(walk) == [(None, 1), (other.order_id, 1)]
    told = Outbox.objects.filter(kind="completed").order_by("id").values_list("payload", flat=True)
    assert [payload.get("merged_order_id") for payload in told] == [None, other.order_id]


def test_a_merged_citizens_answer_enters_no_figure_of_the_main_order(
    joined: tuple[Walk, Walk],
) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    rate(walk, other, 1)
    assert Round.objects.get(assignment__order=walk.order_id).rating is None
    with pytest.raises(Conflict, match="回访还没做完"):
        walk.do(Verb.ARCHIVE, "reviewer")
    rate(walk, None, 5)
    round_ = Round.objects.get(assignment__order=walk.order_id)
    assert (round_.rating, CallbackTask.objects.get(merged_order=other.order_id).rating) == (5, 1)


def test_one_person_with_several_merged_orders_is_asked_once(walk: Walk, line: Line) -> None:
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk)
    merged_into(walk, from_number(walk, PHONE))
    first = merged_into(walk, from_number(walk, OTHERS[0]))
    merged_into(walk, from_number(walk, OTHERS[0]))
    walk.to(OrderState.CALLING_BACK)
    assert asked(walk) == [(None, 1), (first.order_id, 1)]


def test_what_was_merged_through_another_order_is_asked_too(walk: Walk, line: Line) -> None:
    walk.receive()
    middle = from_number(walk, OTHERS[0])
    last = merged_into(middle, from_number(walk, OTHERS[1]))
    merged_into(walk, middle)
    walk.to(OrderState.CALLING_BACK)
    assert asked(walk) == [(middle.order_id, 1), (last.order_id, 1)]


def test_who_is_not_merged_any_more_is_asked_about_it_no_more(joined: tuple[Walk, Walk]) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    other.at = walk.at
    other.do(Verb.UNMERGE, "operator")
    rate(walk, None, 5).do(Verb.ARCHIVE, "reviewer")
    assert CallbackTask.objects.get(merged_order=other.order_id).outcome == "dropped"


def test_everybody_is_asked_again_after_a_rework_and_both_ratings_are_kept(
    joined: tuple[Walk, Walk],
) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    rate(walk, None, 1)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    assert not CallbackTask.objects.filter(closed_at=None).exists(), "round 1 asks nobody any more"
    walk.to(OrderState.CALLING_BACK)
    assert asked(walk)[2:] == [(None, 2), (other.order_id, 2)]
    rate(walk, None, 5)
    rounds = Round.objects.filter(assignment__order=walk.order_id).order_by("n")
    assert list(rounds.values_list("rating", flat=True)) == [1, 5]


def test_nobody_is_asked_twice_about_one_completion(joined: tuple[Walk, Walk]) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    task = CallbackTask.objects.get(merged_order=other.order_id)
    rate(walk, other, 5)
    with pytest.raises(Conflict, match="没有待办的回访"):
        walk.do(
            Verb.RECORD_CALLBACK, "reviewer", way="call", result="reached", rating=1,
            task_id=task.pk,
        )  # fmt: skip


def test_a_merged_citizens_dissatisfaction_leads_to_rework(joined: tuple[Walk, Walk]) -> None:
    walk, other = joined
    walk.do(Verb.ACCEPT, "reviewer")
    rate(walk, None, 5)
    with pytest.raises(Refused, match="市民满意"):
        walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    rate(walk, other, 1)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="另一侧还是不亮")
    assert walk.order.state == OrderState.HANDLING


def test_a_second_rework_is_raised_to_the_supervisor_once(calling: Calling) -> None:
    walk = calling.walk
    for n in range(1, 4):
        walk.to(OrderState.CALLING_BACK).rate(1)
        walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
        assert (walk.order.raised_at is not None) == (n >= 2)
    notices = Outbox.objects.filter(kind="raised", order_id=walk.order_id)
    assert [(n.to_id, n.payload) for n in notices] == [("supervisor", {"reworks": 2})]
