"""Who hears of a bulletin's steps: whoever has the next one, and of the issue all who read them."""

from datetime import datetime

from orders.models import Outbox
from reports.models import Bulletin
from units.roles import Role

READERS = (Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR)


def tell(row: Bulletin, kind: str, at: datetime, *roles: Role) -> None:
    """A notice to everybody of those roles; by mail too, where they chose so. The payload holds
    the row's id, its kind's name and its number."""
    for role in roles:
        Outbox.objects.create(
            at=at,
            kind=kind,
            to_kind=Outbox.To.ROLE,
            to_id=role.value,
            payload={"bulletin": row.pk, "kind": row.get_kind_display(), "number": row.number},
        )
