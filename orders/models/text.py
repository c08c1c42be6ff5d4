"""Words about an order: who may read them, and the tokens they are found by."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from orders.guards import never_deleted


class Audience(models.TextChoices):
    """Who may read: each wider circle includes the narrower (citizen < unit < hotline)."""

    HOTLINE = "hotline", "热线"
    UNIT = "unit", "热线与单位"
    CITIZEN = "citizen", "热线、单位与市民"


class Text(models.Model):
    """One piece of writing; events point here by id and never hold words themselves.

    On a confidential order the citizen's words are for the hotline, and what the unit reads is a
    redacted text of its own, so that a search by the unit never meets a redacted word.
    """

    class Kind(models.TextChoices):
        DEMAND = "demand", "诉求"
        REDACTED = "redacted", "脱敏诉求"
        SUPPLEMENT = "supplement", "补充"
        ANSWER = "answer", "直接答复"
        NOTE = "note", "说明"
        REASON = "reason", "理由"
        REPLY = "reply", "办理答复"
        CALLBACK = "callback", "回访记录"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="texts")
    kind = models.CharField("种类", max_length=20, choices=Kind)
    audience = models.CharField("谁可看", max_length=20, choices=Audience)
    title = models.CharField("标题", max_length=120, blank=True)
    body = models.TextField("正文")
    at = models.DateTimeField("时刻")
    tokens = SearchVectorField("检索词", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "文字"
        triggers = (never_deleted("text_never_deleted"),)
        indexes = (
            models.Index(fields=["order", "kind"], name="text_of_order"),
            GinIndex(fields=["tokens"], name="text_tokens", fastupdate=False),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
