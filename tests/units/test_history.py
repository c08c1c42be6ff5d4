"""What happened to units and accounts is kept, with who did it, and cannot be rewritten."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units.models import Staff, Unit


def events(model: str) -> Any:
    return apps.get_model("units", model)._default_manager


def test_each_change_of_a_unit_leaves_a_row(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.urban.pk).update(name="云湖市城管局")
    names = events("UnitEvent").filter(pgh_obj=cast.urban).order_by("pgh_id")
    assert list(names.values_list("pgh_label", "name")) == [
        ("insert", "云湖市城市管理局"),
        ("update", "云湖市城管局"),
    ]


def test_passwords_and_logins_leave_no_row(cast: Cast) -> None:
    before = events("StaffEvent").count()
    cast.operator.set_password("a-long-and-odd-1")
    cast.operator.save()
    assert events("StaffEvent").count() == before
    assert not {"password", "last_login"} & {
        field.name for field in apps.get_model("units", "StaffEvent")._meta.get_fields()
    }


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_history_cannot_be_rewritten(cast: Cast, verb: str) -> None:
    rows = events("StaffEvent").all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(name="别人") if verb == "update" else rows.delete()


def test_a_change_through_the_administration_names_who_made_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    response = client.post(
        reverse("admin:units_staff_change", args=[cast.operator.pk]),
        {"staff_number": "1001", "name": "话务员乙", "unit": cast.hotline.pk, "roles": "operator"},
    )
    assert response.status_code == 302
    row = events("StaffEvent").filter(pgh_obj=cast.operator, pgh_label="update").get()
    assert row.name == "话务员乙"
    assert row.pgh_context.metadata["user"] == cast.administrator.pk


def test_an_absence_names_who_wrote_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.unit_clerk)
    client.post(
        reverse("profile-absence"),
        {"deputy": cast.unit_head.pk, "absent_from": "2014-06-03T09:00"},
    )
    row = events("StaffEvent").filter(pgh_obj=cast.unit_clerk, pgh_label="update").get()
    assert row.pgh_context.metadata["user"] == cast.unit_clerk.pk
    assert Staff.objects.get(pk=cast.unit_clerk.pk).deputy_id == row.deputy_id
