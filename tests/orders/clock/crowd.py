"""Many orders whose clocks have all run out, made in memory and copied in, for tests and bench."""

from datetime import timedelta

from django.db import connection

from orders import rulebook
from orders.lifecycle.snapshot import OrderFacts, UnitRef
from orders.states import Verb
from seeds.simulator.copying import copy_out, first_ids, numbers_given
from seeds.simulator.memory import World
from tests.factories import MONDAY, demand
from units.actor import Actor, actor_of
from units.models import Staff, Unit
from units.roles import Role


def overdue_orders(count: int, unit: Unit) -> list[OrderFacts]:
    """That many orders dispatched to the unit on a Monday of 2024, signed, and forgotten since.

    The answer is their snapshots as they stand in the database.
    """
    paths = dict(Unit.objects.values_list("id", "path"))
    world = World(
        rulebook.current(),
        paths,
        first_ids=first_ids(connection),
        numbers=numbers_given(connection),
    )
    desk, dispatcher, clerk = (_somebody(role) for role in (
        Role.OPERATOR, Role.DISPATCHER, Role.UNIT_CLERK,
    ))  # fmt: skip
    clerk = Actor("staff", clerk.staff_id, unit.pk, unit.path, clerk.roles)
    lead = UnitRef(unit.pk, unit.path, unit.name)
    made = []
    for n in range(count):
        at = MONDAY + timedelta(seconds=n)
        order_id = world.take_in(demand(), by=desk, at=at)
        world.perform(Verb.DISPATCH, order_id, by=dispatcher, at=at, lead=lead)
        world.perform(Verb.SIGN, order_id, by=clerk, at=at)
        made.append(world.facts(order_id))
    copy_out(world, connection)
    return made


def _somebody(role: Role) -> Actor:
    staff = Staff.objects.select_related("unit").filter(roles__contains=[role]).first()
    if staff is None:
        raise LookupError(f"nobody is {role}")
    return actor_of(staff)
