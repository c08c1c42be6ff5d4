"""Appeals: what a unit contests, its evidence, and what another person of the hotline ruled."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once


class Appeal(models.Model):
    """A card, an overdue round or a bad rating contested, once; asked and decided are pairs.

    Granted, the card is revoked or the assignment excluded: it leaves the counts and stays in the
    record. The database itself holds that nobody decides the own appeal.
    """

    class Matter(models.TextChoices):
        CARD = "card", "发牌"
        OVERDUE = "overdue", "超期"
        RATING = "rating", "不满意评价"

    class Verdict(models.TextChoices):
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        LAPSED = "lapsed", "未及裁定"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="appeals")
    assignment = models.ForeignKey(
        "orders.Assignment", models.PROTECT, related_name="appeals", verbose_name="派办"
    )
    matter = models.CharField("申诉什么", max_length=10, choices=Matter)
    level = models.ForeignKey("orders.Level", models.PROTECT, null=True, related_name="appeals")
    round = models.ForeignKey("orders.Round", models.PROTECT, null=True, related_name="appeals")
    asked_at = models.DateTimeField("申诉时刻")
    asked_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, related_name="+")
    decision_due_at = models.DateTimeField("裁定时限")
    decided_at = models.DateTimeField("裁定时刻", null=True, blank=True)
    decided_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    decision_text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=10, choices=Verdict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申诉"
        triggers = (
            written_once(
                "appeal_facts_once", "asked_at", "decided_at", "decided_by_id", "level_id",
                "round_id",
            ),
            never_deleted("appeal_never_deleted"),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=["level"], condition=Q(level__isnull=False), name="one_appeal_a_card"
            ),
            models.UniqueConstraint(
                fields=["matter", "round"],
                condition=Q(round__isnull=False),
                name="one_appeal_a_round_and_matter",
            ),
            models.CheckConstraint(
                condition=Q(matter="card", level__isnull=False, round__isnull=True)
                | Q(matter__in=["overdue", "rating"], level__isnull=True, round__isnull=False),
                name="appeal_names_its_matter",
            ),
            models.CheckConstraint(
                condition=Q(
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    decision_text__isnull=True,
                    verdict="",
                )
                | Q(
                    decided_at__isnull=False,
                    decided_at__gte=F("asked_at"),
                    decided_by__isnull=True,
                    verdict="lapsed",
                )
                | Q(
                    decided_at__isnull=False,
                    decided_at__gte=F("asked_at"),
                    decided_by__isnull=False,
                    decision_text__isnull=False,
                    verdict__in=["granted", "refused"],
                ),
                name="appeal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="appeal_decided_by_another",
            ),
        )
        indexes = (
            models.Index(
                fields=["decision_due_at", "id"],
                condition=Q(decided_at__isnull=True),
                name="appeal_open",
            ),
            models.Index(fields=["-asked_at", "-id"], name="appeal_latest_first"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} 申诉{self.get_matter_display()}"


class AppealEvidence(models.Model):
    """A file of the order that the appeal leans on."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="evidence")
    attachment = models.ForeignKey("orders.Attachment", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "申诉证据"
        triggers = (append_only("appeal_evidence_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["appeal", "attachment"], name="appeal_evidence_once"),
        )

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.attachment_id}"
