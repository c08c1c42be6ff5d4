"""Staff for a played city: invented, without names and without passwords (nobody can log in)."""

from collections.abc import Collection, Iterable

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from units.models import Staff, Unit, UnitKind
from units.roles import Role

DESK = (Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER)
# A mark of its own where Django would draw a random one: no password fits either.
NO_PASSWORD = f"{UNUSABLE_PASSWORD_PREFIX}played"
_NOT_STAFFED = frozenset({UnitKind.CITY, UnitKind.HOTLINE})


def staff_units(units: Collection[Unit]) -> int:
    """A clerk for every unit that has nobody yet (a platform's also dispatches below it); the
    answer is how many came."""
    staffed = set(Staff.objects.values_list("unit_id", flat=True))
    return _write(
        Staff(staff_number=f"u{unit.pk:04d}", name=f"{unit.short_name}经办", unit=unit, roles=roles)
        for unit in units
        if unit.kind not in _NOT_STAFFED and unit.pk not in staffed
        for roles in [_unit_roles(unit)]
    )


def staff_desk(hotline: Unit, operators: int) -> int:
    """The hotline's people: in a small county each answers, dispatches, reviews and calls back."""
    people = [
        Staff(staff_number=f"h{n:02d}", name=f"热线{n:02d}号", unit=hotline, roles=list(DESK))
        for n in range(1, operators + 1)
    ]
    people.append(
        Staff(staff_number="h00", name="热线督办", unit=hotline, roles=[Role.SUPERVISOR.value])
    )
    return _write(people)


def _unit_roles(unit: Unit) -> list[str]:
    if unit.kind == UnitKind.PLATFORM:
        return [Role.PLATFORM_DISPATCHER.value, Role.UNIT_CLERK.value]
    return [Role.UNIT_CLERK.value]


def _write(people: Iterable[Staff]) -> int:
    staff = list(people)
    for person in staff:
        person.password = NO_PASSWORD
    return len(Staff.objects.bulk_create(staff))
