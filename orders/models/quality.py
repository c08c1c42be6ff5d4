"""质检: replies scored by fixed criteria, each once, by somebody who did not write them."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only


class QualityCriterion(models.Model):
    """What a reply is looked at for: its points, and how many of them each fault costs.

    A criterion never costs more than its points; the points of all make 答复规范 (domain §5).
    """

    code = models.CharField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=20)
    asks = models.CharField("看什么", max_length=80)
    points = models.PositiveSmallIntegerField("分值")
    per_fault = models.PositiveSmallIntegerField("每处扣")
    position = models.PositiveSmallIntegerField("次序", default=0)
    source = models.CharField("依据", max_length=200)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "质检标准"
        constraints = (
            models.CheckConstraint(
                condition=Q(points__gte=1, per_fault__gte=1, per_fault__lte=F("points")),
                name="criterion_points",
            ),
        )

    def __str__(self) -> str:
        return self.name


class QualityCheck(models.Model):
    """The score of one reply. replied_by is copied, so that the database sees that nobody checks
    the own words; possible is what the criteria gave that day, so that a later rule changes no
    history."""

    reply = models.OneToOneField("orders.Reply", models.PROTECT, related_name="quality")
    unit = models.ForeignKey("units.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    replied_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("质检时刻")
    checked_by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField("得分")
    possible = models.PositiveSmallIntegerField("满分")
    text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "答复质检"
        triggers = (append_only("quality_check_append_only"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(possible__gte=1, points__lte=F("possible")), name="quality_points"
            ),
            models.CheckConstraint(
                condition=Q(replied_by__isnull=True) | ~Q(replied_by=F("checked_by")),
                name="nobody_checks_the_own_reply",
            ),
        )
        indexes = (
            models.Index(fields=["-checked_at", "-id"], name="quality_newest"),
            models.Index(fields=["unit", "-checked_at"], name="quality_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.reply_id} {self.points}/{self.possible}"


class QualityFault(models.Model):
    """A fault found in a reply, from the fixed list; its code names the criterion."""

    check_row = models.ForeignKey(QualityCheck, models.PROTECT, related_name="faults")
    criterion = models.ForeignKey(QualityCriterion, models.PROTECT, related_name="+")
    reason = models.ForeignKey("orders.Reason", models.PROTECT, related_name="+")
    cost = models.PositiveSmallIntegerField("扣分")

    class Meta:
        verbose_name = verbose_name_plural = "质检问题"
        triggers = (append_only("quality_fault_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["check_row", "reason"], name="fault_once_a_check"),
        )

    def __str__(self) -> str:
        return f"{self.check_row_id} {self.reason_id}"
