"""Groups of like units, inside which they are ranked; membership has periods."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class DateRange(models.Func):
    """PostgreSQL's daterange(from, to): half-open, an absent end is open."""

    function = "daterange"
    output_field = DateRangeField()


class UnitGroup(models.Model):
    code = models.SlugField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位分组"

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class GroupMembership(models.Model):
    """A unit belongs to a group from active_from up to, not including, active_to."""

    unit = models.ForeignKey("units.Unit", verbose_name="单位", on_delete=models.PROTECT)
    group = models.ForeignKey(UnitGroup, verbose_name="分组", on_delete=models.PROTECT)
    active_from = models.DateField("起始日")
    active_to = models.DateField("终止日", null=True, blank=True, help_text="不含这一天")

    class Meta:
        verbose_name = verbose_name_plural = "分组成员"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(active_to__isnull=True)
                | models.Q(active_to__gt=models.F("active_from")),
                name="membership_period",
                violation_error_message="终止日要晚于起始日",
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    (DateRange("active_from", "active_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="这个单位在这一段时间已经在这个组里",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.group}"
