"""Calling the citizen back: one task an accepted reply and citizen, each attempt a row."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once


class CallbackTask(models.Model):
    """Owed once for each accepted round; closed when rated, or when given up as unreachable.

    A merged order's citizen is asked too: merged_order then names that order, the task stands on
    the main order's accepted round, and its rating is kept here alone, so that the round's rating
    and every figure stay those of the main order's own citizen. Somebody who is the citizen of
    several of these orders is asked once.
    """

    class Outcome(models.TextChoices):
        RATED = "rated", "已评"
        UNREACHED = "unreached", "未接通"
        NOT_RATED = "not_rated", "接通未评"
        DROPPED = "dropped", "不用再问"

    class Phase(models.TextChoices):
        SMART = "smart", "智能回访"
        HUMAN = "human", "人工回访"

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="callbacks")
    round = models.ForeignKey("orders.Round", models.PROTECT, related_name="callbacks")
    merged_order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="asked_with_main"
    )
    opened_at = models.DateTimeField("起")
    phase = models.CharField("由谁回访", max_length=10, choices=Phase, default=Phase.HUMAN)
    next_attempt_at = models.DateTimeField("下次自动回访", null=True, blank=True)
    robot_tries = models.PositiveSmallIntegerField("自动次数", default=0)
    desk_tries = models.PositiveSmallIntegerField("人工次数", default=0)
    rating = models.PositiveSmallIntegerField("评分", null=True, blank=True)
    closed_at = models.DateTimeField("止", null=True, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访任务"
        triggers = (
            written_once("callback_facts_once", "opened_at", "closed_at", "rating"),
            never_deleted("callback_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(merged_order__isnull=True),
                name="callback_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "merged_order"], name="callback_once_a_merged_order"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="callback_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(next_attempt_at__isnull=True)
                | Q(phase="smart", closed_at__isnull=True),
                name="callback_next_while_smart",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5), outcome="rated"),
                name="callback_rating_when_rated",
            ),
        )
        indexes = (
            models.Index(
                fields=["opened_at"], condition=Q(closed_at__isnull=True), name="callback_open"
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="callback_next",
            ),
            models.Index(
                fields=["closed_at"], condition=Q(merged_order__isnull=True), name="callback_closed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} 回访"


class Way(models.TextChoices):
    CALL = "call", "人工电话"
    SMART = "smart", "智能回访"
    SMS = "sms", "短信链接"
    WEB = "web", "网上自评"


class PlacedCallback(models.Model):
    """An automatic attempt that is out: one at a time a task, so that no two are ever made at once.

    key names it to the gateway and to the citizen's link; of the link's token only the hash is
    kept. hand_at: when the gateway is next asked to take it, null once it has (or need not). It
    ends by its result, by the clock when none comes, or because it is needed no more.
    """

    class EndedAs(models.TextChoices):
        RESULT = "result", "有结果"
        TIMED_OUT = "timed_out", "没等到结果"
        SUPERSEDED = "superseded", "不再需要"

    task = models.ForeignKey(CallbackTask, models.PROTECT, related_name="placed")
    n = models.PositiveSmallIntegerField("第几次")
    way = models.CharField("方式", max_length=10, choices=Way)
    key = models.UUIDField("键", unique=True)
    token_hash = models.CharField("链接摘要", max_length=64, blank=True)
    placed_at = models.DateTimeField("发起时刻")
    times_out_at = models.DateTimeField("等到")
    hand_at = models.DateTimeField("交给网关", null=True, blank=True)
    gateway_id = models.CharField("网关编号", max_length=100, blank=True)
    ended_at = models.DateTimeField("了结时刻", null=True, blank=True)
    ended_as = models.CharField("了结为", max_length=20, choices=EndedAs, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "自动回访"
        triggers = (
            written_once("placed_facts_once", "placed_at", "times_out_at", "ended_at"),
            never_deleted("placed_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["task", "n"], name="placed_once"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(ended_at__isnull=True), name="one_callback_out"
            ),
            models.UniqueConstraint(
                fields=["gateway_id"], condition=~Q(gateway_id=""), name="placed_gateway_id"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="placed_token"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="")
                | (Q(ended_at__isnull=False, hand_at__isnull=True) & ~Q(ended_as="")),
                name="placed_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(times_out_at__gt=F("placed_at")), name="placed_times_out_later"
            ),
        )
        indexes = (
            models.Index(
                fields=["times_out_at"], condition=Q(ended_at__isnull=True), name="placed_out"
            ),
            models.Index(
                fields=["hand_at"], condition=Q(hand_at__isnull=False), name="placed_to_hand"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id} 自动第{self.n}次"


class CallbackAttempt(models.Model):
    """One try, written when its result is known: reached or not, and what the citizen said."""

    Way = Way

    class Result(models.TextChoices):
        REACHED = "reached", "接通"
        BUSY = "busy", "占线"
        NO_ANSWER = "no_answer", "无人接听"
        REFUSED = "refused", "拒接"
        WRONG_NUMBER = "wrong_number", "号码有误"
        NO_RESULT = "no_result", "没有回音"

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
        indexes = (BrinIndex(fields=["at"], name="callback_attempt_at_brin"),)

    def __str__(self) -> str:
        return f"{self.task_id} 第{self.n}次"
