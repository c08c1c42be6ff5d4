"""The assignment: an order given to a unit, with the promises copied to it when it was made."""

from django.db import models
from django.db.models import Q

from orders.guards import moves_only, never_deleted, written_once
from orders.states import AssignmentRole, AssignmentState
from orders.transitions import assignment_moves


class Assignment(models.Model):
    """Lead or assist; a child was handed down by a platform and hangs on its parent.

    Sign, contact and handle clocks all start at dispatched_at (domain §3). due_at, replied_at and
    accepted_at speak of the last round. terms keeps what was promised: for each clock the rule's
    code, amount and measure, so that a rule changed later changes no history.
    """

    class ClosedAs(models.TextChoices):
        DONE = "done", "办结"
        MOVED = "moved", "改派"
        RECALLED = "recalled", "收回"
        NOT_AWAITED = "not_awaited", "未等"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("units.Unit", models.PROTECT, verbose_name="单位")
    role = models.CharField("主协办", max_length=10, choices=AssignmentRole)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    state = models.CharField("状态", max_length=20, choices=AssignmentState)

    dispatched_at = models.DateTimeField("派单时刻")
    dispatched_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    by_ruling = models.BooleanField("裁定所派", default=False)
    return_barred = models.BooleanField("不得退单", default=False)
    catalogue_entry = models.ForeignKey(
        "orders.CatalogueEntry", models.PROTECT, null=True, blank=True, verbose_name="目录条目"
    )
    catalogue_agreed = models.BooleanField("依目录", null=True)

    terms = models.JSONField("所许时限")
    calendar_edition = models.PositiveIntegerField("日历版次")
    sign_due_at = models.DateTimeField("签收时限", null=True, blank=True)
    contact_due_at = models.DateTimeField("联系时限", null=True, blank=True)
    return_until = models.DateTimeField("退单时限", null=True, blank=True)
    first_due_at = models.DateTimeField("最初时限", null=True, blank=True)
    due_at = models.DateTimeField("办理时限", null=True, blank=True)
    extended_days = models.PositiveSmallIntegerField("已延工作日", default=0)

    round_n = models.PositiveSmallIntegerField("轮次", default=1)
    signed_at = models.DateTimeField("签收时刻", null=True, blank=True)
    signed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    contacted_at = models.DateTimeField("联系时刻", null=True, blank=True)
    replied_at = models.DateTimeField("答复时刻", null=True, blank=True)
    accepted_at = models.DateTimeField("审核时刻", null=True, blank=True)
    closed_at = models.DateTimeField("了结时刻", null=True, blank=True)
    closed_as = models.CharField("了结为", max_length=20, choices=ClosedAs, blank=True)
    excluded_at = models.DateTimeField("剔除时刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "派办"
        triggers = (
            moves_only("assignment_moves_by_the_table", assignment_moves()),
            written_once(
                "assignment_facts_once",
                "dispatched_at",
                "signed_at",
                "contacted_at",
                "first_due_at",
                "unit_id",
            ),
            never_deleted("assignment_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="assignment_state_known"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(
                    role=AssignmentRole.LEAD,
                    parent__isnull=True,
                    state__in=["to_sign", "handling", "replied", "accepted"],
                ),
                name="one_running_lead_an_order",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False),
                name="assignment_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="assignment_closed_whole",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "state", "due_at"], name="assignment_of_unit"),
            models.Index(fields=["dispatched_at"], name="assignment_by_dispatch"),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["to_sign", "handling"]),
                name="assignment_running_due",
            ),
            models.Index(
                fields=["order"],
                condition=Q(state__in=["to_sign", "handling", "replied"]),
                name="assignment_not_over",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} → {self.unit_id}"
