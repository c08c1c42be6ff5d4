"""预警: a theme that rose beyond chance on a day, the orders behind it, and who has seen to it."""

from django.db import models
from django.db.models import Q

from orders.guards import append_only, never_deleted, written_once


class EarlyWarning(models.Model):
    """One a theme, place and day, whoever looks however often. district: its code, "" for the whole
    city. raised_at: when the rise was first seen; looked_at: when it was last counted, as long as
    it stayed unusual: count, expected and limit are those of that moment.
    """

    class SettledAs(models.TextChoices):
        SEEN = "seen", "在处置"
        DISMISSED = "dismissed", "不算异常"

    day = models.DateField("日子")
    category = models.ForeignKey("orders.Category", models.PROTECT, verbose_name="主题")
    district = models.CharField("区域", max_length=40, blank=True)
    raised_at = models.DateTimeField("发现时刻")
    looked_at = models.DateTimeField("截至")
    count = models.PositiveIntegerField("件数")
    expected = models.DecimalField("预期", max_digits=9, decimal_places=2)
    limit = models.PositiveIntegerField("突增界限")
    basis = models.CharField("预期的算法", max_length=60)
    settled_at = models.DateTimeField("处置时刻", null=True, blank=True)
    settled_by = models.ForeignKey(
        "units.Staff", models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_as = models.CharField("处置为", max_length=10, choices=SettledAs, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        triggers = (
            written_once("early_warning_facts_once", "raised_at", "settled_at"),
            never_deleted("early_warning_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["day", "category", "district"], name="one_early_warning_a_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    settled_at__isnull=True, settled_by__isnull=True, settled_as="", reason=""
                )
                | Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    settled_as__in=["seen", "dismissed"],
                ),
                name="early_warning_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(settled_as="dismissed") | ~Q(reason=""),
                name="early_warning_dismissed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=models.F("limit")), name="early_warning_over_its_limit"
            ),
        )
        indexes = (models.Index(fields=["-day", "-id"], name="early_warning_newest"),)

    def __str__(self) -> str:
        return f"{self.day} {self.category_id} {self.district}"


class EarlyWarningOrder(models.Model):
    """A demand behind a warning, in its theme when it was counted, whatever it is corrected to."""

    warning = models.ForeignKey(EarlyWarning, models.PROTECT, related_name="members")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "预警的诉求"
        triggers = (append_only("early_warning_order_append_only"),)
        constraints = (
            models.UniqueConstraint(
                fields=["warning", "order"], name="order_once_in_an_early_warning"
            ),
        )

    def __str__(self) -> str:
        return f"{self.warning_id} {self.order_id}"
