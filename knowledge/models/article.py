"""One article: what a citizen may be told about a matter, who wrote it, and whose matter it is.

Versions are kept beside it by the database itself; what is dated is written once.
"""

import re

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from knowledge.models.classes import Subclass
from orders.guards import moves_only, never_deleted, written_once

LONGEST = 3000  # characters: an answer drawn from it still has room for words of its own
MONTHS = (3, 6, 12, 24)  # the review cycles there are


class State(models.TextChoices):
    """What is published is used; what is withdrawn stays, for answers name it."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "在用"
    WITHDRAWN = "withdrawn", "已撤下"


MOVES = (
    (State.DRAFT, State.PUBLISHED),
    (State.DRAFT, State.WITHDRAWN),
    (State.PUBLISHED, State.WITHDRAWN),
)


_NUMBER = re.compile("ZS[0-9]{6}", re.ASCII)


def is_number(text: str) -> bool:
    """Whether it is written as articles' numbers are."""
    return _NUMBER.fullmatch(text) is not None


class NextNumber(models.Func):
    """The next number, as it is said and written: ZS000123."""

    template = "('ZS' || to_char(nextval('knowledge_article_number_seq'::regclass), 'FM000000'))"
    output_field = models.CharField()


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["tokens"], append_only=True
)
class Article(models.Model):
    """reviewed_at, reviewed_by and review_due are those of the last Review, the first of which is
    the publication; review_due is the last day on which the next one is in time."""

    number = models.CharField("编号", max_length=8, unique=True, db_default=NextNumber())
    title = models.CharField("标题", max_length=80)
    body = models.TextField("答复口径")
    subclass = models.ForeignKey(Subclass, models.PROTECT, verbose_name="分类")
    category = models.ForeignKey(
        "orders.Category", models.PROTECT, null=True, blank=True, verbose_name="答哪类诉求"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, verbose_name="负责单位"
    )
    review_months = models.PositiveSmallIntegerField("复核周期（月）", default=12)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("版次", default=1)

    written_at = models.DateTimeField("写于")
    written_by = models.ForeignKey(
        "units.Staff", models.PROTECT, related_name="+", verbose_name="编写"
    )
    published_at = models.DateTimeField("发布时刻", null=True, blank=True)
    reviewed_at = models.DateTimeField("复核时刻", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "units.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核"
    )
    review_due = models.DateField("复核期限", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时刻", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "units.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤下"
    )
    withdrawn_why = models.CharField("撤下原因", max_length=200, blank=True)
    tokens = SearchVectorField("检索词", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识"
        triggers = (
            moves_only("article_moves_forwards", MOVES),
            written_once("article_facts_once", "number", "published_at", "withdrawn_at"),
            never_deleted("article_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__regex=r"^ZS[0-9]{6}$"), name="article_number_shape"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="article_state_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="article_says_something"
            ),
            models.CheckConstraint(
                condition=Q(review_months__in=MONTHS), name="article_cycle_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    published_at__isnull=True,
                    reviewed_at__isnull=True,
                    reviewed_by__isnull=True,
                    review_due__isnull=True,
                )
                | Q(
                    published_at__isnull=False,
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                    review_due__isnull=False,
                ),
                name="article_published_is_reviewed",
            ),
            models.CheckConstraint(
                condition=(~Q(state=State.DRAFT) | Q(published_at__isnull=True))
                & (~Q(state=State.PUBLISHED) | Q(published_at__isnull=False)),
                name="article_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False
                )
                & ~Q(withdrawn_why="")
                | ~Q(state=State.WITHDRAWN)
                & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why=""),
                name="article_withdrawn_says_why",
            ),
        )
        indexes = (
            GinIndex(fields=["tokens"], name="article_tokens", fastupdate=False),
            models.Index(fields=["state", "-published_at"], name="article_by_state"),
            models.Index(
                fields=["review_due"], condition=Q(state="published"), name="article_to_review"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
