"""Who does something to an order, as plain values; a deputy also acts for the absent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Q

from units.models import Staff

ActorKind = Literal["staff", "citizen", "system", "channel"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. `name` is for the eye only and is never kept with an event.

    unit_path is the path of the unit acted for ("" outside the tree); on_behalf_of is the id of
    the absent person whose roles are used, else None. Who is not staff holds the own kind as the
    only role, so that one table says what everybody may do.
    """

    kind: ActorKind
    staff_id: int | None = None
    unit_id: int | None = None
    unit_path: str = ""
    roles: frozenset[str] = frozenset()
    on_behalf_of: int | None = None
    name: str = ""

    @classmethod
    def system(cls) -> Actor:
        """The hotline's own clock and tasks."""
        return cls(kind="system", roles=frozenset({"system"}), name="系统")

    @classmethod
    def citizen(cls) -> Actor:
        """The citizen whose demand it is, identity already checked by the door."""
        return cls(kind="citizen", roles=frozenset({"citizen"}), name="市民")

    @classmethod
    def channel(cls, code: str) -> Actor:
        """Another platform that speaks through a channel of ours, by the channel's code."""
        return cls(kind="channel", roles=frozenset({"channel"}), name=code)


def actor_of(staff: Staff) -> Actor:
    """The person as such, with the own unit and roles; an account out of use has no roles."""
    return Actor(
        kind="staff",
        staff_id=staff.pk,
        unit_id=staff.unit_id,
        unit_path=staff.unit.path,
        roles=frozenset(staff.roles) if staff.is_active else frozenset(),
        name=staff.name,
    )


def actors_of(staff: Staff, *, at: datetime) -> tuple[Actor, ...]:
    """Every way this person may act at that moment: the own one first, then one for each absent
    colleague (by staff number) who named this person the deputy.

    A deputy acts with the absent person's roles in that person's unit, which both work in: one
    who moved to another unit stands in no more. Standing in does not pass on: who is a deputy of
    B gets nothing from the absent A whose deputy B is.
    """
    own = actor_of(staff)
    if not staff.is_active:
        return (own,)
    absent = (
        staff.deputising_for.filter(unit=staff.unit_id, is_active=True, absent_from__lte=at)
        .filter(Q(absent_to__isnull=True) | Q(absent_to__gt=at))
        .select_related("unit")
        .order_by("staff_number")
    )
    return (own, *(_in_place_of(principal, by=own) for principal in absent))


def _in_place_of(principal: Staff, *, by: Actor) -> Actor:
    return replace(
        actor_of(principal),
        staff_id=by.staff_id,
        on_behalf_of=principal.pk,
        name=f"{by.name}（代{principal.name}）",
    )
