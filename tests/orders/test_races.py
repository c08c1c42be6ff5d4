"""Two people at once, on real connections: one wins, the other learns who did what when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction

from orders.errors import Conflict, Refused
from orders.lifecycle import apply, load
from orders.models import Assignment, Event, Request
from orders.numbering import Allocator, is_number
from orders.states import Verb
from tests.cast import make_cast
from tests.factories import Walk, ref
from tests.rules import make_rules

pytestmark = pytest.mark.django_db(transaction=True)
door = import_module("orders.lifecycle.apply")
Deed = Callable[[], Any]


@pytest.fixture
def racing(transactional_db: None) -> Walk:
    make_rules()
    return Walk(make_cast())


def together(*deeds: Deed) -> tuple[list[Any], list[Exception]]:
    """Run the deeds at the same moment, each on a connection of its own: answers and errors."""
    gate = Barrier(len(deeds))

    def run(deed: Deed) -> Any:
        try:
            gate.wait(5)
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        answers = list(pool.map(run, deeds))
    losers = [answer for answer in answers if isinstance(answer, Exception)]
    return [answer for answer in answers if not isinstance(answer, Exception)], losers


def verb(walk: Walk, which: Verb, who: str, **inputs: Any) -> Deed:
    by, at = walk.actor(who), walk.at + timedelta(minutes=5)
    return lambda: apply(which, walk.order_id, by=by, at=at, **inputs)


def two_dispatches(walk: Walk) -> tuple[list[Any], list[Exception]]:
    return together(
        verb(walk, Verb.DISPATCH, "dispatcher", lead=ref(walk.cast.urban)),
        verb(walk, Verb.DISPATCH, "dispatcher", lead=ref(walk.cast.housing)),
    )


def test_two_dispatchers_dispatch_one_order_once(racing: Walk) -> None:
    racing.receive()
    winners, losers = two_dispatches(racing)
    assert (len(winners), [type(loser) for loser in losers]) == (1, [Conflict])
    assert "派单员甲：派单" in str(losers[0])
    assert Assignment.objects.count() == 1
    assert Event.objects.filter(verb=Verb.DISPATCH).count() == 1


def without_lock(race: Callable[[], Any]) -> Any:
    """The same race with the guard taken away: both read before either writes."""
    gate = Barrier(2)

    def unlocked(*ids: int, lock: bool = False) -> Any:
        facts = load.load(*ids)
        gate.wait(5)
        return facts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "load", unlocked)
        return race()


def test_without_the_row_lock_the_loser_of_a_dispatch_learns_nothing(racing: Walk) -> None:
    """The database still lets one lead through only, but the other gets a bare error."""
    racing.receive()
    winners, losers = without_lock(lambda: two_dispatches(racing))
    assert len(winners) == 1
    assert not isinstance(losers[0], Conflict)


def two_contacts(walk: Walk) -> tuple[list[Any], list[Exception]]:
    return together(
        verb(walk, Verb.CONTACT, "unit_clerk", text="打过电话"),
        verb(walk, Verb.CONTACT, "unit_head", text="也打过电话"),
    )


def test_two_contacts_leave_one_first_contact_and_two_events(racing: Walk) -> None:
    racing.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    winners, _ = two_contacts(racing)
    assert len(winners) == 2
    assert racing.order.version == 5  # 受理、派单、签收、两次联系


def test_without_the_row_lock_one_of_two_contacts_is_not_counted(racing: Walk) -> None:
    racing.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    without_lock(lambda: two_contacts(racing))
    assert racing.order.version == 4


def test_two_clerks_sign_once(racing: Walk) -> None:
    racing.receive().dispatch()
    winners, losers = together(
        verb(racing, Verb.SIGN, "unit_clerk"), verb(racing, Verb.SIGN, "unit_head")
    )
    assert (len(winners), [type(loser) for loser in losers]) == (1, [Conflict])
    assert Event.objects.filter(verb=Verb.SIGN).count() == 1


def test_a_return_is_not_ruled_on_twice(racing: Walk) -> None:
    racing.receive().dispatch()
    racing.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不属")
    winners, losers = together(
        verb(racing, Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="维持"),
        verb(racing, Verb.RULE_RETURN, "supervisor", verdict="moved", text="改派"),
    )
    assert (len(winners), [type(loser) for loser in losers]) == (1, [Conflict])
    assert Request.objects.filter(decided_at__isnull=False).count() == 1


def test_a_citizen_withdraws_while_the_unit_completes(racing: Walk) -> None:
    racing.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    winners, losers = together(
        verb(racing, Verb.WITHDRAW, "operator"),
        verb(racing, Verb.COMPLETE, "unit_clerk", text="好了"),
    )
    assert (len(winners), [type(loser) for loser in losers]) == (1, [Conflict])
    assert racing.order.state in {"withdrawn", "replied"}


def test_an_order_is_not_merged_into_one_that_is_being_withdrawn(racing: Walk) -> None:
    main = racing.receive()
    repeat = Walk(racing.cast, racing.at).receive()
    winners, losers = together(
        verb(repeat, Verb.MERGE, "operator", main_id=main.order_id),
        verb(main, Verb.WITHDRAW, "operator"),
    )
    merged_first = repeat.order.state == "merged"
    assert len(winners) == (2 if merged_first else 1)
    assert [type(loser) for loser in losers] == ([] if merged_first else [Refused])


def test_two_orders_merged_into_each_other_do_not_deadlock(racing: Walk) -> None:
    first = racing.receive()
    second = Walk(racing.cast, racing.at).receive()
    winners, losers = together(
        verb(first, Verb.MERGE, "operator", main_id=second.order_id),
        verb(second, Verb.MERGE, "operator", main_id=first.order_id),
    )
    assert (len(winners), len(losers)) == (1, 1)
    assert {first.order.state, second.order.state} == {"merged", "received"}


def test_two_corrections_of_the_same_version_leave_one(racing: Walk) -> None:
    racing.receive()
    winners, losers = together(
        verb(racing, Verb.CORRECT, "operator", changes={"title": "坏了三晚"}, version=1),
        verb(racing, Verb.CORRECT, "operator", changes={"title": "坏了四晚"}, version=1),
    )
    assert (len(winners), [getattr(loser, "code", "") for loser in losers]) == (1, ["stale"])


def test_a_row_held_too_long_is_a_conflict_and_not_a_hang(racing: Walk) -> None:
    racing.receive()

    def impatient() -> Any:
        with connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        return verb(racing, Verb.DISPATCH, "dispatcher", lead=ref(racing.cast.urban))()

    with transaction.atomic():
        load.load(racing.order_id, lock=True)
        _, losers = together(impatient)
    assert isinstance(losers[0], Conflict)
    assert losers[0].code == "busy"


def test_numbers_taken_at_once_never_repeat(racing: Walk) -> None:
    """Four processes' worth of allocators on one day."""
    allocators = [Allocator(block=3) for _ in range(4)]
    answers, errors = together(
        *(lambda own=own: [own.next(racing.at) for _ in range(25)] for own in allocators)
    )
    numbers = [number for taken in answers for number in taken]
    assert not errors
    assert len(set(numbers)) == 100
    assert all(is_number(number) for number in numbers)
