"""抽查 and 书面说明: the month's sample with its findings, and what units owe for a quarter."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once


class Threshold(models.Model):
    """A whole number that supervising goes by: a share in percent, or so many."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=60)
    amount = models.PositiveIntegerField("数")
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "督查界限"

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class Inspection(models.Model):
    """One month's sample, drawn once. The seed with percent and least draws the same again."""

    month = models.DateField("月份", unique=True)
    seed = models.CharField("种子", max_length=40)
    percent = models.PositiveSmallIntegerField("抽百分之")
    least = models.PositiveSmallIntegerField("每单位至少")
    drawn_at = models.DateTimeField("抽取时刻")
    drawn_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "抽查"
        triggers = (append_only("inspection_append_only"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100), least__gte=1) & ~Q(seed=""),
                name="inspection_draws_some",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="inspection_month_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class InspectionUnit(models.Model):
    """How many of a unit's completed orders there were to draw from, and how many were drawn."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="units")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    completed = models.PositiveIntegerField("办结")
    drawn = models.PositiveIntegerField("抽取")

    class Meta:
        verbose_name = verbose_name_plural = "抽查的单位"
        triggers = (append_only("inspection_unit_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["inspection", "unit"], name="inspection_unit_once"),
            models.CheckConstraint(
                condition=Q(drawn__gte=1, drawn__lte=F("completed")), name="drawn_of_completed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.unit_id}"


class InspectionItem(models.Model):
    """A completed order in the sample; its finding is written once."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="items")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    round = models.ForeignKey("orders.Round", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    finding = models.ForeignKey("orders.Reason", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField("查明时刻", null=True, blank=True)
    found_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "抽查件"
        triggers = (
            written_once("inspection_finding_once", "finding_id", "found_at", "found_by_id"),
            never_deleted("inspection_item_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["inspection", "order"], name="inspected_once_a_month"),
            models.CheckConstraint(
                condition=Q(finding__isnull=True, found_at__isnull=True, found_by__isnull=True)
                | Q(finding__isnull=False, found_at__isnull=False, found_by__isnull=False),
                name="finding_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.order_id}"


class Explanation(models.Model):
    """What one unit owes for one quarter, and why: the figures as they stood when it was asked."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="explanations")
    quarter = models.DateField("季度")
    due_count = models.PositiveIntegerField("到期")
    silent_count = models.PositiveIntegerField("未签收或超期")
    yellow = models.PositiveIntegerField("黄牌")
    red = models.PositiveIntegerField("红牌")
    owed_at = models.DateTimeField("要求时刻")

    class Meta:
        verbose_name = verbose_name_plural = "书面说明"
        triggers = (append_only("explanation_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["unit", "quarter"], name="explanation_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(silent_count__lte=F("due_count")), name="silent_of_due"
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="explanation_of_a_quarter",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.quarter}"


class ExplanationTurn(models.Model):
    """One asking with its own limit: written once, reviewed once; sent back there is another.

    next_look_at is when the clock must look: at the reminder, at the limit, then never. late_at is
    when the clock wrote that the limit (due_at) had passed.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "认可"
        SENT_BACK = "sent_back", "退回重写"

    explanation = models.ForeignKey(Explanation, models.PROTECT, related_name="turns")
    n = models.PositiveSmallIntegerField("第几次")
    asked_at = models.DateTimeField("要求时刻")
    terms = models.JSONField("所许时限")
    remind_at = models.DateTimeField("提醒时刻")
    due_at = models.DateTimeField("时限")
    next_look_at = models.DateTimeField("时钟下次看", null=True, blank=True)
    reminded_at = models.DateTimeField("提醒过", null=True, blank=True)
    late_at = models.DateTimeField("记为逾期", null=True, blank=True)
    body = models.TextField("说明", blank=True)
    written_at = models.DateTimeField("提交时刻", null=True, blank=True)
    written_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=10, choices=Verdict, blank=True)
    words = models.TextField("意见", blank=True)
    reviewed_at = models.DateTimeField("审看时刻", null=True, blank=True)
    reviewed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "书面说明的一次"
        triggers = (
            written_once(
                "explanation_facts_once", "asked_at", "due_at", "reminded_at", "late_at",
                "written_at", "reviewed_at",
            ),
            never_deleted("explanation_turn_never_deleted"),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(fields=["explanation", "n"], name="explanation_turn_once"),
            models.UniqueConstraint(
                fields=["explanation"],
                condition=Q(reviewed_at__isnull=True),
                name="one_open_explanation_turn",
            ),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, written_by__isnull=True, body="")
                | (Q(written_at__isnull=False, written_by__isnull=False) & ~Q(body="")),
                name="explanation_written_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | (Q(reviewed_at__gte=F("written_at"), reviewed_by__isnull=False) & ~Q(verdict="")),
                name="explanation_reviewed_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_look_at"],
                condition=Q(next_look_at__isnull=False),
                name="explanation_next_look",
            ),
        )

    def __str__(self) -> str:
        return f"{self.explanation_id} 第{self.n}次"
