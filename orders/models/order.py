"""The order: one demand of one citizen, its description, its latest decision and its promise."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from orders.guards import moves_only, never_deleted, written_once
from orders.models.limits import Kind, Urgency
from orders.states import OrderState
from orders.transitions import order_moves


class NewPublicId(models.Func):
    """A uuid of version 7, made by the database."""

    template = "uuidv7()"
    output_field = models.UUIDField()


class Order(models.Model):
    """The citizen's own promise runs from received_at and is never reset (domain §3).

    decided_at is the moment of the latest decision (answered, declined, dispatched ...), which
    places the order in exactly one part of the accepted demands (domain §4). next_due_at is the
    earliest moment at which one of the order's clocks reaches its next level, or null.
    """

    number = models.CharField("工单号", max_length=15, unique=True)
    public_id = models.UUIDField("公开号", unique=True, db_default=NewPublicId())
    state = models.CharField("状态", max_length=20, choices=OrderState)
    version = models.PositiveIntegerField("版次", default=1)

    kind = models.CharField("性质", max_length=20, choices=Kind)
    urgency = models.CharField("紧急程度", max_length=20, choices=Urgency, default=Urgency.NORMAL)
    channel = models.ForeignKey("orders.Channel", models.PROTECT, verbose_name="渠道")
    category = models.ForeignKey("orders.Category", models.PROTECT, verbose_name="类别")
    title = models.CharField("标题", max_length=120)
    district = models.CharField("区域", max_length=40, blank=True)
    street = models.CharField("街道", max_length=60, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    about_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, verbose_name="被反映单位"
    )
    citizen = models.ForeignKey(
        "orders.Citizen", models.PROTECT, null=True, blank=True, verbose_name="市民"
    )
    confidential = models.BooleanField("保密", default=False)

    received_at = models.DateTimeField("受理时刻")
    received_by = models.ForeignKey(
        "units.Staff", models.PROTECT, null=True, blank=True, verbose_name="受理人"
    )
    dispatch_due_at = models.DateTimeField("派单时限", null=True, blank=True)
    promise_due_at = models.DateTimeField("承诺时限", null=True, blank=True)
    decided_at = models.DateTimeField("处置时刻", null=True, blank=True)
    dispatched_at = models.DateTimeField("首次派单", null=True, blank=True)
    archived_at = models.DateTimeField("归档时刻", null=True, blank=True)
    dispatch_count = models.PositiveSmallIntegerField("派单次数", default=0)
    raised_at = models.DateTimeField("提级时刻", null=True, blank=True)
    waiting_since = models.DateTimeField("待派起", null=True, blank=True)
    waits = models.PositiveSmallIntegerField("第几次待派", default=1)
    next_due_at = models.DateTimeField("时钟下次看", null=True, blank=True)

    reason = models.ForeignKey(
        "orders.Reason", models.PROTECT, null=True, blank=True, verbose_name="处置理由"
    )
    transfer_receipt = models.CharField("移交回执", max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="主单"
    )

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        triggers = (
            moves_only("order_moves_by_the_table", order_moves()),
            written_once("order_facts_once", "received_at", "dispatched_at", "number"),
            never_deleted("order_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values), name="order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.MERGED, merged_into__isnull=False)
                | (~Q(state=OrderState.MERGED) & Q(merged_into__isnull=True)),
                name="order_merged_has_main",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.DECLINED, OrderState.TRANSFERRED])
                | Q(reason__isnull=False),
                name="order_decision_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.RECEIVED) | Q(decided_at__isnull=False),
                name="order_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="order_point_whole",
            ),
        )
        indexes = (
            BrinIndex(fields=["received_at"], name="order_received_brin"),
            BrinIndex(fields=["dispatched_at"], name="order_dispatched_brin"),
            models.Index(fields=["-received_at", "-id"], name="order_latest_first"),
            models.Index(fields=["state", "-received_at", "-id"], name="order_by_state"),
            models.Index(fields=["citizen", "-received_at"], name="order_of_citizen"),
            models.Index(
                fields=["dispatch_due_at"],
                condition=Q(state=OrderState.RECEIVED),
                name="order_to_dispatch",
            ),
            models.Index(
                fields=["next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="order_next_due",
            ),
        )

    def __str__(self) -> str:
        return self.number
