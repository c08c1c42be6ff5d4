"""Files about an order: kept outside the web root, served through permission only."""

from django.db import models

from orders.guards import never_deleted
from orders.models.text import Audience


class Attachment(models.Model):
    """The stored name is random; the media type was found from the content, not from the name."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="attachments")
    public_id = models.UUIDField("公开号", unique=True)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("文件", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64)
    audience = models.CharField("谁可看", max_length=20, choices=Audience)
    added_at = models.DateTimeField("时刻")
    added_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        triggers = (never_deleted("attachment_never_deleted"),)
        constraints = (
            models.UniqueConstraint(fields=["order", "sha256"], name="attachment_once_an_order"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="attachment_not_empty"),
        )

    def __str__(self) -> str:
        return self.name
