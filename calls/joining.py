"""When two rows turn out to be one citizen, the telephone's rows go along."""

from typing import Any

from calls.models import Block, Call, ReturnCall
from orders.models import Citizen


def join(gone: Citizen, kept: Citizen) -> None:
    """Move what is `gone`'s to `kept`; of two open return calls or blocks one stays open."""
    for call in Call.objects.select_for_update().filter(citizen=gone):
        Call.objects.filter(id=call.id).update(
            citizen=kept, events=[_renamed(event, gone.pk, kept.pk) for event in call.events]
        )
    running = ReturnCall.objects.filter(closed_at__isnull=True)
    if running.filter(citizen=kept).exists():
        for row in running.filter(citizen=gone):
            row.closed_at, row.outcome = row.missed_at, ReturnCall.Outcome.CAME_AGAIN
            row.save(update_fields=["closed_at", "outcome"])
    ReturnCall.objects.filter(citizen=gone).update(citizen=kept)
    if Block.objects.filter(citizen=kept, lifted_at__isnull=True).exists():
        for block in Block.objects.filter(citizen=gone, lifted_at__isnull=True):
            block.lifted_at, block.lifted_by = block.until, block.by
            block.save(update_fields=["lifted_at", "lifted_by"])
    Block.objects.filter(citizen=gone).update(citizen=kept)


def _renamed(event: dict[str, Any], gone: int, kept: int) -> dict[str, Any]:
    """The event, speaking of the row that stays."""
    said = event.get("said", {})
    return event | {"said": said | {"citizen": kept}} if said.get("citizen") == gone else event
