"""Who gets into the administration of units and accounts, and what it refuses."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import STAFF, Cast
from units.access import PERMISSIONS, Area, may_change, may_see
from units.models import Staff, Unit
from units.roles import Role

PAGES = ["units_unit", "units_unitgroup", "units_staff"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", list(STAFF))
def test_only_the_administrator_opens_the_administration(
    cast: Cast, client: Client, page: str, who: str
) -> None:
    client.force_login(getattr(cast, who))
    status = client.get(reverse(f"admin:{page}_changelist")).status_code
    assert status == (200 if who == "administrator" else 302)


def test_being_let_in_is_not_being_allowed(cast: Cast, client: Client) -> None:
    Staff.objects.filter(pk=cast.operator.pk).update(is_staff=True)
    client.force_login(cast.operator)
    assert client.get(reverse("admin:units_unit_changelist")).status_code == 200
    assert client.get(reverse("admin:units_unit_add")).status_code == 403
    assert client.get(reverse("admin:units_staff_changelist")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_administration_opens(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.administrator)
    assert client.get(reverse(f"admin:{page}_add")).status_code == 200


def test_a_new_account_is_checked_like_any_other(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    form = {
        "staff_number": "9100",
        "name": "新人戊",
        "unit": str(cast.urban.pk),
        "roles": "dispatcher",
        "usable_password": "true",
        "password1": "a-long-and-odd-1",
        "password2": "a-long-and-odd-1",
    }
    refused = client.post(reverse("admin:units_staff_add"), form)
    assert "不能有这些角色：派单员" in refused.content.decode()
    assert (
        client.post(reverse("admin:units_staff_add"), {**form, "roles": "unit_clerk"}).status_code
        == 302
    )
    made = Staff.objects.get(staff_number="9100")
    assert made.roles == ["unit_clerk"]
    assert made.check_password("a-long-and-odd-1")


def test_a_unit_moved_below_itself_is_refused_in_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    response = client.post(
        reverse("admin:units_unit_change", args=[cast.east.pk]),
        {
            "code": "east",
            "name": "东湖区",
            "short_name": "东湖区",
            "kind": "platform",
            "parent": str(cast.east_town.pk),
            "district": "east",
            "active_from": "2014-01-01",
            "groupmembership_set-TOTAL_FORMS": "0",
            "groupmembership_set-INITIAL_FORMS": "0",
        },
    )
    assert response.status_code == 200
    assert "不能移到自己的下级" in response.content.decode()
    assert Unit.objects.get(pk=cast.east.pk).parent == cast.city


def test_accounts_are_put_out_of_use_and_never_deleted(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    address = reverse("admin:units_staff_delete", args=[cast.operator.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_nobody_makes_a_superuser_by_a_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    client.post(
        reverse("admin:units_staff_change", args=[cast.operator.pk]),
        {
            "staff_number": "1001",
            "name": "话务员甲",
            "unit": cast.hotline.pk,
            "roles": "operator",
            "is_superuser": "on",
        },
    )
    assert not Staff.objects.get(pk=cast.operator.pk).is_superuser


@pytest.mark.parametrize("area", list(Area))
@pytest.mark.parametrize("role", list(Role))
def test_the_areas_open_by_the_table_alone(cast: Cast, area: Area, role: Role) -> None:
    person = cast.by_role()[role]
    assert may_see(person, area) is (role in PERMISSIONS[area].see)
    assert may_change(person, area) is (role in PERMISSIONS[area].change)
    person.is_active = False
    assert not may_see(person, area)
    assert not may_change(person, area)


def test_what_may_be_changed_may_be_seen() -> None:
    for permission in PERMISSIONS.values():
        assert permission.change <= permission.see
