"""Citizens: one row a number whoever writes first, found without opening, nothing in plain."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from orders.citizens import citizen_for, find_by_last4, find_by_phone, identity_of
from orders.errors import Refused
from orders.models import Citizen
from tests.factories import MONDAY
from tests.orders.test_privacy import NEW, OLD

PHONE = "138 0000 0001"
KEPT = "+8613800000001"


@pytest.mark.django_db
def test_a_citizen_is_made_once_and_found_however_the_number_is_written() -> None:
    first = citizen_for(PHONE, "李四", "李女士", at=MONDAY)
    again = citizen_for("+86-138-0000-0001", at=MONDAY)
    assert again == first
    assert (again.phone_masked, again.form_of_address) == ("138****0001", "李女士")
    assert again.created_at == MONDAY
    identity = identity_of(again)
    assert identity is not None
    assert (identity.phone, identity.name) == (KEPT, "李四")


@pytest.mark.django_db
def test_what_is_newly_said_takes_the_place_of_what_was_known() -> None:
    citizen_for(PHONE, at=MONDAY)
    citizen_for(PHONE, "李四", at=MONDAY)
    citizen = citizen_for(PHONE, " 李  五 ", "李先生", at=MONDAY)
    identity = identity_of(Citizen.objects.get(pk=citizen.pk))
    assert identity is not None
    assert identity.name == "李 五"
    assert Citizen.objects.get().form_of_address == "李先生"


@pytest.mark.django_db
def test_what_is_typed_outside_only_fills_what_was_empty() -> None:
    citizen_for(PHONE, "李四", at=MONDAY)
    citizen = citizen_for(PHONE, "王五", "王先生", at=MONDAY, heard=False)
    again = citizen_for(PHONE, "赵六", "赵先生", at=MONDAY, heard=False)
    identity = identity_of(Citizen.objects.get(pk=again.pk))
    assert again == citizen
    assert identity is not None
    assert identity.name == "李四"
    assert again.form_of_address == "王先生"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "name", "address", "field"),
    [
        ("138", "", "", "phone"),
        ("", "", "", "phone"),
        (PHONE, "长" * 21, "", "name"),
        (PHONE, "", "长" * 21, "form_of_address"),
    ],
)
def test_bad_input_is_refused_and_leaves_no_row(
    phone: str, name: str, address: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        citizen_for(phone, name, address, at=MONDAY)
    assert refused.value.field == field
    assert not Citizen.objects.exists()


@pytest.mark.django_db
def test_citizens_are_found_by_phone_and_by_its_last_four() -> None:
    mine = citizen_for(PHONE, at=MONDAY)
    other = citizen_for("0731-88880001", at=MONDAY)
    citizen_for("13900000002", at=MONDAY)
    assert find_by_phone("13800000001") == mine
    assert find_by_phone("13700000003") is None
    assert set(find_by_last4("0001")) == {mine, other}
    assert not find_by_last4("9999").exists()


@pytest.mark.parametrize("digits", ["", "001", "00001", "abcd", "００01", "0 01"])
def test_the_last_four_are_four_digits(digits: str) -> None:
    with pytest.raises(Refused) as refused:
        find_by_last4(digits)
    assert refused.value.field == "last4"


@pytest.mark.django_db
def test_no_column_and_no_repr_holds_number_or_name_in_plain() -> None:
    citizen = citizen_for(PHONE, "李四", at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM orders_citizen")
        row = cursor.fetchone()
    stored = b"|".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row)
    for plain in ("13800000001", "李四"):
        assert plain.encode() not in stored
        assert plain not in repr(citizen) + str(citizen) + repr(identity_of(citizen))


@pytest.mark.django_db
def test_a_citizen_under_an_old_key_is_found_and_not_made_twice(settings: Settings) -> None:
    settings.PHONE_KEYS = [OLD]
    old = citizen_for(PHONE, "李四", at=MONDAY)
    settings.PHONE_KEYS = [NEW, OLD]
    assert find_by_phone(PHONE) == old
    assert list(find_by_last4("0001")) == [old]
    assert citizen_for(PHONE, at=MONDAY) == old
    assert citizen_for(PHONE, "李五", at=MONDAY).key_id == "2024"
    settings.PHONE_KEYS = [NEW]
    assert find_by_phone(PHONE) == old


@pytest.mark.django_db
def test_sealed_columns_moved_to_another_row_do_not_open() -> None:
    mine, other = citizen_for(PHONE, at=MONDAY), citizen_for("13900000002", at=MONDAY)
    Citizen.objects.filter(pk=mine.pk).update(phone_sealed=other.phone_sealed)
    with pytest.raises(Exception, match="打不开"):
        identity_of(Citizen.objects.get(pk=mine.pk))


@pytest.mark.django_db(transaction=True)
def test_many_threads_with_one_number_make_one_citizen() -> None:
    together = Barrier(6)

    def call(n: int) -> int:
        try:
            together.wait(timeout=30)
            return citizen_for(PHONE, f"名{n}", at=MONDAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(call, range(6)))
    assert made == [Citizen.objects.get().pk] * 6
