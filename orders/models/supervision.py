"""Pressing a unit: urges, and supervisions with their limit, the unit's answers and the end."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once


class Urge(models.Model):
    """Somebody asked for haste; party says for whom, so that no party can flood (a rule)."""

    class Party(models.TextChoices):
        CITIZEN = "citizen", "市民"
        HOTLINE = "hotline", "热线"
        CLOCK = "clock", "时钟"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="urges")
    party = models.CharField("哪一方", max_length=10, choices=Party)
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        triggers = (append_only("urge_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["order", "party", "at"], name="urge_once_a_moment"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.get_party_display()}催"


class Supervision(models.Model):
    """The hotline looks over a unit's shoulder on one assignment until it is content.

    The limit is copied when it is issued, like every promise; due_at moves on by the time an
    answer that was sent back lay with the hotline. replied_at speaks of the answer now lying
    there; the answers themselves are rows.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", "日常督办"
        LISTED = "listed", "挂牌督办"
        TALK = "talk", "约谈督办"

    class Verdict(models.TextChoices):
        MET = "met", "已落实"
        LIFTED = "lifted", "撤销"
        LAPSED = "lapsed", "随派办了结"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="supervisions")
    assignment = models.ForeignKey(
        "orders.Assignment", models.PROTECT, related_name="supervisions", verbose_name="派办"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind)
    text = models.ForeignKey("orders.Text", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("下达时刻")
    issued_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    terms = models.JSONField("所限")
    calendar_edition = models.PositiveIntegerField("日历版次")
    due_at = models.DateTimeField("回报时限")
    replied_at = models.DateTimeField("回报时刻", null=True, blank=True)
    closed_at = models.DateTimeField("了结时刻", null=True, blank=True)
    closed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    closing_text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=10, choices=Verdict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        triggers = (
            written_once("supervision_facts_once", "issued_at", "closed_at", "assignment_id"),
            never_deleted("supervision_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(closed_at__isnull=True),
                name="one_open_supervision",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, verdict="")
                | (Q(closed_at__isnull=False, closed_at__gte=F("issued_at")) & ~Q(verdict="")),
                name="supervision_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("issued_at")), name="supervision_due_later"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="supervision_open",
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="supervision_closed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.get_kind_display()}"


class SupervisionAnswer(models.Model):
    """What the unit reported to a supervision; looked at once: content, or sent back."""

    class Verdict(models.TextChoices):
        MET = "met", "认可"
        SENT_BACK = "sent_back", "退回"

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="answers")
    n = models.PositiveSmallIntegerField("次")
    replied_at = models.DateTimeField("回报时刻")
    replied_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField("看过时刻", null=True, blank=True)
    reviewed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    review_text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=10, choices=Verdict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办回报"
        triggers = (
            written_once("supervision_answer_facts_once", "replied_at", "reviewed_at"),
            never_deleted("supervision_answer_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["supervision", "n"], name="supervision_answer_once"),
            models.UniqueConstraint(
                fields=["supervision"],
                condition=Q(reviewed_at__isnull=True),
                name="one_open_supervision_answer",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_at__gte=F("replied_at")) & ~Q(verdict="")),
                name="supervision_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.supervision_id} 第{self.n}次回报"
