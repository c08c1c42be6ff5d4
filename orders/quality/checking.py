"""Scoring a reply: once, after its review, by a reviewer or supervisor who did not write it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from orders.errors import Conflict, Forbidden, NotReady, Refused
from orders.models import Outbox, QualityCheck, QualityCriterion, QualityFault, Reason, Reply
from orders.notes import note_for_the_unit
from orders.publishing import order_topic, tell
from orders.quality.scoring import score
from units.access import Area, may_change
from units.actor import Actor


def criteria() -> list[QualityCriterion]:
    """The criteria in force, in their order. Raises NotReady where there are none."""
    found = list(QualityCriterion.objects.filter(active=True).order_by("position", "code"))
    if not found:
        raise NotReady("没有质检标准，请管理员补上")
    return found


def check(
    reply: Reply, *, by: Actor, at: datetime, faults: Sequence[str] = (), text: str = ""
) -> QualityCheck:
    """Score the reply by the faults found (codes of reasons); with faults the words say where.
    The unit reads the score and is told of faults. Raises Forbidden, Refused, Conflict or
    NotReady."""
    _allowed(reply, by, faults, text)
    assert by.staff_id is not None
    scored = score(criteria(), faults)
    held = reply.round.assignment
    try:
        with transaction.atomic():
            row = QualityCheck.objects.create(
                reply=reply,
                unit_id=held.unit_id,
                replied_by_id=reply.replied_by_id,
                checked_at=at,
                checked_by_id=by.staff_id,
                points=scored.points,
                possible=scored.possible,
                text=note_for_the_unit(held.order_id, text.strip(), at),
            )
            QualityFault.objects.bulk_create(
                QualityFault(check_row=row, criterion_id=of, reason_id=reason, cost=cost)
                for reason, of, cost in scored.costs
            )
            if scored.costs:
                _tell_unit(row, held.order_id)
    except IntegrityError as error:
        if "quality_check_reply" in str(error) or "reply_id" in str(error):
            raise Conflict("这份答复刚被别人质检过", code="checked") from None
        raise
    number = held.order.number
    tell(row.pk, lambda: [order_topic(number)])
    return row


def _allowed(reply: Reply, by: Actor, faults: Sequence[str], text: str) -> None:
    if not may_change(by, Area.QUALITY):
        raise Forbidden("质检由审核回访员和督办员做")
    if by.staff_id == reply.replied_by_id:
        raise Forbidden("自己写的答复不能自己质检")
    if not reply.verdict:
        raise Conflict("这份答复还没审核，审核后再质检", code="not_reviewed")
    if QualityCheck.objects.filter(reply=reply).exists():
        raise Conflict("这份答复已经质检过", code="checked")
    known = set(
        Reason.objects.filter(kind=Reason.Kind.QUALITY, active=True).values_list("code", flat=True)
    )
    if strange := sorted(set(faults) - known):
        raise Refused(f"没有这条质检问题：{strange[0]}", field="faults")
    if faults and not text.strip():
        raise Refused("写明问题在哪里", field="text")


def _tell_unit(row: QualityCheck, order_id: int) -> None:
    Outbox.objects.create(
        at=row.checked_at,
        order_id=order_id,
        kind="checked",
        to_kind=Outbox.To.UNIT,
        to_id=str(row.unit_id),
        payload={"points": row.points, "possible": row.possible},
    )
