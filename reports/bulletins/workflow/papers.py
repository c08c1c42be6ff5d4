"""What goes along with the letter that says a bulletin is issued."""

from collections.abc import Mapping, Sequence
from typing import Any

from orders.notices.gateways.gateway import Attachment, Permanent
from reports.bulletins.rendering import RENDERERS
from reports.bulletins.workflow import steps
from reports.models import Bulletin


def papers(payload: Mapping[str, Any]) -> Sequence[Attachment]:
    """The issued bulletin as a PDF. Raises Permanent where there is none of that id."""
    pk = int(payload.get("bulletin", 0))
    row = Bulletin.objects.filter(pk=pk, state=Bulletin.State.ISSUED).first()
    if row is None:
        raise Permanent("no_bulletin")
    name = f"{row.get_kind_display()}{row.number}.pdf"
    return [Attachment(name, "application/pdf", RENDERERS["pdf"](steps.document(row)))]
