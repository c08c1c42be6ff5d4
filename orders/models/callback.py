"""Calling the citizen back: one task an accepted reply, each attempt a row."""

from django.db import models
from django.db.models import Q

from orders.guards import append_only, never_deleted, written_once


class CallbackTask(models.Model):
    """Owed once for each accepted round; closed when rated, or when given up as unreachable."""

    class Outcome(models.TextChoices):
        RATED = "rated", "已评"
        UNREACHED = "unreached", "未接通"
        NOT_RATED = "not_rated", "接通未评"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="callbacks")
    round = models.OneToOneField("orders.Round", models.PROTECT, related_name="callback")
    opened_at = models.DateTimeField("起")
    closed_at = models.DateTimeField("止", null=True, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访任务"
        triggers = (
            written_once("callback_facts_once", "opened_at", "closed_at"),
            never_deleted("callback_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="callback_closed_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=["opened_at"], condition=Q(closed_at__isnull=True), name="callback_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} 回访"


class CallbackAttempt(models.Model):
    """One try: reached or not, and what the citizen said."""

    class Way(models.TextChoices):
        CALL = "call", "人工电话"
        SMART = "smart", "智能回访"
        SMS = "sms", "短信"
        WEB = "web", "网上自评"

    class Result(models.TextChoices):
        REACHED = "reached", "接通"
        BUSY = "busy", "占线"
        NO_ANSWER = "no_answer", "无人接听"
        REFUSED = "refused", "拒接"
        WRONG_NUMBER = "wrong_number", "号码有误"

    task = models.ForeignKey(CallbackTask, models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField("次")
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    way = models.CharField("方式", max_length=10, choices=Way)
    result = models.CharField("结果", max_length=20, choices=Result)
    contacted = models.BooleanField("单位联系过", null=True)
    solved = models.BooleanField("已解决", null=True)
    rating = models.PositiveSmallIntegerField("评分", null=True, blank=True)
    text = models.ForeignKey("orders.Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        triggers = (append_only("callback_attempt_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["task", "n"], name="callback_attempt_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5), result="reached"),
                name="callback_rating_when_reached",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id} 第{self.n}次"
