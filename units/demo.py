"""Accounts to try the hotline with, one for each role; never in a real deployment."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from units.actor import Actor, actor_of
from units.models import Staff, Unit
from units.roles import Role

PASSWORD = "yishi-12345"  # printed at every start, of no worth outside this machine


class DemoRefused(Exception):
    """Demo accounts were asked for where real people may work."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: Role
    staff_number: str
    name: str
    unit_code: str


ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(Role.OPERATOR, "1001", "话务员丙", "ys-hotline"),
    DemoAccount(Role.DISPATCHER, "1002", "派单员丙", "ys-hotline"),
    DemoAccount(Role.REVIEWER, "1003", "回访员丙", "ys-hotline"),
    DemoAccount(Role.SUPERVISOR, "1004", "督办员丙", "ys-hotline"),
    DemoAccount(Role.KNOWLEDGE_EDITOR, "1005", "知识编辑丙", "ys-hotline"),
    DemoAccount(Role.ANALYST, "1006", "分析员丙", "ys-hotline"),
    DemoAccount(Role.ADMINISTRATOR, "1007", "管理员丙", "ys-hotline"),
    DemoAccount(Role.PLATFORM_DISPATCHER, "2001", "灵溪派单员丙", "ys-lingxi"),
    DemoAccount(Role.UNIT_CLERK, "3001", "城管经办丙", "ys-chengguan"),
    DemoAccount(Role.UNIT_HEAD, "3002", "城管负责人丙", "ys-chengguan"),
)


def actor(role: Role) -> Actor:
    """The demo's person of that role. Raises Staff.DoesNotExist before they are created."""
    number = next(one.staff_number for one in ACCOUNTS if one.role == role)
    return actor_of(Staff.objects.select_related("unit").get(staff_number=number))


def accounts() -> list[tuple[str, str, str, str, str]]:
    """What is printed at the start: role, staff number, password, name, unit's name."""
    names = _unit_names()
    return [
        (
            account.role.label,
            account.staff_number,
            PASSWORD,
            account.name,
            names.get(account.unit_code, account.unit_code),
        )
        for account in ACCOUNTS
    ]


def create(*, production: bool, environ: Mapping[str, str]) -> int:
    """Writes the accounts that are missing and returns how many; one already there stays as it is.

    Raises DemoRefused in production mode, and when DATABASE_URL was set from outside without
    HOTLINE_DEMO=1; Unit.DoesNotExist while the reference data is not loaded.
    """
    refuse_outside_a_demo(production=production, environ=environ)
    known = set(
        Staff.objects.filter(
            staff_number__in=[account.staff_number for account in ACCOUNTS]
        ).values_list("staff_number", flat=True)
    )
    missing = [account for account in ACCOUNTS if account.staff_number not in known]
    if missing:
        # Hashed once: ten hashes would make the first start seconds longer.
        password = make_password(PASSWORD)
        Staff.objects.bulk_create([_staff(account, password) for account in missing])
    return len(missing)


def refuse_outside_a_demo(*, production: bool, environ: Mapping[str, str]) -> None:
    """Raises DemoRefused where demo data has no business."""
    if production:
        raise DemoRefused("生产环境（HOTLINE_MODE=production）不建演示账号")
    if environ.get("DATABASE_URL") and environ.get("HOTLINE_DEMO") != "1":
        raise DemoRefused(
            "DATABASE_URL 指定了外面的数据库，不建演示账号；确实只是演示，就设 HOTLINE_DEMO=1"
        )


def _staff(account: DemoAccount, password: str) -> Staff:
    staff = Staff(
        staff_number=account.staff_number,
        name=account.name,
        unit=Unit.objects.get(code=account.unit_code),
        roles=[account.role.value],
        is_staff=account.role == Role.ADMINISTRATOR,
        password=password,
    )
    staff.full_clean(exclude=["password"])
    return staff


def _unit_names() -> dict[str, str]:
    codes = [account.unit_code for account in ACCOUNTS]
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
