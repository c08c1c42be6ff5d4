"""What the clock says and when: levels as rows, and each level reached, exactly once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orders.guards import never_deleted, written_once


class Card(models.TextChoices):
    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"


class LevelClock(models.TextChoices):
    """The clocks that levels stand on: those of the limits, and two stretches that were granted."""

    DISPATCH = "dispatch", "派单"
    PROMISE = "promise", "对市民的承诺"
    SIGN = "sign", "签收"
    CONTACT = "contact", "先行联系"
    RETURN = "return", "退单期"
    HANDLE = "handle", "办理"
    REVIEW = "review", "审核"
    DECISION = "decision", "热线裁定"
    EXTENSION = "extension", "延期"
    SUSPENSION = "suspension", "挂账"
    CALLBACK = "callback", "回访"
    RATING = "rating", "评价认定"
    SUPERVISION = "supervision", "督办"
    APPEAL = "appeal", "申诉裁定"


class LevelRule(models.Model):
    """At which share of a clock's limit who is told what, and which card is given (domain §3).

    percent 100 is the due moment, below it a reminder, 200 overdue by a further limit. severity
    orders the levels of one subject: of several reached together only the highest is told.
    """

    code = models.CharField("代码", max_length=60, primary_key=True)
    name = models.CharField("名称", max_length=40)
    clock = models.CharField("时限", max_length=20, choices=LevelClock)
    percent = models.PositiveSmallIntegerField("到时限的百分之")
    severity = models.PositiveSmallIntegerField("轻重")
    card = models.CharField("发牌", max_length=10, choices=Card, blank=True)
    raises = models.BooleanField("提级办理", default=False)
    urges = models.BooleanField("时钟催办", default=False)
    tells = ArrayField(models.CharField(max_length=20), verbose_name="告知", default=list)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时钟等级"
        constraints = (
            models.CheckConstraint(condition=Q(percent__range=(1, 1000)), name="level_percent"),
            models.CheckConstraint(
                condition=Q(card="") | Q(percent__gte=100), name="level_card_when_due"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A level reached by one subject (an order, assignment, reply, request ...), its nth time.

    occurred_at is when it truly was reached and what statistics count; recorded_at is when the
    clock wrote it. Revoked (who, why, when) it leaves the counts and stays as evidence.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="levels")
    assignment = models.ForeignKey(
        "orders.Assignment", models.PROTECT, null=True, related_name="levels"
    )
    subject = models.CharField("所及", max_length=20)
    subject_id = models.BigIntegerField()
    n = models.PositiveIntegerField("第几次")
    rule = models.ForeignKey(LevelRule, models.PROTECT, verbose_name="等级")
    card = models.CharField("发牌", max_length=10, choices=Card, blank=True)
    occurred_at = models.DateTimeField("到达时刻")
    recorded_at = models.DateTimeField("记录时刻")
    missed = models.BooleanField("错过", default=False)
    revoked_at = models.DateTimeField("撤销时刻", null=True, blank=True)
    revoked_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    revoked_why = models.CharField("撤销缘由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到达的等级"
        triggers = (
            written_once(
                "level_facts_once", "subject_id", "rule_id", "occurred_at", "recorded_at",
                "revoked_at",
            ),
            never_deleted("level_never_deleted"),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "subject_id", "n", "rule"],
                condition=Q(revoked_at__isnull=True),
                name="level_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="level_revoked_whole",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("occurred_at")),
                name="level_not_before_its_time",
            ),
        )
        indexes = (
            models.Index(fields=["order"], name="level_of_order"),
            models.Index(
                fields=["-occurred_at", "-id"],
                condition=~Q(card="") & Q(revoked_at__isnull=True),
                name="level_cards",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}:{self.subject_id} {self.rule_id}"
