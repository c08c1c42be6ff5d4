"""A direct answer was drawn from an article: which, for which order, by whom, when."""

from django.db import models

from knowledge.models.article import Article
from orders.guards import append_only


class Citation(models.Model):
    """One a pair of order and article, however often the order is answered."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="citations", verbose_name="知识"
    )
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, related_name="citations", verbose_name="工单"
    )
    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("时刻", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "引用"
        triggers = (append_only("citation_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["order", "article"], name="citation_once_an_order"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.article_id}"
