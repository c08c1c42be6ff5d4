"""Who may hand in demands for a channel: a key id, a sealed secret and a rate."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from orders.guards import never_deleted


class Credential(models.Model):
    """One system's way in: for one channel, or for the gateway that calls citizens back, which
    hands in no demands. A row stays when it is out of use: deliveries name it.

    The secret is sealed and not hashed, since checking a signature needs the secret itself.
    """

    class Serves(models.TextChoices):
        DEMANDS = "demands", "来件"
        CALLBACKS = "callbacks", "智能回访"

    key_id = models.CharField("凭证号", max_length=40, unique=True, editable=False)
    channel = models.ForeignKey(
        "orders.Channel",
        models.PROTECT,
        null=True,
        related_name="credentials",
        verbose_name="渠道",
    )
    serves = models.CharField(
        "用于", max_length=20, choices=Serves, default=Serves.DEMANDS, editable=False
    )
    holder = models.CharField("谁在用", max_length=80, help_text="对方系统和联系人单位")
    secret_sealed = models.BinaryField("密钥（密）")
    sealed_with = models.CharField("封存所用", max_length=20, editable=False, db_index=True)
    rate = models.PositiveIntegerField(
        "每分钟次数",
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("发放时刻", editable=False)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "渠道凭证"
        triggers = (never_deleted("credential_never_deleted"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rate__range=(1, 100_000)), name="credential_rate_sensible"
            ),
            models.CheckConstraint(
                condition=models.Q(serves="demands", channel__isnull=False)
                | models.Q(serves="callbacks", channel__isnull=True),
                name="credential_channel_for_demands",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key_id}（{self.holder}）"
