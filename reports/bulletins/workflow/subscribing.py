"""The mailing list of bulletins: who is on it, and who puts whom on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from orders.errors import Conflict, Forbidden, Missing
from reports.models import Subscriber
from units.access import Area, may_change
from units.actor import Actor

REFUSED = "寄给谁由统计分析员和系统管理员定"


class Readers:
    """Connects the list to notices (orders/notices/outside.py)."""

    def readers(self, to_id: str) -> Sequence[int]:
        """Who reads bulletins of that kind."""
        return list(reading().filter(kinds__contains=[to_id]).values_list("pk", flat=True))

    def address(self, reader_id: int) -> str:
        """Where to; "" for who reads no more."""
        return reading().filter(pk=reader_id).values_list("email", flat=True).first() or ""

    def names(self, ids: Sequence[int]) -> Mapping[int, str]:
        """What they are called."""
        return dict(Subscriber.objects.filter(pk__in=ids).values_list("pk", "name"))


def reading() -> QuerySet[Subscriber]:
    """Who is on the list, by name."""
    return Subscriber.objects.filter(until__isnull=True).order_by("name", "pk")


def add(name: str, email: str, kinds: Sequence[str], *, by: Actor, at: datetime) -> Subscriber:
    """Put somebody on the list. Raises Forbidden, Conflict for an address that is on it."""
    _right(by)
    try:
        with transaction.atomic():
            return Subscriber.objects.create(
                name=name, email=email.lower(), kinds=list(kinds), since=at, added_by_id=by.staff_id
            )
    except IntegrityError:
        raise Conflict("这个邮箱已在名单上；要换种类，先停了再加", code="subscribed") from None


def end(pk: int, *, by: Actor, at: datetime) -> Subscriber:
    """Take somebody off the list; again does nothing. Raises Forbidden, Missing."""
    _right(by)
    row = Subscriber.objects.filter(pk=pk).first()
    if row is None:
        raise Missing("名单上没有这一位")
    Subscriber.objects.filter(pk=pk, until__isnull=True).update(until=at, ended_by=by.staff_id)
    return row


def _right(by: Actor) -> None:
    if not may_change(by, Area.REPORTS):
        raise Forbidden(REFUSED)
