"""Calling back whom nobody answered: one open row a caller, each attempt a row."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once


class ReturnCall(models.Model):
    """Owed for a missed call; further missed calls of the same citizen join the open one (missed
    counts them). overdue_at: the clock saw it unkept at its due moment."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "已回拨"
        UNREACHABLE = "unreachable", "多次未通"
        CAME_AGAIN = "came_again", "市民已再次来电"
        ANSWERED = "answered", "原来电已接"
        ERASED = "erased", "市民信息已抹去"

    call_id = models.BigIntegerField("哪次来电", unique=True)
    citizen = models.ForeignKey("orders.Citizen", models.PROTECT, related_name="+")
    queue = models.ForeignKey("calls.SkillQueue", models.PROTECT, null=True, related_name="+")
    missed = models.PositiveSmallIntegerField("未接次数", default=1)
    missed_at = models.DateTimeField("最近未接")
    opened_at = models.DateTimeField("起")
    due_at = models.DateTimeField("最迟")
    tries = models.PositiveSmallIntegerField("已拨次数", default=0)
    most_tries = models.PositiveSmallIntegerField("最多次数")
    overdue_at = models.DateTimeField("超时", null=True, blank=True)
    closed_at = models.DateTimeField("止", null=True, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "未接回拨"
        triggers = (
            written_once("return_call_once", "opened_at", "due_at", "overdue_at", "closed_at"),
            never_deleted("return_call_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(closed_at__isnull=True), name="return_call_open_one"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="return_call_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opened_at")), name="return_call_due_later"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(closed_at__isnull=True), name="return_call_open"
            ),
            models.Index(fields=["-opened_at", "-id"], name="return_call_latest"),
        )

    def __str__(self) -> str:
        return f"{self.call_id} 回拨"


class ReturnTry(models.Model):
    """One attempt: who, when, what came of it, and the outbound call where the switch told it."""

    class Result(models.TextChoices):
        REACHED = "reached", "接通"
        NO_ANSWER = "no_answer", "无人接"
        BUSY = "busy", "占线"
        OFF = "off", "关机停机"
        WRONG = "wrong", "号码不对"

    return_call = models.ForeignKey(ReturnCall, models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField("第几次")
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    result = models.CharField("结果", max_length=10, choices=Result)
    call_id = models.BigIntegerField("呼出", null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "回拨一次"
        triggers = (append_only("return_try_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["return_call", "n"], name="return_try_numbered"),
        )

    def __str__(self) -> str:
        return f"{self.return_call_id} 第{self.n}次"
