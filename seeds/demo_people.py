"""The invented citizens of the demo city, and how all of its staff can log in."""

from datetime import datetime
from itertools import product

from django.contrib.auth.hashers import make_password

from orders.citizens import citizen_for
from seeds.simulator.people import NO_PASSWORD
from units.demo import PASSWORD
from units.models import Staff, Unit
from units.roles import Role

PHONE = "154{:08d}"  # no operator has ever given out numbers that begin with 154
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
OPERATORS = {f"11{n:02}": f"话务员{stem}" for n, stem in enumerate("子丑寅卯辰巳", 1)}
NAMES = [f"市民{stem}{branch}" for branch, stem in product(("", *_BRANCHES), _STEMS)]
CALLERS = 900  # who may call in the county, the shaped demands' callers apart
FIRST_CALLER = 10_000  # their numbers begin behind those of the shaped demands


def phone_of(caller: int) -> str:
    """The number of that caller."""
    return PHONE.format(caller + 1)


def name_of(caller: int) -> tuple[str, str]:
    """Name and form of address."""
    return NAMES[caller % len(NAMES)], "女士" if caller % 2 else "先生"


def hire(hotline: Unit) -> int:
    """The simulated operators that are missing; the demo's own account leaves its seat to whoever
    tries the hotline."""
    known = set(
        Staff.objects.filter(staff_number__in=OPERATORS).values_list("staff_number", flat=True)
    )
    new = [
        Staff(
            staff_number=number,
            name=name,
            unit=hotline,
            roles=[Role.OPERATOR.value],
            password=NO_PASSWORD,
        )
        for number, name in OPERATORS.items()
        if number not in known
    ]
    return len(Staff.objects.bulk_create(new))


class Callers:
    """Citizens made as they come for the first time."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def citizen(self, caller: int, at: datetime) -> int:
        """The citizen's id; the same caller is the same citizen."""
        if caller not in self._known:
            name, address = name_of(caller)
            self._known[caller] = citizen_for(phone_of(caller), name, address, at=at).pk
        return self._known[caller]


def give_passwords() -> int:
    """The simulated staff can log in with the demo's password, so that each acts as such; the
    answer is how many were given one. It is hashed once: a hundred hashes take half a minute."""
    return Staff.objects.filter(password=NO_PASSWORD).update(password=make_password(PASSWORD))
