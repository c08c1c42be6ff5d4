"""What a unit asks for and the hotline decides, and the stretches in which the clock stands."""

from django.db import models
from django.db.models import F, Q

from orders.guards import never_deleted, written_once


class Request(models.Model):
    """A return, extension or suspension asked for: asked and decided pairs, not states."""

    class Kind(models.TextChoices):
        RETURN = "return", "退单"
        EXTENSION = "extension", "延期"
        SUSPENSION = "suspension", "挂账"

    class Verdict(models.TextChoices):
        MOVED = "moved", "改派"
        UPHELD = "upheld", "维持"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        LAPSED = "lapsed", "未及裁定"

    assignment = models.ForeignKey("orders.Assignment", models.PROTECT, related_name="requests")
    kind = models.CharField("种类", max_length=20, choices=Kind)
    asked_at = models.DateTimeField("申请时刻")
    asked_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    reason = models.ForeignKey("orders.Reason", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField("申请工作日", null=True, blank=True)
    until = models.DateTimeField("申请至", null=True, blank=True)
    decision_due_at = models.DateTimeField("裁定时限", null=True, blank=True)
    decided_at = models.DateTimeField("裁定时刻", null=True, blank=True)
    decided_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=20, choices=Verdict, blank=True)
    granted_days = models.PositiveSmallIntegerField("准延工作日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        triggers = (
            written_once("request_facts_once", "asked_at", "decided_at", "decided_by_id"),
            never_deleted("request_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "kind"],
                condition=Q(decided_at__isnull=True),
                name="one_open_request_a_kind",
            ),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(kind="return"), name="one_return_an_assignment"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, verdict="")
                | (Q(decided_at__gte=F("asked_at")) & ~Q(verdict="")),
                name="request_decided_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.get_kind_display()}"


class Pause(models.Model):
    """A stretch that does not count; voided ones count again, and stay as evidence."""

    class Cause(models.TextChoices):
        RETURN = "return", "退单待裁"
        SUSPENSION = "suspension", "挂账"
        REVIEW = "review", "待审核"
        NO_LEAD = "no_lead", "主办改派中"

    assignment = models.ForeignKey("orders.Assignment", models.PROTECT, related_name="pauses")
    cause = models.CharField("缘由", max_length=20, choices=Cause)
    started_at = models.DateTimeField("起")
    planned_end_at = models.DateTimeField("拟至", null=True, blank=True)
    ended_at = models.DateTimeField("止", null=True, blank=True)
    voided_at = models.DateTimeField("作废时刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "停钟"
        triggers = (
            written_once("pause_facts_once", "started_at", "ended_at", "voided_at"),
            never_deleted("pause_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "cause"],
                condition=Q(ended_at__isnull=True),
                name="one_open_pause_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="pause_forwards",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.get_cause_display()}"
