"""Which earlier days' figures a late word about calls or seats touches: tallies read it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from calls.models.call import NextLedgerId
from orders.guards import append_only
from orders.models.ledger import TransactionId


class CallChange(models.Model):
    """Days before the day it was written on; what happens today needs no row, for today is always
    counted again. Nothing points here and the key carries the moment, as with calls."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField()
    xid = models.BigIntegerField(db_default=TransactionId())
    days = ArrayField(models.DateField())

    class Meta:
        verbose_name = verbose_name_plural = "通话变动"
        triggers = (append_only("call_change_append_only"),)
        indexes = (models.Index(fields=["xid", "id"], name="call_change_cursor"),)

    def __str__(self) -> str:
        return f"{self.xid}"
