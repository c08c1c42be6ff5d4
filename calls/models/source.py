"""Who may tell of calls: a switch, its tokens, and the numbers it is told to turn away."""

from django.db import models
from django.db.models import F, Q

from orders.guards import never_deleted, written_once


class CtiSource(models.Model):
    """One switch or bridge; its own numbers of calls are unique within it."""

    name = models.CharField("名称", max_length=80, unique=True)
    created_at = models.DateTimeField("登记时刻")

    class Meta:
        verbose_name = verbose_name_plural = "交换机"
        triggers = (never_deleted("cti_source_never_deleted"),)

    def __str__(self) -> str:
        return self.name


class CtiToken(models.Model):
    """The secret in the address a switch posts to; only its hash is kept. Two may be in use while
    one takes the other's place."""

    source = models.ForeignKey(CtiSource, models.PROTECT, related_name="tokens")
    token_hash = models.BinaryField("摘要", max_length=32, unique=True)
    created_at = models.DateTimeField("发放时刻")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    ends_at = models.DateTimeField("停用时刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交换机凭证"
        triggers = (never_deleted("cti_token_never_deleted"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.pk}"


class Block(models.Model):
    """A number whose calls are turned away for a time, since it only plagues the line."""

    citizen = models.ForeignKey("orders.Citizen", models.PROTECT, related_name="+")
    at = models.DateTimeField("起")
    by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    until = models.DateTimeField("止")
    reason = models.CharField("缘由", max_length=80)
    lifted_at = models.DateTimeField("解除", null=True, blank=True)
    lifted_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "拦截"
        triggers = (
            written_once("block_lifted_once", "at", "lifted_at"),
            never_deleted("block_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="block_ends_later"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="block_lifted_whole",
            ),
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(lifted_at__isnull=True), name="block_once_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.until:%Y-%m-%d}"
