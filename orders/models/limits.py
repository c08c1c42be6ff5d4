"""Limits are rows: which clock, for which demands, how long, in which measure (domain §3)."""

from django.db import models


class Clock(models.TextChoices):
    DISPATCH = "dispatch", "派单"
    SIGN = "sign", "签收"
    CONTACT = "contact", "先行联系"
    HANDLE = "handle", "办理"
    RETURN = "return", "退单"
    EXTENSION = "extension", "延期上限"
    DECISION = "decision", "热线裁定"
    REWORK = "rework", "重办"
    SUPERVISION = "supervision", "督办"
    PROMISE = "promise", "对市民的承诺"
    RESERVE = "reserve", "下派预留"
    EXPLANATION = "explanation", "书面说明"
    CALLBACK = "callback", "回访"
    URGE = "urge", "催办间隔"
    APPEAL = "appeal", "申诉期"
    APPEAL_DECISION = "appeal_decision", "申诉裁定"


class Measure(models.TextChoices):
    CLOCK_MINUTES = "clock_minutes", "分钟（昼夜计）"
    WORKING_MINUTES = "working_minutes", "工作分钟"
    WORKING_DAYS = "working_days", "工作日"


class Kind(models.TextChoices):
    CONSULT = "consult", "咨询"
    HELP = "help", "求助"
    COMPLAIN = "complain", "投诉"
    REPORT = "report", "举报"
    SUGGEST = "suggest", "建议"
    PRAISE = "praise", "表扬"
    OTHER = "other", "其他"


class Urgency(models.TextChoices):
    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"
    CRITICAL = "critical", "特急"


class LimitRule(models.Model):
    """One limit; selectors left empty match everything, and the most specific rule wins.

    It holds from valid_from until the day before valid_to: the same day in both is a rule that was
    taken back on the day it began, and never held.
    """

    code = models.CharField("代码", max_length=60, unique=True)
    clock = models.CharField("时限", max_length=20, choices=Clock)
    channel = models.ForeignKey(
        "orders.Channel", models.PROTECT, null=True, blank=True, verbose_name="渠道"
    )
    kind = models.CharField("性质", max_length=20, choices=Kind, blank=True)
    urgency = models.CharField("紧急程度", max_length=20, choices=Urgency, blank=True)
    category = models.ForeignKey(
        "orders.Category", models.PROTECT, null=True, blank=True, verbose_name="类别"
    )
    amount = models.PositiveIntegerField("数量")
    measure = models.CharField("计量", max_length=20, choices=Measure)
    source = models.CharField("依据", max_length=200, blank=True)
    valid_from = models.DateField("起用日")
    valid_to = models.DateField("止用日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限规则"
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="limit_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="limit_valid_forwards",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_clock_display()} {self.amount}{self.get_measure_display()}"
