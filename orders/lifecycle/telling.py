"""Which topics a decision touches: the order, all orders, and every unit that holds or held it."""

from collections.abc import Iterable, Mapping

from orders.lifecycle.decision import Decision
from orders.lifecycle.rows import order_of
from orders.lifecycle.snapshot import OrderFacts
from orders.publishing import ORDERS, order_topic, tell, unit_topic
from units.models import Unit


def tell_of(decision: Decision, facts: OrderFacts | None, ids: Mapping[int, int]) -> None:
    """Once the decision is committed, say that its order moved. facts: the snapshot it was made
    from, None for a new order; ids: what write() answered."""
    number = facts.number if facts else _new_number(decision)
    held = {on.unit_path for on in facts.assignments} if facts else set()
    given = {new.values["unit_id"] for new in decision.adds if new.table == "assignment"}

    def topics() -> Iterable[str]:
        paths = held
        if given:
            paths = held | set(Unit.objects.filter(pk__in=given).values_list("path", flat=True))
        return [ORDERS, order_topic(number), *map(unit_topic, paths)]

    tell(order_of(decision, ids), topics)


def _new_number(decision: Decision) -> str:
    return next(str(new.values["number"]) for new in decision.adds if new.table == "order")
