"""Who acts in a played city: the desk, the units' clerks, and what the dispatch catalogue says."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from orders.catalogue import Catalogue, whole_catalogue
from orders.lifecycle.dispatching import Proposal
from orders.lifecycle.snapshot import UnitRef
from units.actor import Actor, actor_of
from units.models import Staff, Unit, UnitKind
from units.roles import Role

_ROLES = (Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Whom the catalogue names for a matter, as plain values."""

    proposal: Proposal
    lead: UnitRef
    assists: Sequence[UnitRef]


@dataclass(frozen=True, slots=True)
class Town:
    """A place matters happen in: its district's code, its name, and whether it is in town."""

    district: str
    name: str
    urban: bool


@dataclass(frozen=True)
class City:
    """Everybody who acts. people: those of each unit; catalogue: as it is in force on the day the
    city was read."""

    desk: Mapping[Role, Sequence[Actor]]
    people: Mapping[int, Sequence[Actor]]
    units: Mapping[int, UnitRef]
    kinds: Mapping[int, str]
    towns: Sequence[Town]
    catalogue: Catalogue
    _known: dict[tuple[str, str], Proposed] = field(default_factory=dict)
    _below: dict[int, Sequence[UnitRef]] = field(default_factory=dict)

    @cached_property
    def clerks(self) -> Mapping[int, Actor]:
        """For each unit the one who acts for it in a story."""
        return {unit: some[0] for unit, some in self.people.items()}

    @cached_property
    def urban(self) -> Sequence[Town]:
        """The towns that are in town."""
        return [town for town in self.towns if town.urban]

    @cached_property
    def rural(self) -> Sequence[Town]:
        """The others."""
        return [town for town in self.towns if not town.urban]

    def town(self, draw: random.Random, in_town: float) -> Town:
        """Where something happens; in_town: how often it does so in town."""
        chosen = self.urban if draw.random() < in_town else self.rural
        return draw.choice(chosen or self.towns)

    @cached_property
    def bureaus(self) -> Sequence[UnitRef]:
        """The city's own bureaus, not those below a platform."""
        platforms = tuple(unit.path for unit in self.platforms)
        return [
            unit
            for unit in self.units.values()
            if self.kinds[unit.id] == UnitKind.BUREAU and not unit.path.startswith(platforms)
        ]

    def somebody(self, role: Role, draw: random.Random) -> Actor:
        """One of the desk with that role."""
        return draw.choice(self.desk[role])

    def proposed(self, category: str, district: str) -> Proposed:
        """What the catalogue names. Raises LookupError where it is silent."""
        key = (category, district)
        if key not in self._known:
            self._known[key] = self._ask(category, district)
        return self._known[key]

    def bureau_besides(self, unit_id: int, draw: random.Random) -> UnitRef:
        """Some bureau other than that unit."""
        chosen = draw.choice(self.bureaus)
        while chosen.id == unit_id:
            chosen = draw.choice(self.bureaus)
        return chosen

    def below(self, unit: UnitRef) -> Sequence[UnitRef]:
        """The units a platform can hand down to."""
        if unit.id not in self._below:
            self._below[unit.id] = [
                other
                for other in self.units.values()
                if other.id != unit.id and other.path.startswith(unit.path)
            ]
        return self._below[unit.id]

    @cached_property
    def platforms(self) -> Sequence[UnitRef]:
        """The platforms that have somebody below them."""
        return [
            unit
            for unit in self.units.values()
            if self.kinds[unit.id] == UnitKind.PLATFORM and self.below(unit)
        ]

    def _ask(self, category: str, district: str) -> Proposed:
        entry = self.catalogue.entry_for(category, district)
        if entry is None:
            raise LookupError(f"派单目录里没有 {category}")
        return Proposed(
            Proposal(entry.pk, entry.lead_id, entry.edition),
            self.units[entry.lead_id],
            [self.units[unit.pk] for unit in entry.assists.all() if unit.pk in self.units],
        )


def read_city(day: date) -> City:
    """The units and staff of the database as they are on that day. Raises LookupError where the
    hotline's desk lacks a role."""
    units = {unit.pk: unit for unit in Unit.objects.active_on(day).order_by("pk")}
    people = list(Staff.objects.filter(is_active=True).select_related("unit").order_by("pk"))
    desk = {
        role: [actor_of(one) for one in people if role in one.roles and one.unit_id in units]
        for role in _ROLES
    }
    if empty := [role.label for role in _ROLES if not desk[role]]:
        raise LookupError(f"热线没有人担任：{'、'.join(empty)}")
    workers: dict[int, list[Actor]] = {}
    for one in people:
        if units[one.unit_id].kind not in {UnitKind.HOTLINE, UnitKind.CITY}:
            workers.setdefault(one.unit_id, []).append(actor_of(one))
    return City(
        desk,
        workers,
        {pk: UnitRef(pk, units[pk].path, units[pk].short_name) for pk in workers},
        {pk: units[pk].kind for pk in workers},
        [
            Town(unit.district, unit.short_name, unit.kind == UnitKind.PLATFORM)
            for unit in units.values()
            if unit.district and unit.kind in {UnitKind.PLATFORM, UnitKind.TOWN}
        ],
        whole_catalogue(on=day),
    )
