"""Changing a limit: the old one ends, the new begins, and what is open moves only where asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from orders.errors import Conflict, Refused
from orders.models import Assignment, LimitRule, RetimingBatch
from orders.models.limits import Clock
from orders.retiming.batches import confirm, propose_limit, undo
from orders.retiming.proposals import LimitProposal
from orders.retiming.steps import work
from orders.rulebook import current
from orders.states import OrderState, Verb
from tests.factories import MONDAY, Walk, moment
from tests.orders.retiming.late import local, proposed, retimed
from units.actor import actor_of

TODAY = date(2024, 6, 3)
AT = moment("2024-06-03 15:00")
HOUR = timedelta(hours=1)


def handle(amount: int = 7, **changes: Any) -> LimitProposal:
    values: dict[str, Any] = {
        "code": "handle",
        "amount": amount,
        "measure": "working_days",
        "valid_from": TODAY,
    }
    return LimitProposal(**values | changes)


def test_the_old_limit_ends_and_the_new_begins_on_the_same_day(walk: Walk) -> None:
    walk.receive()
    tomorrow = TODAY + timedelta(days=1)
    batch = retimed(walk, handle(3, valid_from=tomorrow, source="市办函〔2024〕9号"), AT)
    old, new = LimitRule.objects.get(code="handle"), batch.limit
    assert new is not None
    assert (old.valid_to, new.valid_from, new.valid_to) == (tomorrow, tomorrow, None)
    assert (new.amount, new.source, new.kind, new.clock) == (3, "市办函〔2024〕9号", "", "handle")
    rules = current()
    assert rules.find(Clock.HANDLE, walk.facts, AT).amount == 5
    assert rules.find(Clock.HANDLE, walk.facts, AT + timedelta(days=1)).amount == 3


def test_without_asking_what_is_dispatched_keeps_its_promise(walk: Walk) -> None:
    walk.receive().dispatch()
    before = walk.lead
    batch = retimed(walk, handle(7), AT)
    assert (batch.state, batch.counts["assignments"]) == ("done", 0)
    assert walk.lead == before
    fresh = Walk(walk.cast, AT).receive().dispatch()
    assert fresh.lead.terms["handle"]["amount"] == 7


def test_asked_for_what_is_open_moves_and_the_first_promise_is_kept_inside(walk: Walk) -> None:
    walk.receive().dispatch()
    consult = Walk(walk.cast, MONDAY).receive(kind="consult").dispatch()
    first = walk.lead
    batch = retimed(walk, handle(7, retime=True), AT)
    assert local(walk.lead.due_at) == "06-13 17:30"
    assert walk.lead.first_due_at == first.first_due_at
    assert batch.limit is not None
    assert walk.lead.terms["handle"] == {
        "rule": batch.limit.code, "amount": 7, "measure": "working_days",
        "was": first.terms["handle"],
    }  # fmt: skip
    assert walk.lead.sign_due_at == first.sign_due_at
    assert local(consult.lead.due_at) == "06-04 17:30", "another rule's"
    walk.do(Verb.SIGN, "unit_clerk").do(Verb.ASK_EXTENSION, "unit_clerk", days=1, text="等料")
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    assert local(walk.lead.due_at) == "06-14 17:30", "counted from the moved limit"


def test_a_shorter_limit_moves_nothing_that_is_open_unless_earlier_is_asked_for(
    walk: Walk,
) -> None:
    walk.receive().dispatch()
    before = walk.lead
    seen = proposed(walk, handle(2, retime=True), AT)
    assert seen.preview["kept"] == 1
    batch = retimed(walk, handle(2, retime=True), AT)
    assert (walk.lead.due_at, walk.lead.terms) == (before.due_at, before.terms)
    undo(batch.pk, by=actor_of(walk.cast.administrator), at=AT)


def test_a_shorter_limit_asked_for_is_bounded_by_the_next_working_day(walk: Walk) -> None:
    walk.receive().dispatch()
    at = moment("2024-06-05 09:00")
    retimed(walk, handle(1, retime=True, valid_from=date(2024, 6, 5)), at, earlier=True)
    assert local(walk.lead.due_at) == "06-06 17:30"
    assert walk.lead.terms["handle"]["amount"] == 1


def test_a_reworks_limit_moves_reworks_only(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(1)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    assert local(walk.lead.due_at) == "06-06 17:30"
    retimed(walk, handle(9, retime=True), AT + HOUR)
    assert local(walk.lead.due_at) == "06-06 17:30"
    retimed(walk, handle(4, code="rework", retime=True), AT + HOUR)
    assert local(walk.lead.due_at) == "06-07 17:30"


NONSENSE: list[tuple[LimitProposal, str]] = [
    (handle(5), "amount"),
    (handle(0), "amount"),
    (handle(367), "amount"),
    (handle(7, valid_from=TODAY - timedelta(days=1)), "valid_from"),
    (handle(7, valid_from=TODAY + timedelta(days=400)), "valid_from"),
    (handle(7, valid_from=TODAY + timedelta(days=1), retime=True), "retime"),
    (handle(7, code="promise", retime=True), "retime"),
    (handle(7, code="extension", retime=True), "retime"),
]


@pytest.mark.parametrize(("wanted", "field"), NONSENSE)
def test_a_change_that_makes_no_sense_is_refused(
    walk: Walk, wanted: LimitProposal, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        propose_limit(wanted, by=actor_of(walk.cast.administrator), at=AT)
    assert refused.value.field == field
    assert not RetimingBatch.objects.exists()


def test_a_limit_that_ended_is_not_changed_again(walk: Walk) -> None:
    batch = retimed(walk, handle(7), AT)
    assert batch.limit is not None
    with pytest.raises(Refused, match="改现行的那一条"):
        propose_limit(handle(8), by=actor_of(walk.cast.administrator), at=AT)
    again = retimed(walk, handle(8, code=batch.limit.code), AT)
    assert again.limit is not None
    assert current().find(Clock.HANDLE, walk.receive().facts, AT).amount == 8


def test_a_proposal_left_until_its_day_has_passed_is_not_confirmed(walk: Walk) -> None:
    batch = proposed(walk, handle(7), AT)
    by = actor_of(walk.cast.administrator)
    with pytest.raises(Refused):
        confirm(batch.pk, by=by, at=AT + timedelta(days=1))
    assert LimitRule.objects.get(code="handle").valid_to is None


def test_undoing_brings_the_old_amount_back_from_today_and_what_moved_with_it(walk: Walk) -> None:
    walk.receive().dispatch()
    before = walk.lead
    batch = retimed(walk, handle(7, retime=True), AT)
    by = actor_of(walk.cast.administrator)
    undo(batch.pk, by=by, at=AT + HOUR)
    work(batch.pk, at=AT + HOUR)
    assert (walk.lead.due_at, walk.lead.terms) == (before.due_at, before.terms)
    rules = current()
    found = rules.find(Clock.HANDLE, walk.facts, AT + HOUR)
    assert (found.amount, found.code) == (5, "handle@20240603.2")
    with pytest.raises(Conflict):
        undo(batch.pk, by=by, at=AT + HOUR)


def test_a_limit_changed_again_since_is_not_undone(walk: Walk) -> None:
    batch = retimed(walk, handle(7), AT)
    assert batch.limit is not None
    retimed(walk, handle(8, code=batch.limit.code), AT)
    with pytest.raises(Conflict) as met:
        undo(batch.pk, by=actor_of(walk.cast.administrator), at=AT)
    assert met.value.code == "out_of_date"


def test_terms_of_everything_else_stay(walk: Walk) -> None:
    walk.receive().dispatch()
    before = dict(Assignment.objects.values_list("pk", "terms"))
    retimed(walk, handle(2, code="sign", measure="working_days"), AT)
    assert dict(Assignment.objects.values_list("pk", "terms")) == before
