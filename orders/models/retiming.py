"""Batches that move the limits of open assignments: what was asked, how far it came, what moved."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orders.guards import never_deleted, written_once


class RetimingBatch(models.Model):
    """One proposal of a calendar or of a limit, its preview, and what came of it.

    cursor says how far the present step-by-step work has come (an order's id while counting and
    running, a retimed assignment's while undoing); the row is the lease: a step holds it locked.
    At most one batch at a time writes.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar", "放假通知"
        LIMIT = "limit", "时限"

    class State(models.TextChoices):
        COUNTING = "counting", "预算中"
        PROPOSED = "proposed", "待确认"
        RUNNING = "running", "重算中"
        DONE = "done", "已重算"
        UNDOING = "undoing", "撤回中"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "没有用"

    WORKING = (State.COUNTING.value, State.RUNNING.value, State.UNDOING.value)
    WRITING = (State.RUNNING.value, State.UNDOING.value)

    kind = models.CharField("种类", max_length=20, choices=Kind)
    state = models.CharField("状态", max_length=20, choices=State, default=State.COUNTING)
    proposal = models.JSONField("所提")
    earlier = models.BooleanField("也可提前", default=False)
    asked_at = models.DateTimeField("提出时刻")
    asked_by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    base_edition = models.PositiveIntegerField("所据日历")
    counted_at = models.DateTimeField("预算时刻")
    cursor = models.BigIntegerField("做到", default=0)
    upto = models.BigIntegerField("做到为止", default=0)
    total = models.PositiveIntegerField("工单数", default=0)
    preview = models.JSONField("预算", default=dict)
    counts = models.JSONField("结果", default=dict)
    undo_counts = models.JSONField("撤回结果", default=dict)
    confirmed_at = models.DateTimeField("确认时刻", null=True, blank=True)
    confirmed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField("做完时刻", null=True, blank=True)
    undone_at = models.DateTimeField("撤回时刻", null=True, blank=True)
    undone_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    calendar = models.ForeignKey(
        "orders.CalendarEdition", models.PROTECT, null=True, related_name="+"
    )
    limit = models.ForeignKey("orders.LimitRule", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "时限重算"
        triggers = (
            written_once(
                "retiming_batch_facts_once",
                "asked_at",
                "confirmed_at",
                "undone_at",
                "calendar_id",
                "limit_id",
            ),
            never_deleted("retiming_batch_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["running", "undoing"]),
                name="one_retiming_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="retiming_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__gte=F("confirmed_at"), undone_by__isnull=False),
                name="retiming_undone_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["counting", "proposed", "dropped"], confirmed_at=None)
                | Q(state__in=["running", "done"], confirmed_at__isnull=False, undone_at=None)
                | Q(state__in=["undoing", "undone"], undone_at__isnull=False),
                name="retiming_state_has_its_moments",
            ),
        )
        indexes = (
            models.Index(
                fields=["id"],
                condition=Q(state__in=["counting", "running", "undoing"]),
                name="retiming_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"第{self.pk}批{self.get_kind_display()}"


class RetimedAssignment(models.Model):
    """What one batch moved on one assignment: once a batch, and once a calendar edition.

    old and new hold the moments by column; old_terms and new_terms the promise where it changed.
    """

    batch = models.ForeignKey(RetimingBatch, models.PROTECT, related_name="retimed")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("orders.Assignment", models.PROTECT, related_name="retimed")
    calendar = models.ForeignKey(
        "orders.CalendarEdition", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("时刻")
    old = models.JSONField("原时限")
    new = models.JSONField("新时限")
    old_terms = models.JSONField("原许", null=True)
    new_terms = models.JSONField("新许", null=True)
    revoked = ArrayField(models.BigIntegerField(), verbose_name="撤销的等级", default=list)
    undone_at = models.DateTimeField("撤回时刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重算的派办"
        triggers = (
            written_once("retimed_facts_once", "at", "old", "new", "undone_at"),
            never_deleted("retimed_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["batch", "assignment"], name="retimed_once_a_batch"),
            models.UniqueConstraint(
                fields=["assignment", "calendar"], name="retimed_once_an_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.assignment_id}"
