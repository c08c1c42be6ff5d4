"""The daily digest for unit heads: what is open, due today, overdue, and cards since yesterday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from orders.models import Digest, Level, Outbox
from orders.period import SHANGHAI
from orders.queues import BY_KEY, held
from orders.transitions import OPEN_ASSIGNMENT
from units.actor import actor_of
from units.models import Staff, Unit
from units.roles import Role


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a unit's subtree at one moment; what was handed down within it counts once."""

    open: int
    due_today: int
    overdue: int
    yellow: int = 0
    red: int = 0

    def payload(self, day: date) -> dict[str, object]:
        """As the notice keeps it."""
        counts = {name: getattr(self, name) for name in self.__slots__}
        return {"day": day.isoformat(), **counts}


def send_digests(*, at: datetime) -> int:
    """One digest for each unit head in use and Shanghai day, however often it is asked for; a head
    with nothing on hand and no new card is told nothing. The answer is how many were told."""
    day = at.astimezone(SHANGHAI).date()
    done = Digest.objects.filter(day=day).values("staff")
    heads = Staff.objects.filter(is_active=True, roles__contains=[Role.UNIT_HEAD.value])
    told = 0
    figures: dict[int, Figures] = {}
    for head in heads.exclude(pk__in=done).select_related("unit").order_by("pk"):
        if head.unit_id not in figures:
            figures[head.unit_id] = figures_of(head, at=at)
        told += _tell(head, day, figures[head.unit_id], at)
    return told


def _tell(head: Staff, day: date, figures: Figures, at: datetime) -> int:
    with transaction.atomic():
        _, first = Digest.objects.get_or_create(staff=head, day=day, defaults={"made_at": at})
        if not first or not any((figures.open, figures.yellow, figures.red)):
            return 0
        Outbox.objects.create(
            at=at,
            kind="digest",
            to_kind=Outbox.To.STAFF,
            to_id=str(head.pk),
            payload=figures.payload(day),
        )
    return 1


def figures_of(head: Staff, *, at: datetime) -> Figures:
    """The figures of the head's unit and everything below it, as the queues count them."""
    own = (actor_of(head),)
    open_now = held(own).filter(state__in=OPEN_ASSIGNMENT)
    tomorrow = _midnight(at, days=1)
    return Figures(
        open=open_now.count(),
        due_today=open_now.filter(due_at__gte=at, due_at__lt=tomorrow).count(),
        overdue=BY_KEY["overdue"].rows(own, at).count(),
        **_cards(head.unit, at),
    )


def _midnight(at: datetime, *, days: int) -> datetime:
    """The beginning of the Shanghai day so many days from that of the moment."""
    day = at.astimezone(SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, datetime.min.time(), SHANGHAI)


def _cards(unit: Unit, at: datetime) -> Mapping[str, int]:
    """Cards given since yesterday began, those that stand."""
    since = _midnight(at, days=-1)
    standing = Level.objects.filter(
        assignment__unit__path__startswith=unit.path,
        occurred_at__gte=since,
        occurred_at__lte=at,
        revoked_at__isnull=True,
    )
    counts: dict[str, int] = standing.aggregate(
        yellow=Count("pk", filter=Q(card="yellow")), red=Count("pk", filter=Q(card="red"))
    )
    return counts
