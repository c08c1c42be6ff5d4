"""A rating said to be unreasonable: one person proposes it, another rules on it."""

from django.db import models
from django.db.models import F, Q

from orders.guards import never_deleted, written_once


class RatingDoubt(models.Model):
    """Once a round. The rating stays in the record; found unreasonable it leaves the denominators
    by Round.rating_excluded_at alone (domain §4)."""

    class Verdict(models.TextChoices):
        UNREASONABLE = "unreasonable", "评价不合理"
        STANDS = "stands", "评价有效"

    round = models.OneToOneField("orders.Round", models.PROTECT, related_name="doubt")
    asked_at = models.DateTimeField("提请时刻")
    asked_by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("认定时刻", null=True, blank=True)
    decided_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    decided_text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=20, choices=Verdict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价认定"
        triggers = (
            written_once("rating_doubt_once", "asked_at", "asked_by_id", "decided_at"),
            never_deleted("rating_doubt_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, verdict="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(verdict="")),
                name="rating_doubt_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="rating_doubt_by_two_people",
            ),
        )
        indexes = (
            models.Index(
                fields=["asked_at"], condition=Q(decided_at__isnull=True), name="rating_doubt_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} 评价认定"
