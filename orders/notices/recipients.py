"""Who is meant: the people behind a unit, a role or an id, with whoever stands in for the absent.

Raises NoRecipient where nobody is: such a notice is listed with what was not sent, never dropped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from orders.models import Citizen, Outbox
from orders.models.notice import Delivery
from orders.notices import outside
from units.models import Staff, Unit
from units.roles import Role

# Who in a unit does the work given to it; a platform's dispatcher hands it on.
HANDS = [Role.UNIT_CLERK.value, Role.PLATFORM_DISPATCHER.value]
WeChatFinder = Callable[[int], str | None]
_wechat: list[WeChatFinder] = []


class NoRecipient(Exception):
    """Nobody is there to be told; the argument is a code of faults.py."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One to be told. away: absent now, so the own list only, somebody else stands in."""

    kind: str
    id: int
    away: bool = False


def bind_wechat(finder: WeChatFinder) -> None:
    """Register how the WeChat identity (openid) of a citizen is found, by whoever keeps it."""
    if finder not in _wechat:
        _wechat.append(finder)


def wechat_of(citizen_id: int) -> str | None:
    """The citizen's WeChat identity, where one is bound."""
    return next((found for finder in _wechat if (found := finder(citizen_id))), None)


class Directory:
    """Recipients at one moment; what was asked once is not asked again."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.find = lru_cache(maxsize=None)(self._find)

    def _find(self, to_kind: str, to_id: str) -> tuple[Recipient, ...]:
        """Everybody behind a notice's address. Raises NoRecipient."""
        if to_kind == Outbox.To.CITIZEN:
            return (_citizen(to_id),)
        people = self._people(to_kind, to_id)
        if not people:
            raise NoRecipient("nobody_there")
        return tuple(people)

    def _people(self, to_kind: str, to_id: str) -> list[Recipient]:
        if to_kind == Outbox.To.READERS:
            return [Recipient(Delivery.ToKind.READER, one) for one in outside.readers(to_id)]
        active = Staff.objects.filter(is_active=True)
        if to_kind == Outbox.To.STAFF:
            return self._with_deputies(active.filter(pk=_number(to_id)))
        if to_kind == Outbox.To.ROLE:
            return self._with_deputies(active.filter(roles__contains=[to_id]))
        if to_kind not in (Outbox.To.UNIT, Outbox.To.UNIT_HEAD):
            raise NoRecipient("unknown_address")
        path = Unit.objects.filter(pk=_number(to_id)).values_list("path", flat=True).first()
        if path is None:
            raise NoRecipient("unknown_address")
        # The unit's own people; where it has none, those of the nearest unit above it.
        for unit_id in reversed(path.strip("/").split("/")):
            people = self._of_unit(active.filter(unit=int(unit_id)), to_kind)
            if people:
                return people
        return []

    def _of_unit(self, unit: QuerySet[Staff], to_kind: str) -> list[Recipient]:
        """Who does the work, or the heads; the one stands for the other where it is missing."""
        first = unit.filter(roles__overlap=HANDS)
        second = unit.filter(roles__contains=[Role.UNIT_HEAD.value])
        if to_kind == Outbox.To.UNIT_HEAD:
            first, second = second, first
        return self._with_deputies(first) or self._with_deputies(second)

    def _with_deputies(self, staff: QuerySet[Staff]) -> list[Recipient]:
        """The people, and for each absent one the deputy (of the same unit and in use)."""
        there: dict[int, Recipient] = {}
        absent: list[Staff] = []
        for person in staff.select_related("deputy").order_by("pk"):
            away = person.is_absent(at=self.at)
            there[person.pk] = Recipient(Delivery.ToKind.STAFF, person.pk, away)
            if away:
                absent.append(person)
        for deputy in _standing_in(absent):
            there.setdefault(deputy.pk, Recipient(Delivery.ToKind.STAFF, deputy.pk))
        return list(there.values())


def _standing_in(absent: Iterable[Staff]) -> Iterable[Staff]:
    for person in absent:
        deputy = person.deputy
        if deputy is not None and deputy.is_active and deputy.unit_id == person.unit_id:
            yield deputy


def _citizen(to_id: str) -> Recipient:
    found = Citizen.objects.filter(Q(pk=_number(to_id))).values_list("pk", flat=True).first()
    if found is None:
        raise NoRecipient("unknown_citizen")
    return Recipient(Delivery.ToKind.CITIZEN, found)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NoRecipient("unknown_address")
    return int(text)
