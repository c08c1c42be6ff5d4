"""What happened, what it moved, and who must hear: three append-only books beside the facts.

Nothing points at their rows and their keys carry the moment, so that months can be partitioned
and detached.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from orders.guards import append_only, never_deleted
from orders.states import Verb


class NextLedgerId(models.Func):
    """The next number of the sequence the three books share."""

    template = "nextval('orders_ledger_seq'::regclass)"
    output_field = models.BigIntegerField()


class TransactionId(models.Func):
    """The writing transaction's xid8, so that a reader can tell what may still be committing."""

    template = "((pg_current_xact_id())::text)::bigint"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One verb done: moved from, to, by whom, when; ids, codes and moments only, never words."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField("时刻")
    recorded_at = models.DateTimeField("记录时刻", db_default=models.functions.Now())
    order_id = models.BigIntegerField()
    assignment_id = models.BigIntegerField(null=True)
    verb = models.CharField("动作", max_length=30, choices=Verb)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    by_kind = models.CharField("由", max_length=20)
    by_id = models.BigIntegerField(null=True)
    by_unit_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        triggers = (append_only("event_append_only"),)
        indexes = (
            models.Index(fields=["order_id", "id"], name="event_of_order"),
            BrinIndex(fields=["at"], name="event_at_brin"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.verb}"


class Change(models.Model):
    """Which order moved and which local days its facts touch: tallies and feeds read it."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField()
    xid = models.BigIntegerField(db_default=TransactionId())
    order_id = models.BigIntegerField()
    assignment_id = models.BigIntegerField(null=True)
    days = ArrayField(models.DateField())

    class Meta:
        verbose_name = verbose_name_plural = "变动"
        triggers = (append_only("change_append_only"),)
        indexes = (models.Index(fields=["xid", "id"], name="change_cursor"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.xid}"


class Outbox(models.Model):
    """A notice owed to somebody, written with the fact it tells of.

    sent_at is when it was handed on: each of its recipients has a Delivery from then on.
    """

    class To(models.TextChoices):
        CITIZEN = "citizen", "市民"
        UNIT = "unit", "单位"
        UNIT_HEAD = "unit_head", "单位负责人"
        STAFF = "staff", "人员"
        ROLE = "role", "岗位"
        READERS = "readers", "外面的读者"

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField()
    order_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    to_kind = models.CharField(max_length=20, choices=To)
    to_id = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待发通知"
        triggers = (never_deleted("outbox_never_deleted"),)
        indexes = (
            models.Index(
                fields=["id"], condition=models.Q(sent_at__isnull=True), name="outbox_unsent"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.to_kind}:{self.to_id}"
