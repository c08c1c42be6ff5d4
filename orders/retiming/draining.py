"""The clock goes on with batches that nobody works at: a killed worker's work is taken up again."""

import logging
from collections import Counter
from datetime import datetime

from orders.clock.drains import Took, drains
from orders.models import RetimingBatch
from orders.retiming.steps import STEP, step

log = logging.getLogger(__name__)


def batches_under_way(at: datetime) -> int:
    """How many batches have steps left."""
    return RetimingBatch.objects.filter(state__in=RetimingBatch.WORKING).count()


@drains("retiming", due=batches_under_way)
def drain_batches(at: datetime, most: int) -> Took:
    """One step of the first batch under way. It never fills its turn: what is due now comes before
    the rest of a long batch, which goes on with the next sweep."""
    under_way = RetimingBatch.objects.filter(state__in=RetimingBatch.WORKING).order_by("id")
    batch_id = under_way.values_list("id", flat=True).first()
    try:
        worked = batch_id is not None and step(batch_id, at=at, most=min(STEP, most))
    except Exception as error:  # a batch in trouble must not stop the other drains
        log.error("retiming batch %s stands still", batch_id, exc_info=error)
        worked = False
    if not worked:
        return Took(0)
    return Took(min(1, most - 1), Counter({"retiming_step": 1}))
