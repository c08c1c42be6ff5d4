"""What the database itself refuses to keep about units, groups and staff."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.cast import Cast
from units.models import GroupMembership, Staff, Unit, UnitGroup
from units.roles import HOTLINE_ROLES, UNIT_ROLES, Role

NOON = datetime(2014, 6, 3, 4, tzinfo=UTC)


@pytest.fixture
def group(db: None) -> UnitGroup:
    return UnitGroup.objects.create(code="bureaus", name="市直部门")


def join(unit: Unit, group: UnitGroup, since: date, until: date | None = None) -> None:
    with transaction.atomic():
        GroupMembership.objects.create(unit=unit, group=group, active_from=since, active_to=until)


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (date(2014, 3, 1), None, True),
        (date(2014, 1, 1), date(2014, 3, 2), True),
        (date(2014, 4, 1), date(2014, 5, 1), True),
        (date(2014, 1, 1), date(2014, 3, 1), False),
        (date(2014, 6, 1), None, False),
    ],
)
def test_a_unit_is_in_a_group_once_at_a_time(
    cast: Cast, group: UnitGroup, since: date, until: date | None, refused: bool
) -> None:
    join(cast.urban, group, date(2014, 3, 1), date(2014, 6, 1))
    join(cast.housing, group, since, until)
    if not refused:
        join(cast.urban, group, since, until)
        return
    with pytest.raises(IntegrityError, match="membership_no_overlap"):
        join(cast.urban, group, since, until)


def test_an_overlap_is_told_in_words_before_it_is_saved(cast: Cast, group: UnitGroup) -> None:
    join(cast.urban, group, date(2014, 3, 1))
    second = GroupMembership(unit=cast.urban, group=group, active_from=date(2015, 1, 1))
    with pytest.raises(ValidationError, match="已经在这个组里"):
        second.full_clean()


def test_periods_end_after_they_begin(cast: Cast, group: UnitGroup) -> None:
    day = date(2014, 3, 1)
    with pytest.raises(IntegrityError, match="membership_period"):
        join(cast.urban, group, day, day)
    with pytest.raises(IntegrityError, match="unit_active_period"), transaction.atomic():
        Unit.objects.filter(pk=cast.urban.pk).update(active_to=cast.urban.active_from)


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2013, 12, 31), False),
        (date(2014, 1, 1), True),
        (date(2014, 6, 30), True),
        (date(2014, 7, 1), False),
    ],
)
def test_a_unit_is_active_from_its_first_day_to_before_its_last(
    cast: Cast, day: date, counted: bool
) -> None:
    Unit.objects.filter(pk=cast.urban.pk).update(active_to=date(2014, 7, 1))
    assert Unit.objects.active_on(day).filter(pk=cast.urban.pk).exists() is counted


def test_a_unit_without_an_end_stays_active(cast: Cast) -> None:
    assert cast.urban in Unit.objects.active_on(date(2099, 1, 1))


def test_an_unknown_kind_of_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="unit_kind_known"), transaction.atomic():
        Unit.objects.filter(pk=cast.urban.pk).update(kind="ministry")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"roles": ["king"]}, "staff_roles_known"),
        ({"roles": ["operator", "king"]}, "staff_roles_known"),
        ({"absent_from": NOON}, "staff_absent_needs_deputy"),
        ({"absent_to": NOON}, "staff_absence_period"),
    ],
)
def test_a_staff_row_that_makes_no_sense_is_refused(
    cast: Cast, change: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Staff.objects.filter(pk=cast.operator.pk).update(**change)


def test_an_absence_ends_after_it_begins_and_nobody_deputises_for_oneself(cast: Cast) -> None:
    rows = Staff.objects.filter(pk=cast.operator.pk)
    with pytest.raises(IntegrityError, match="staff_deputy_is_another"), transaction.atomic():
        rows.update(deputy=cast.operator.pk)
    with pytest.raises(IntegrityError, match="staff_absence_period"), transaction.atomic():
        rows.update(deputy=cast.dispatcher.pk, absent_from=NOON, absent_to=NOON)


def places(role: Role) -> set[str]:
    """In which units of the cast the role may be held: hotline, bureau, platform."""
    if role in HOTLINE_ROLES:
        return {"hotline"}
    if role == Role.PLATFORM_DISPATCHER:
        return {"east"}
    return {"urban", "east"} if role in UNIT_ROLES else {"hotline", "urban", "east"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("unit", ["hotline", "urban", "east"])
def test_each_role_has_its_kind_of_unit(cast: Cast, role: Role, unit: str) -> None:
    staff = Staff(staff_number="9001", name="新人甲", unit=getattr(cast, unit), roles=[role.value])
    if unit in places(role):
        staff.full_clean(exclude=["password"])
        return
    with pytest.raises(ValidationError, match=f"不能有这些角色：{role.label}"):
        staff.full_clean(exclude=["password"])


def test_a_deputy_comes_from_the_own_unit(cast: Cast) -> None:
    cast.unit_clerk.deputy = cast.other_clerk
    with pytest.raises(ValidationError, match="代办人要是本单位的人"):
        cast.unit_clerk.full_clean(exclude=["password"])


def test_a_new_account_has_a_hashed_password_and_passes_the_checks(cast: Cast) -> None:
    person = Staff.objects.create_user(
        "9002", "long-and-odd-7", name="新人乙", unit=cast.urban, roles=["unit_clerk"]
    )
    assert person.check_password("long-and-odd-7")
    with pytest.raises(ValidationError, match="不能有这些角色"):
        Staff.objects.create_user("9003", name="新人丙", unit=cast.urban, roles=["dispatcher"])


def test_the_first_administrator_may_name_the_unit_by_its_id(cast: Cast) -> None:
    person = Staff.objects.create_superuser(
        "9004", "long-and-odd-7", name="新人丁", unit=cast.hotline.pk
    )
    assert person.is_superuser
    assert person.is_staff
    assert person.unit == cast.hotline


def test_a_unit_with_people_or_children_cannot_be_deleted(cast: Cast) -> None:
    for unit in (cast.urban, cast.east, cast.city):
        with pytest.raises(IntegrityError), transaction.atomic():
            unit.delete()
