"""Erasure: one function overwrites who a citizen was and what was written, for good.

Events, dates and figures stay, since they hold no words: history stands and privacy holds.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders.citizens import EMPTY
from orders.errors import Conflict, Forbidden
from orders.models import Attachment, Change, Citizen, Erasure, Order, Text
from orders.transitions import FINAL
from units.actor import Actor
from units.roles import Role

ERASED = "（已按市民要求抹去）"
MAY_ERASE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, "system"})
# What other apps keep of a citizen and the citizen's orders is overwritten by their own step, in
# the same transaction; a step gets the citizen, the ids of the orders and the moment.
Step = Callable[[Citizen, Sequence[int], datetime], None]
STEPS: list[Step] = []


def also(step: Step) -> None:
    """Register a step of another app, once, at its start."""
    if step not in STEPS:
        STEPS.append(step)


def erase(citizen: Citizen, *, by: Actor, at: datetime) -> Erasure:
    """Overwrite the citizen's identity, all words of the citizen's orders and their files.

    Raises Forbidden for who is neither supervisor nor administrator; Conflict when it was done
    already, or while an order still runs and needs its words. A failure leaves the database as it
    was; a file that is already gone stays gone, and erasing again goes on from there.
    """
    if not by.roles & MAY_ERASE:
        raise Forbidden("抹去市民信息由督办员或管理员做")
    with transaction.atomic():
        row = Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        if row.erased_at is not None:
            raise Conflict("这位市民的信息已经抹去", code="already_erased", at=row.erased_at)
        orders = _settled_orders(row)
        Citizen.objects.filter(pk=row.pk).update(**EMPTY, erased_at=at)
        texts = Text.objects.filter(order__in=orders).update(title="", body=ERASED, tokens=None)
        Order.objects.filter(pk__in=orders).update(
            title=ERASED,
            street="",
            place="",
            longitude=None,
            latitude=None,
            version=F("version") + 1,
        )
        for step in STEPS:
            step(row, orders, at)
        Change.objects.bulk_create(Change(at=at, order_id=pk, days=[]) for pk in orders)
        return Erasure.objects.create(
            citizen=row,
            by_id=by.staff_id,
            at=at,
            orders=len(orders),
            texts=texts,
            files=_erase_files(orders),
        )


def _settled_orders(citizen: Citizen) -> list[int]:
    orders = list(
        Order.objects.select_for_update(no_key=True)
        .filter(citizen=citizen)
        .order_by("pk")
        .values_list("pk", "state")
    )
    running = sum(1 for _, state in orders if state not in FINAL)
    if running:
        raise Conflict(f"还有{running}件没有办完，办完再抹去", code="still_running")
    return [pk for pk, _ in orders]


def _erase_files(orders: Sequence[int]) -> int:
    """The contents first, the rows after: a row never says erased while its file still lies."""
    files = 0
    for attachment in Attachment.objects.filter(order__in=orders).exclude(file=""):
        attachment.file.delete(save=False)
        attachment.name, attachment.file = "已抹去", ""
        attachment.sha256 = f"erased-{attachment.pk}"
        attachment.save(update_fields=["name", "file", "sha256"])
        files += 1
    return files
