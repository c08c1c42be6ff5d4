"""Draining the orders whose next moment has come: lock, re-read, decide, write, in batches.

Rows somebody else holds are skipped, so that several workers share the work; what an order's own
data breaks is put off and reported, and stops nobody else.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from orders import rulebook
from orders.clock.drains import Took, drains
from orders.clock.looking import look
from orders.deadlines import Rulebook
from orders.lifecycle.decision import Decision
from orders.lifecycle.levels import next_due
from orders.lifecycle.load import load
from orders.lifecycle.snapshot import OrderFacts
from orders.lifecycle.telling import tell_of
from orders.lifecycle.writing import write_all
from orders.models import Order
from orders.states import OrderState, Verb

PUT_OFF = timedelta(minutes=5)
Decided = Sequence[tuple[Decision, OrderFacts]]
log = logging.getLogger(__name__)

_CLAIM = """
    SELECT id FROM orders_order WHERE next_due_at <= %s
    ORDER BY next_due_at LIMIT %s FOR UPDATE SKIP LOCKED
"""


def orders_due(at: datetime) -> int:
    """How many orders are due by `at`."""
    return Order.objects.filter(next_due_at__lte=at).count()


def look_again() -> None:
    """After callback rules changed: orders that wait for a person alone may now be archived by the
    clock, so the next sweep looks at them once more."""
    waiting = Order.objects.filter(state=OrderState.CALLING_BACK, next_due_at=None)
    waiting.update(next_due_at=F("received_at"))


@drains("orders", due=orders_due)
def drain_orders(at: datetime, most: int) -> Took:
    """Look at up to `most` orders that are due by `at`."""
    with transaction.atomic():
        orders = _claimed(at, most)
        rules = rulebook.current() if orders else None
        if rules is None:
            return Took(0)
        looked, broken = _look_at_all(orders, rules, at)
        written = _write(looked, broken)
        _look_later({pk: looked[pk] for pk in written}, orders, rules)
        _put_off(broken, at)
        for pk in written:
            for decision, facts in looked[pk][-1:]:
                tell_of(decision, facts, {})

    deeds = Counter(deed for pk in written for deed in deeds_of(looked[pk]))
    return Took(len(orders), deeds + Counter({"put_off": len(broken)}))


def owed(at: datetime, most: int) -> dict[str, Decided]:
    """What a sweep at that moment would write, by order number; nothing is changed."""
    ids = Order.objects.filter(next_due_at__lte=at).order_by("next_due_at", "id")[:most]
    orders = load(*ids.values_list("pk", flat=True)) if ids else {}
    rules = rulebook.current() if orders else None
    return {o.number: look(o, rules, at) for o in orders.values()} if rules else {}


def deeds_of(decided: Decided) -> list[str]:
    """The deeds of decisions by name: the code of each level, or the verb."""
    found = []
    for decision, _ in decided:
        if decision.event.verb == Verb.RAISE_LEVEL:
            found += [level["level"] for level in decision.event.payload["levels"]]
        else:
            found.append(str(decision.event.verb))
    return found


def _claimed(at: datetime, most: int) -> dict[int, OrderFacts]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [at, most])
        ids = [row[0] for row in cursor.fetchall()]
    return load(*ids) if ids else {}


def _look_at_all(
    orders: Mapping[int, OrderFacts], rules: Rulebook, at: datetime
) -> tuple[dict[int, Decided], dict[int, Exception]]:
    looked: dict[int, Decided] = {}
    broken: dict[int, Exception] = {}
    for pk, order in orders.items():
        try:
            looked[pk] = look(order, rules, at)
        except Exception as error:  # one order's data must not stop the others
            broken[pk] = error
    return looked, broken


def _write(looked: Mapping[int, Decided], broken: dict[int, Exception]) -> list[int]:
    """Write all together; where the database refuses, one order after the other."""
    try:
        with transaction.atomic():
            write_all([one for decided in looked.values() for one in decided])
        return list(looked)
    except DatabaseError:
        return [pk for pk, decided in looked.items() if _written_alone(pk, decided, broken)]


def _written_alone(pk: int, decided: Decided, broken: dict[int, Exception]) -> bool:
    try:
        with transaction.atomic():
            write_all(decided)
    except DatabaseError as error:
        broken[pk] = error
        return False
    return True


def _look_later(
    looked: Mapping[int, Decided], orders: Mapping[int, OrderFacts], rules: Rulebook
) -> None:
    """Orders on which nothing had come (a rule was changed, or the row was made by hand)."""
    for pk, decided in looked.items():
        if not decided:
            Order.objects.filter(pk=pk).update(next_due_at=next_due(orders[pk], rules))


def _put_off(broken: Mapping[int, Exception], at: datetime) -> None:
    for pk, error in broken.items():
        log.error("the clock could not look at order %s", pk, exc_info=error)
        Order.objects.filter(pk=pk).update(next_due_at=at + PUT_OFF)
