"""Who hears of a bulletin's steps: whoever has the next one, and of the issue all who read them."""

from datetime import datetime

from orders.models import Outbox
from reports.bulletins.kinds import BulletinKind
from reports.models import Bulletin, Subscriber
from units.roles import Role

READERS = (Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR)
# Of what ranks them, the heads of units hear too.
_RANKING = frozenset({BulletinKind.MONTH, BulletinKind.QUARTER, BulletinKind.YEAR})


def readers(row: Bulletin) -> tuple[Role, ...]:
    """Whom the issue is told to."""
    return (*READERS, Role.UNIT_HEAD) if row.kind in _RANKING else READERS


def mail(row: Bulletin, at: datetime) -> None:
    """The issued bulletin goes to the mailing list of its kind, where anybody is on it."""
    if Subscriber.objects.filter(until__isnull=True, kinds__contains=[row.kind]).exists():
        _owe(row, "bulletin.issued", at, Outbox.To.READERS, row.kind)


def tell(row: Bulletin, kind: str, at: datetime, *roles: Role) -> None:
    """A notice to everybody of those roles; by mail too, where they chose so. The payload holds
    the row's id, its kind's name and its number."""
    for role in roles:
        _owe(row, kind, at, Outbox.To.ROLE, role.value)


def _owe(row: Bulletin, kind: str, at: datetime, to_kind: str, to_id: str) -> None:
    payload = {"bulletin": row.pk, "kind": row.get_kind_display(), "number": row.number}
    Outbox.objects.create(at=at, kind=kind, to_kind=to_kind, to_id=to_id, payload=payload)
