"""The numbers citizens dial and the queues they wait in: reference rows."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from orders.guards import never_deleted


class Line(models.Model):
    """A number of the hotline: its own, or one of a merged line.

    numbers are further ways in which a switch writes it; the code and the code behind the area
    code are always understood. A demand that comes in on the line has the line's channel.
    """

    class Joined(models.TextChoices):
        OWN = "own", "本线"
        WHOLE = "whole", "整体并入"
        PARALLEL = "parallel", "双号并行"
        BRANCH = "branch", "分中心"

    code = models.CharField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=40)
    joined = models.CharField("并入方式", max_length=10, choices=Joined)
    channel = models.ForeignKey(
        "orders.Channel", models.PROTECT, related_name="lines", verbose_name="渠道"
    )
    numbers = ArrayField(
        models.CharField(max_length=20), verbose_name="别的写法", default=list, blank=True
    )
    position = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "线路"
        triggers = (never_deleted("line_never_deleted"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(joined__in=["own", "whole", "parallel", "branch"]),
                name="line_joined_known",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SkillQueue(models.Model):
    """A queue of seats with one skill, and what it promises those who wait or waited in vain.

    names are what a switch calls it beside its code and name.
    """

    code = models.CharField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=40)
    names = ArrayField(
        models.CharField(max_length=40), verbose_name="别的叫法", default=list, blank=True
    )
    answer_seconds = models.PositiveSmallIntegerField(
        "几秒内接起", default=15, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    return_minutes = models.PositiveSmallIntegerField(
        "未接后几分钟内回拨", default=60, validators=[MinValueValidator(1)]
    )
    return_tries = models.PositiveSmallIntegerField(
        "回拨几次", default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    source = models.CharField("依据", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "技能队列"
        triggers = (never_deleted("skill_queue_never_deleted"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_seconds__range=(1, 600))
                & Q(return_minutes__gte=1)
                & Q(return_tries__range=(1, 20)),
                name="queue_promises_sensible",
            ),
        )

    def __str__(self) -> str:
        return self.name
