"""How citizens are called back, as rows: in which ways, how often, when, and what follows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orders.models.callback import Way
from orders.models.limits import Kind


class CallbackRule(models.Model):
    """One rule a kind of demand; the one without a kind is for all others. Without any rule there
    are no automatic attempts and the desk calls until it gives up."""

    code = models.CharField("代码", max_length=60, primary_key=True)
    kind = models.CharField("性质", max_length=20, choices=Kind, blank=True, unique=True)
    ways = ArrayField(
        models.CharField(max_length=10, choices=Way), verbose_name="自动回访的各次", default=list,
        blank=True,
    )  # fmt: skip
    first_after = models.PositiveIntegerField("审核后多久（工作分钟）")
    spacing = models.PositiveIntegerField("两次之间（工作分钟）")
    call_timeout = models.PositiveIntegerField("电话多久没有回音（分钟）")
    survey_open = models.PositiveIntegerField("链接有效（分钟）")
    calls_from = models.TimeField("几点起可打")
    calls_until = models.TimeField("几点止")
    desk_tries = models.PositiveSmallIntegerField("人工最多几次")
    raise_at_reworks = models.PositiveSmallIntegerField("重办几次报督办")
    archive_after = models.PositiveIntegerField(
        "问完后多久自动归档（工作分钟）", null=True, blank=True, help_text="不填就不自动归档"
    )
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "回访规则"
        constraints = (
            models.CheckConstraint(
                condition=Q(calls_from__lt=F("calls_until")), name="callback_rule_hours"
            ),
            models.CheckConstraint(
                condition=Q(ways__contained_by=[Way.SMART.value, Way.SMS.value]),
                name="callback_rule_ways",
                violation_error_message="自动回访只能是 smart（语音）和 sms（短信链接）",
            ),
            models.CheckConstraint(
                condition=Q(
                    spacing__gte=1, call_timeout__gte=1, survey_open__gte=1, desk_tries__gte=1,
                    raise_at_reworks__gte=1,
                ),
                name="callback_rule_at_least_one",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.code
