"""The outbox becomes deliveries and lines of people's lists: each row once, in one transaction.

A row that cannot be understood goes to the dead letters and holds up nobody; rows another worker
is at are passed by.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from orders.models import Delivery, Notice, NoticePreference, Order, Outbox
from orders.models.limits import Urgency
from orders.models.notice import Medium
from orders.notices.preferences import AT_ONCE, Quiet, Wishes, wishes_of
from orders.notices.recipients import Directory, NoRecipient, Recipient, wechat_of
from orders.notices.wording import Kind, kind_of
from orders.publishing import staff_topic, tell

log = logging.getLogger(__name__)
BATCH = 200
# A unit or role that nobody works in yet: nothing is wrong with the notice.
NOBODY = "nobody_there"
STALE = timedelta(days=3)  # older news wakes nobody: the own list alone has it
PAST = timedelta(days=30)  # older still is history (a replay): nobody is told
PAST_BATCH = 5000
_S, _TO = Delivery.State, Delivery.ToKind


@dataclass(frozen=True, slots=True)
class Route:
    """A recipient and a medium, the moment to send at, or why nothing is sent."""

    to: Recipient
    medium: Medium
    when: datetime | None = None
    skipped: str = ""


def expand(*, at: datetime, size: int = BATCH) -> int:
    """Expand up to `size` rows of the outbox; the answer is how many were taken."""
    with transaction.atomic():
        waiting = Outbox.objects.select_for_update(skip_locked=True, no_key=True)
        rows = list(waiting.filter(sent_at__isnull=True).order_by("id")[:size])
        if any(row.at < at - PAST for row in rows):
            return _close_past(at)
        if rows:
            _Expansion(rows, at).write()
            Outbox.objects.filter(id__in=[row.id for row in rows]).update(sent_at=at)
    return len(rows)


def _close_past(at: datetime) -> int:
    old = Outbox.objects.filter(sent_at__isnull=True, at__lt=at - PAST).order_by("id")
    ids = list(old.values_list("id", flat=True)[:PAST_BATCH])
    return Outbox.objects.filter(id__in=ids, sent_at__isnull=True).update(sent_at=at)


class _Expansion:
    """One batch: who is meant by each row, by which media, written together."""

    def __init__(self, rows: Sequence[Outbox], at: datetime) -> None:
        self.at = at
        self.directory = Directory(at)
        self.rows = rows
        self.meant = [(row, self._meant(row)) for row in rows]
        self.wishes = self._wishes()
        self.critical = set(
            Order.objects.filter(
                pk__in={row.order_id for row in rows if row.order_id}, urgency=Urgency.CRITICAL
            ).values_list("pk", flat=True)
        )

    def _meant(self, row: Outbox) -> tuple[Recipient, ...] | str:
        """The recipients, or why there are none."""
        try:
            with transaction.atomic():
                return self.directory.find(row.to_kind, row.to_id)
        except NoRecipient as nobody:
            return str(nobody)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing of the batch is done
        except DatabaseError:
            log.exception("outbox %s", row.id)
            return "unknown_address"

    def _wishes(self) -> dict[int, Wishes]:
        people = {
            one.id
            for _, meant in self.meant
            if not isinstance(meant, str)
            for one in meant
            if one.kind == _TO.STAFF
        }
        chosen = NoticePreference.objects.filter(pk__in=people).defer("mobile_masked")
        return {preference.pk: wishes_of(preference) for preference in chosen}

    def write(self) -> None:
        """All rows together; where one of them will not go in, each alone."""
        try:
            with transaction.atomic():
                self._write(self.meant)
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError:
            for row, meant in self.meant:
                self._write_alone(row, meant)

    def _write_alone(self, row: Outbox, meant: tuple[Recipient, ...] | str) -> None:
        try:
            with transaction.atomic():
                self._write([(row, meant)])
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError:
            log.exception("outbox %s", row.id)
            self._write([(row, "broken")])

    def _write(self, meant: Iterable[tuple[Outbox, tuple[Recipient, ...] | str]]) -> None:
        deliveries: list[Delivery] = []
        notices: list[Notice] = []
        lost: list[Delivery] = []
        for row, who in meant:
            kind = kind_of(row.kind)
            if isinstance(who, str):
                lost.append(self._lost(row, who))
                continue
            for one in who:
                deliveries += [self._delivery(row, kind, route) for route in self._routes(row, one)]
                if one.kind == _TO.STAFF:
                    notices.append(_notice(row, kind, one))
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        _bury(lost)
        for staff_id in {notice.staff_id for notice in notices}:
            tell(staff_id, partial(list, [staff_topic(staff_id)]))

    def _routes(self, row: Outbox, one: Recipient) -> Iterable[Route]:
        kind = kind_of(row.kind)
        hot = self._hot(row, kind)
        if one.kind == _TO.CITIZEN:
            when = self.at if hot or row.kind in AT_ONCE else Quiet().until(self.at)
            media = [Medium.SMS, *([Medium.WECHAT] if wechat_of(one.id) else [])]
        elif one.kind == _TO.READER:
            when, media = Quiet().until(self.at), [Medium.EMAIL]
        else:
            yield Route(one, Medium.IN_APP)
            wishes = self.wishes.get(one.id, Wishes())
            when = self.at if hot else wishes.quiet.until(self.at)
            media = [m for m in (Medium.EMAIL, Medium.SMS) if wishes.wants(m, kind.group)]
            media = [] if one.away else media
        stale = "stale" if row.at < self.at - STALE else ""
        for medium in media:
            yield Route(one, medium, None if stale else when, stale)

    def _hot(self, row: Outbox, kind: Kind) -> bool:
        return kind.hot or row.order_id in self.critical

    def _delivery(self, row: Outbox, kind: Kind, route: Route) -> Delivery:
        state = _S.WAITING if route.when else _S.SKIPPED if route.skipped else _S.SENT
        return Delivery(
            **_of(row, self.at),
            medium=route.medium,
            to_kind=route.to.kind,
            to_id=route.to.id,
            hot=self._hot(row, kind),
            state=state,
            next_try_at=route.when,
            sent_at=self.at if state == _S.SENT else None,
            fault=route.skipped,
        )

    def _lost(self, row: Outbox, fault: str) -> Delivery:
        return Delivery(
            **_of(row, self.at),
            medium=Medium.NONE,
            to_kind=_TO.NOBODY,
            state=_S.SKIPPED if fault == NOBODY else _S.DEAD,
            fault=fault,
        )


def _of(row: Outbox, at: datetime) -> dict[str, object]:
    return {
        "outbox_id": row.id,
        "outbox_at": row.at,
        "order_id": row.order_id,
        "kind": row.kind,
        "created_at": at,
    }


def _notice(row: Outbox, kind: Kind, one: Recipient) -> Notice:
    return Notice(
        at=row.at,
        staff_id=one.id,
        outbox_id=row.id,
        order_id=row.order_id,
        kind=row.kind,
        group=kind.group,
        payload=row.payload,
    )


def _bury(lost: Sequence[Delivery]) -> None:
    """Into the list of what was not sent; what was resent and is lost again is there again."""
    Delivery.objects.bulk_create(
        lost,
        update_conflicts=True,
        unique_fields=["outbox_id", "medium", "to_kind", "to_id"],
        update_fields=["state", "fault"],
    )
