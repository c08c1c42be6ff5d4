"""What an inspector found about an order of the sample: one of a fixed list, written once."""

from datetime import datetime

from django.db import transaction

from orders.errors import Conflict, Forbidden, Refused
from orders.models import InspectionItem, Outbox, Reason
from orders.notes import note_for_the_unit
from units.access import Area, may_change
from units.actor import Actor

CLEAN = "finding.ok"


def find(item: InspectionItem, *, by: Actor, at: datetime, finding: str, text: str = "") -> None:
    """Write the finding; whatever is not clean needs words, and the unit's head is told. Raises
    Forbidden, Refused, Conflict."""
    if not may_change(by, Area.INSPECTION) or by.staff_id is None:
        raise Forbidden("抽查由督办员和审核回访员做")
    known = Reason.objects.filter(kind=Reason.Kind.FINDING, active=True, code=finding)
    if not known.exists():
        raise Refused("选抽查结论", field="finding")
    if finding != CLEAN and not text.strip():
        raise Refused("写明查到了什么", field="text")
    with transaction.atomic():
        row = InspectionItem.objects.select_for_update().get(pk=item.pk)
        if row.finding_id is not None:
            raise Conflict("这件已经有结论", code="found", at=row.found_at)
        row.finding_id, row.found_at, row.found_by_id = finding, at, by.staff_id
        row.text = note_for_the_unit(row.order_id, text.strip(), at)
        row.save(update_fields=["finding", "found_at", "found_by", "text"])
        if finding != CLEAN:
            _tell(row, finding, at)


def _tell(row: InspectionItem, finding: str, at: datetime) -> None:
    Outbox.objects.create(
        at=at,
        order_id=row.order_id,
        kind="inspected",
        to_kind=Outbox.To.UNIT_HEAD,
        to_id=str(row.unit_id),
        payload={"reason": finding},
    )
