"""One key, one order: what was asked under a key, and the answer that every repeat gets again."""

from django.db import models

from orders.guards import append_only


class IdempotencyKey(models.Model):
    """A delivery by another system, or one filled-in form of the city's own pages.

    The row is written in the order's own transaction, so that there is never one without the
    other; the unique key makes two simultaneous requests one order. digest is keyed, since a
    telephone number is among what it is made of. No credential means the city's own pages.
    """

    credential = models.ForeignKey(
        "intake.Credential", models.PROTECT, null=True, related_name="+", verbose_name="凭证"
    )
    key = models.CharField("幂等键", max_length=200)
    digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("答复状态")
    response = models.JSONField("答复")
    order = models.OneToOneField(
        "orders.Order", models.PROTECT, related_name="delivery", verbose_name="工单"
    )
    source_ref = models.CharField("来件编号", max_length=100, blank=True)
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        triggers = (append_only("idempotency_key_append_only"),)
        constraints = (
            models.UniqueConstraint(
                fields=["credential", "key"], name="idempotency_key_once", nulls_distinct=False
            ),
        )
        indexes = (
            models.Index(
                fields=["source_ref"], condition=~models.Q(source_ref=""), name="by_source_ref"
            ),
        )

    def __str__(self) -> str:
        return f"{self.credential_id or 'web'} {self.key}"
