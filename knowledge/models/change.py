"""From which day on figures about articles moved: tallies read it."""

from django.db import models

from orders.guards import append_only
from orders.models.ledger import TransactionId


class ArticleChange(models.Model):
    """An article was published, reviewed, withdrawn, or given to another unit. What lies there is
    counted at the end of every day, so all days from `since` on may tell another figure."""

    at = models.DateTimeField("时刻")
    xid = models.BigIntegerField(db_default=TransactionId())
    since = models.DateField("自哪天起")

    class Meta:
        verbose_name = verbose_name_plural = "知识变动"
        triggers = (append_only("article_change_append_only"),)
        indexes = (models.Index(fields=["xid", "id"], name="article_change_cursor"),)

    def __str__(self) -> str:
        return f"{self.xid}"
