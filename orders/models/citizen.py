"""Who called: identity lives here alone, encrypted, and is found by keyed hashes."""

from django.db import models

from orders.guards import append_only


class Citizen(models.Model):
    """A person known by a telephone number; erasure empties the encrypted columns."""

    phone_sealed = models.BinaryField("号码（密）", null=True)
    phone_hash = models.BinaryField("号码索引", max_length=32, null=True)
    last4_hash = models.BinaryField("后四位索引", max_length=32, null=True)
    name_sealed = models.BinaryField("姓名（密）", null=True)
    key_id = models.CharField("密钥", max_length=20, blank=True)
    phone_masked = models.CharField("号码（遮）", max_length=20, blank=True)
    form_of_address = models.CharField("称呼", max_length=20, blank=True)
    created_at = models.DateTimeField("首次来电")
    erased_at = models.DateTimeField("抹去时刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "市民"
        constraints = (
            models.UniqueConstraint(fields=["phone_hash"], name="citizen_phone_once"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(
                    phone_sealed__isnull=True, phone_hash__isnull=True, name_sealed__isnull=True
                ),
                name="citizen_erased_is_empty",
            ),
        )
        indexes = (
            models.Index(fields=["last4_hash"], name="citizen_last4"),
            # Which keys are in use is asked at every start, whatever the number of citizens.
            models.Index(fields=["key_id"], name="citizen_key"),
        )

    def __str__(self) -> str:
        return f"市民{self.pk}"


class Reveal(models.Model):
    """One unmasking of a number: who saw it, when, for which order and why."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, verbose_name="市民")
    order = models.ForeignKey("orders.Order", models.PROTECT, verbose_name="工单")
    staff = models.ForeignKey("units.Staff", models.PROTECT, verbose_name="谁")
    reason = models.ForeignKey("orders.Reason", models.PROTECT, verbose_name="缘由")
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "号码显示记录"
        triggers = (append_only("reveal_append_only"),)
        indexes = (models.Index(fields=["order", "at"], name="reveal_of_order"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at:%Y-%m-%d %H:%M}"


class Erasure(models.Model):
    """One citizen's identity and words overwritten for good: who did it and when, and how much."""

    citizen = models.OneToOneField(Citizen, models.PROTECT, verbose_name="市民")
    by = models.ForeignKey("units.Staff", models.PROTECT, null=True, verbose_name="谁")
    at = models.DateTimeField("时刻")
    orders = models.PositiveIntegerField("工单数")
    texts = models.PositiveIntegerField("文字数")
    files = models.PositiveIntegerField("附件数")

    class Meta:
        verbose_name = verbose_name_plural = "抹去记录"
        triggers = (append_only("erasure_append_only"),)

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.at:%Y-%m-%d %H:%M}"
