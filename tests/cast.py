"""The small cast that every test may lean on: a made-up city, its units and its people."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from units.models import Staff, Unit, UnitKind
from units.roles import Role

FOUNDED = date(2014, 1, 1)

# attribute: (name, kind, attribute of the parent, district)
UNITS: dict[str, tuple[str, UnitKind, str, str]] = {
    "city": ("云湖市", UnitKind.CITY, "", ""),
    "hotline": ("云湖市12345热线中心", UnitKind.HOTLINE, "city", ""),
    "urban": ("云湖市城市管理局", UnitKind.BUREAU, "city", ""),
    "housing": ("云湖市住房和城乡建设局", UnitKind.BUREAU, "city", ""),
    "market": ("云湖市市场监督管理局", UnitKind.BUREAU, "city", ""),
    "water": ("云湖水务公司", UnitKind.COMPANY, "city", ""),
    "east": ("东湖区", UnitKind.PLATFORM, "city", "east"),
    "east_urban": ("东湖区城市管理局", UnitKind.BUREAU, "east", "east"),
    "east_town": ("柳岸镇", UnitKind.TOWN, "east", "east"),
    "west": ("西山区", UnitKind.PLATFORM, "city", "west"),
    "west_urban": ("西山区城市管理局", UnitKind.BUREAU, "west", "west"),
    "west_town": ("石桥镇", UnitKind.TOWN, "west", "west"),
}

# attribute: (staff number, name, attribute of the unit, role)
STAFF: dict[str, tuple[str, str, str, Role]] = {
    "operator": ("1001", "话务员甲", "hotline", Role.OPERATOR),
    "dispatcher": ("1002", "派单员甲", "hotline", Role.DISPATCHER),
    "reviewer": ("1003", "回访员甲", "hotline", Role.REVIEWER),
    "supervisor": ("1004", "督办员甲", "hotline", Role.SUPERVISOR),
    "knowledge_editor": ("1005", "知识编辑甲", "hotline", Role.KNOWLEDGE_EDITOR),
    "analyst": ("1006", "分析员甲", "hotline", Role.ANALYST),
    "administrator": ("1007", "管理员甲", "hotline", Role.ADMINISTRATOR),
    "unit_clerk": ("2001", "城管经办甲", "urban", Role.UNIT_CLERK),
    "unit_head": ("2002", "城管负责人甲", "urban", Role.UNIT_HEAD),
    "other_clerk": ("2003", "住建经办甲", "housing", Role.UNIT_CLERK),
    "market_clerk": ("2004", "市监经办甲", "market", Role.UNIT_CLERK),
    "water_clerk": ("2005", "水务经办甲", "water", Role.UNIT_CLERK),
    "platform_dispatcher": ("3001", "东湖派单员甲", "east", Role.PLATFORM_DISPATCHER),
    "east_clerk": ("3002", "东湖城管经办甲", "east_urban", Role.UNIT_CLERK),
    "town_clerk": ("3003", "柳岸镇经办甲", "east_town", Role.UNIT_CLERK),
    "west_dispatcher": ("3004", "西山派单员甲", "west", Role.PLATFORM_DISPATCHER),
}


@dataclass(frozen=True, slots=True)
class Cast:
    city: Unit
    hotline: Unit
    urban: Unit
    housing: Unit
    market: Unit
    water: Unit
    east: Unit
    east_urban: Unit
    east_town: Unit
    west: Unit
    west_urban: Unit
    west_town: Unit
    operator: Staff
    dispatcher: Staff
    reviewer: Staff
    supervisor: Staff
    knowledge_editor: Staff
    analyst: Staff
    administrator: Staff
    unit_clerk: Staff
    unit_head: Staff
    other_clerk: Staff
    market_clerk: Staff
    water_clerk: Staff
    platform_dispatcher: Staff
    east_clerk: Staff
    town_clerk: Staff
    west_dispatcher: Staff

    def units(self) -> dict[str, Unit]:
        return {name: getattr(self, name) for name in UNITS}

    def staff(self) -> dict[str, Staff]:
        return {name: getattr(self, name) for name in STAFF}

    def by_role(self) -> dict[Role, Staff]:
        """The first person of each role."""
        people: dict[Role, Staff] = {}
        for name, (_, _, _, role) in STAFF.items():
            people.setdefault(role, getattr(self, name))
        return people


def make_cast() -> Cast:
    """Writes the cast; nobody has a password (log in with client.force_login)."""
    units: dict[str, Unit] = {}
    for attribute, (name, kind, parent, district) in UNITS.items():
        units[attribute] = Unit.objects.create(
            code=attribute.replace("_", "-"),
            name=name,
            short_name=name.removeprefix("云湖市") or name,
            kind=kind,
            parent=units.get(parent),
            district=district,
            active_from=FOUNDED,
        )
    people = Staff.objects.bulk_create(
        Staff(
            staff_number=number,
            name=name,
            unit=units[unit],
            roles=[role.value],
            password=make_password(None),
            is_staff=role == Role.ADMINISTRATOR,
        )
        for number, name, unit, role in STAFF.values()
    )
    cast: dict[str, Any] = {**units, **dict(zip(STAFF, people, strict=True))}
    return Cast(**cast)


assert {field.name for field in fields(Cast)} == {*UNITS, *STAFF}
