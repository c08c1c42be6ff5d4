"""Keys rotate in batches that may stop anywhere, and a key that is lost is told at the start."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django import Settings

from orders.citizens import citizen_for, find_by_last4, find_by_phone, identity_of
from orders.models import Citizen
from orders.rotation import TABLES, keys_in_use, rotate
from tests.factories import MONDAY, Walk
from tests.orders.test_privacy import NEW, OLD

PHONES = [f"1380000{n:04}" for n in range(7)]
CITIZENS = TABLES[0]


@pytest.fixture
def many(db: None, settings: Settings) -> Callable[[], None]:
    """Seven citizens under the old key; now the new one writes."""

    def make() -> None:
        settings.PHONE_KEYS = [OLD]
        for phone in PHONES:
            citizen_for(phone, f"名{phone[-1]}", at=MONDAY)
        settings.PHONE_KEYS = [NEW, OLD]

    return make


def all_is_well() -> bool:
    for phone in PHONES:
        citizen = find_by_phone(phone)
        assert citizen is not None
        assert citizen in find_by_last4(phone[-4:])
        identity = identity_of(citizen)
        assert identity is not None
        assert (identity.phone, identity.name) == (f"+86{phone}", f"名{phone[-1]}")
    return Citizen.objects.count() == len(PHONES)


def command(**options: int) -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def test_half_way_everything_is_still_found_and_a_second_run_does_the_rest(
    many: Callable[[], None], settings: Settings
) -> None:
    many()
    batches = rotate(size=3)
    assert next(batches).done == 3
    del batches
    assert keys_in_use(CITIZENS) == {"2023", "2024"}
    assert all_is_well()
    said = command(batch=3)
    assert "4行" in said
    assert "可从 PHONE_KEYS 去掉：2023" in said
    assert keys_in_use(CITIZENS) == {"2024"}
    settings.PHONE_KEYS = [NEW]
    assert all_is_well()
    assert "0行" in command()


@pytest.mark.django_db
def test_two_rows_of_one_number_under_two_keys_become_one_citizen(
    walk: Walk, settings: Settings
) -> None:
    settings.PHONE_KEYS = [OLD]
    old = citizen_for(PHONES[0], at=MONDAY)
    walk.receive(citizen_id=old.pk)
    settings.PHONE_KEYS = [NEW]  # a server that does not know the old key
    new = citizen_for(PHONES[0], at=MONDAY)
    assert new != old
    settings.PHONE_KEYS = [NEW, OLD]
    command()
    assert walk.order.citizen_id == new.pk
    assert identity_of(Citizen.objects.get(pk=old.pk)) is None
    assert keys_in_use(CITIZENS) == {"2024"}


def test_a_row_that_no_key_opens_is_named_and_the_others_rotate(many: Callable[[], None]) -> None:
    many()
    broken = Citizen.objects.order_by("pk")[2]
    Citizen.objects.filter(pk=broken.pk).update(phone_sealed=b"\0" * 40)
    with pytest.raises(CommandError, match=f"1行打不开，没有动：市民{broken.pk}"):
        command(batch=2)
    assert Citizen.objects.filter(key_id="2024").count() == len(PHONES) - 1


def test_without_the_old_key_nothing_is_touched(
    many: Callable[[], None], settings: Settings
) -> None:
    many()
    settings.PHONE_KEYS = [NEW]
    with pytest.raises(CommandError, match="没有密钥 2023"):
        command()
    assert keys_in_use(CITIZENS) == {"2023"}


@pytest.mark.parametrize("batch", [0, -1, 10_001])
def test_a_batch_has_a_sensible_size(batch: int) -> None:
    with pytest.raises(CommandError, match="--batch"):
        command(batch=batch)


@pytest.mark.django_db(transaction=True)
def test_two_rotations_at_once_do_each_row_once(many: Callable[[], None]) -> None:
    many()

    def run(_: int) -> int:
        try:
            return sum(batch.done for batch in rotate(size=2))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == len(PHONES)
    assert all_is_well()


def lost_keys() -> list[str]:
    found = run_checks(databases=["default"], tags=["database"])
    return [error.msg for error in found if error.id == "orders.E002"]


def test_a_lost_key_is_an_error_at_the_start(many: Callable[[], None], settings: Settings) -> None:
    many()
    assert not lost_keys()
    settings.PHONE_KEYS = [NEW]
    assert len(lost_keys()) == 1
    assert "2023" in lost_keys()[0]
    with pytest.raises(SystemCheckError, match="2023"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_a_bad_key_ring_is_an_error_at_the_start(settings: Settings) -> None:
    settings.PHONE_KEYS = ["misspelt"]
    assert [error.id for error in run_checks(tags=["security"])] == ["orders.E001"]


def test_only_a_database_that_is_asked_about_is_looked_into() -> None:
    assert run_checks(tags=["database"]) == []
