"""Demo accounts: one a role, made once, and never where real people may work."""

from datetime import date

import pytest

from units.demo import ACCOUNTS, PASSWORD, DemoRefused, accounts, create
from units.models import Staff, Unit, UnitKind
from units.roles import Role


@pytest.fixture
def units(db: None) -> None:
    kinds = {"ys-hotline": UnitKind.HOTLINE, "ys-lingxi": UnitKind.PLATFORM}
    for code in {account.unit_code for account in ACCOUNTS}:
        Unit.objects.create(
            code=code,
            name=f"{code}单位",
            short_name=code,
            kind=kinds.get(code, UnitKind.BUREAU),
            active_from=date(2014, 1, 1),
        )


def test_there_is_one_account_for_each_role() -> None:
    assert sorted(account.role for account in ACCOUNTS) == sorted(Role)


def test_accounts_are_made_once_and_can_log_in(units: None) -> None:
    assert create(production=False, environ={}) == len(Role)
    assert create(production=False, environ={}) == 0
    assert all(person.check_password(PASSWORD) for person in Staff.objects.all()[:2])
    for role, number, _password, name, unit in accounts():
        person = Staff.objects.get(staff_number=number)
        assert [Role(held).label for held in person.roles] == [role]
        assert (person.name, person.unit.name) == (name, unit)


def test_an_account_that_somebody_changed_is_left_alone(units: None) -> None:
    create(production=False, environ={})
    Staff.objects.filter(staff_number="1001").update(name="别的名字")
    create(production=False, environ={})
    assert Staff.objects.get(staff_number="1001").name == "别的名字"


@pytest.mark.parametrize(
    ("production", "environ"),
    [
        (True, {}),
        (True, {"HOTLINE_DEMO": "1"}),
        (False, {"DATABASE_URL": "postgresql://x/y"}),
        (False, {"DATABASE_URL": "postgresql://x/y", "HOTLINE_DEMO": "0"}),
    ],
)
def test_a_real_deployment_gets_no_demo_accounts(
    units: None, production: bool, environ: dict[str, str]
) -> None:
    with pytest.raises(DemoRefused):
        create(production=production, environ=environ)
    assert not Staff.objects.exists()


def test_a_demo_on_another_database_says_so_itself(units: None) -> None:
    environ = {"DATABASE_URL": "postgresql://x/y", "HOTLINE_DEMO": "1"}
    assert create(production=False, environ=environ) == len(Role)


def test_without_the_units_nothing_is_half_made(db: None) -> None:
    with pytest.raises(Unit.DoesNotExist):
        create(production=False, environ={})
    assert not Staff.objects.exists()
