"""Who sees calls and who does what with them; the only doors to a call's row."""

from collections.abc import Sequence

from calls.models import Call
from orders.errors import Forbidden, Missing
from units.access import Area, may_see
from units.actor import Actor
from units.roles import Role

AT_THE_TELEPHONE = frozenset({Role.OPERATOR.value, Role.DISPATCHER.value, Role.REVIEWER.value})
LISTENERS = frozenset({Role.SUPERVISOR.value, Role.REVIEWER.value})
BLOCKERS = frozenset({Role.SUPERVISOR.value})


def call_for(actors: Sequence[Actor], call_id: int) -> Call:
    """A call with what its page shows. Raises Missing for whom it does not exist."""
    found = None
    if any(may_see(actor, Area.CALLS) for actor in actors):
        related = ("line", "queue", "seat", "operator", "citizen", "transferred_to", "source")
        found = Call.objects.select_related(*related).filter(id=call_id).first()
    if found is None:
        raise Missing("没有这通电话")
    return found


def acting(actors: Sequence[Actor], roles: frozenset[str], what: str) -> Actor:
    """The way in which the person may do it. Raises Forbidden in words."""
    for actor in actors:
        if actor.staff_id is not None and not roles.isdisjoint(actor.roles):
            return actor
    raise Forbidden(f"你的岗位不{what}")


def may(actors: Sequence[Actor], roles: frozenset[str]) -> bool:
    """Whether one of the ways to act holds one of the roles."""
    return any(not roles.isdisjoint(actor.roles) for actor in actors)


def may_listen(actors: Sequence[Actor], call: Call) -> bool:
    """Recordings are for those who check quality, and for who took the call."""
    own = any(actor.staff_id == call.operator_id for actor in actors if actor.staff_id)
    return may(actors, LISTENERS) or own
