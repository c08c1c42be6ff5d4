"""Files handed in together with a verb: kept with it, or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from orders.attachments import attach_all
from orders.models import Attachment, Order
from units.actor import Actor


@contextmanager
def kept_with(
    order: Order, uploads: Sequence[File], *, by: Actor, at: datetime
) -> Iterator[list[int]]:
    """The ids of the files as attachments of the order, for what is done inside; where that
    fails nothing of them stays. An archived order takes them too: a unit may still contest a
    rating then. Raises what attach_all raises."""
    before = set(Attachment.objects.filter(order=order).values_list("pk", flat=True))
    kept: list[Attachment] = []
    try:
        with transaction.atomic():
            kept = attach_all(order, uploads, by=by, at=at, archived_too=True) if uploads else []
            yield [attachment.pk for attachment in kept]
    except BaseException:
        for attachment in kept:
            if attachment.pk not in before:
                attachment.file.delete(save=False)
        raise
