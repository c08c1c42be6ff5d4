"""Somebody looked whether an article is still right: a row each time, the publication the first."""

from django.db import models
from django.db.models import F, Q

from knowledge.models.article import Article
from orders.guards import append_only
from orders.models.round import ShanghaiDay


class Review(models.Model):
    """due_on: the last day on which the next review is in time."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="reviews")
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+", verbose_name="复核")
    due_on = models.DateField("下次期限")

    class Meta:
        verbose_name = verbose_name_plural = "复核"
        triggers = (append_only("review_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["article", "at"], name="review_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(due_on__gt=ShanghaiDay(F("at"))), name="review_looks_ahead"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.at:%Y-%m-%d}"
