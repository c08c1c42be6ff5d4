"""The states table: complete, reachable, and the same in code, database and every door."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from orders.errors import Conflict, Forbidden, LifecycleError
from orders.lifecycle.registry import decide, open_to, verbs_with_decide
from orders.models import Order
from orders.rulebook import current
from orders.states import OrderState, Verb
from orders.transitions import FINAL, TABLE, assignment_moves, order_moves, rows_of
from tests.factories import Walk
from units.actor import Actor
from units.roles import Role

pytestmark = pytest.mark.long

EVERYTHING = frozenset(role.value for role in Role) | {"citizen", "system", "channel"}
ALONE = frozenset({Verb.RECEIVE})  # begins an order: it has no snapshot to be decided on


def test_every_verb_stands_in_the_table_and_is_decided_once() -> None:
    assert {row.verb for row in TABLE} == set(Verb)
    assert verbs_with_decide() == set(Verb) - ALONE


def test_every_state_is_reached_from_receiving() -> None:
    reached = {str(OrderState.RECEIVED)}
    while more := {new for old, new in order_moves() if old in reached} - reached:
        reached |= more
    assert reached == set(OrderState.values)


def test_every_final_state_but_merging_can_be_reopened() -> None:
    reopened = {state for row in rows_of(Verb.REOPEN) for state in row.order_from}
    assert reopened == FINAL - {OrderState.MERGED}


def test_a_row_that_moves_an_assignment_says_from_where() -> None:
    for row in TABLE:
        assert bool(row.subjects) == bool(row.assignment_from), row.verb
        assert row.who, row.verb


def straight(walk: Walk, state: OrderState) -> Walk:
    walk.receive_from_citizen()
    match state:
        case OrderState.ANSWERED:
            return walk.do(Verb.ANSWER, "operator", text="已答复")
        case OrderState.DECLINED:
            return walk.do(Verb.DECLINE, "operator", reason_id="decline.not_ours")
        case OrderState.TRANSFERRED:
            return walk.do(Verb.TRANSFER, "operator", reason_id="transfer.110")
        case OrderState.WITHDRAWN:
            return walk.do(Verb.WITHDRAW, "operator")
        case OrderState.MERGED:
            main = Walk(walk.cast, walk.at).receive()
            return walk.do(Verb.MERGE, "operator", main_id=main.order_id)
        case _:
            return walk.to(state)


@pytest.mark.parametrize("state", list(OrderState))
def test_all_pairs_of_state_and_verb_are_as_the_table_says(walk: Walk, state: OrderState) -> None:
    """An all-powerful person at the unit's desk meets a Conflict exactly where the table has no
    row; where it has one the verb is decided, or refused for its inputs only."""
    order = straight(walk, state).facts
    by = Actor("staff", 1, walk.cast.urban.pk, walk.cast.urban.path, EVERYTHING)
    for verb in set(Verb) - ALONE:
        legal = [row for row in rows_of(verb) if state in row.order_from]
        on = order.lead
        fits = any(
            not row.subjects
            or (on is not None and on.subject in row.subjects and on.state in row.assignment_from)
            for row in legal
        )
        assert bool(open_to(verb, order, by)) == fits, (state, verb)
        if not fits:
            with pytest.raises(Conflict if not legal or on is not None else LifecycleError):
                decide(verb, order, by=by, at=walk.at, rules=current())


def test_a_role_the_table_does_not_name_is_forbidden(walk: Walk) -> None:
    order, rules = walk.receive().facts, current()
    for verb, role in product(set(Verb) - ALONE, Role):
        by = Actor("staff", 1, None, "", frozenset({role.value}))
        if any(role in row.who for row in rows_of(verb)):
            continue
        with pytest.raises(Forbidden):
            decide(verb, order, by=by, at=walk.at, rules=rules)


@pytest.mark.parametrize("state", list(OrderState))
def test_the_database_refuses_what_the_table_does_not_have(walk: Walk, state: OrderState) -> None:
    straight(walk, state)
    main = Walk(walk.cast, walk.at).receive()
    for target in set(OrderState) - {state}:
        if (state.value, target.value) in order_moves():
            continue
        filled = {"decided_at": walk.at, "reason_id": "transfer.110"}
        into = main.order_id if target == OrderState.MERGED else None
        with pytest.raises(IntegrityError, match="not in the table"), transaction.atomic():
            Order.objects.filter(pk=walk.order_id).update(
                state=target, merged_into_id=into, **filled
            )


def test_an_accepted_assignment_never_goes_back_to_be_signed() -> None:
    assert not [pair for pair in assignment_moves() if pair[1] == "to_sign"]
