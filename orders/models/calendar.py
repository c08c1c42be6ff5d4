"""The calendars promises are reckoned with: a year's notice in editions, and the week's frames."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from orders.guards import append_only


class CalendarEdition(models.Model):
    """One edition of one year's holidays and make-up workdays; a late notice is a new edition."""

    year = models.PositiveSmallIntegerField("年份")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    provisional = models.BooleanField("暂定", default=False)
    holidays = ArrayField(models.DateField(), verbose_name="放假", default=list)
    workdays = ArrayField(models.DateField(), verbose_name="调休上班", default=list)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        triggers = (append_only("calendar_edition_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["year", "edition"], name="calendar_year_edition_once"),
            models.CheckConstraint(
                condition=~models.Q(holidays__overlap=models.F("workdays")),
                name="calendar_day_in_one_list",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年第{self.edition}版"


class WorkWeek(models.Model):
    """The working frames of a week from a day on: {"0": [["08:30", "12:00"], ...], ...}."""

    valid_from = models.DateField("起用日", unique=True)
    frames = models.JSONField("工作时段")

    class Meta:
        verbose_name = verbose_name_plural = "工作时段"

    def __str__(self) -> str:
        return f"{self.valid_from} 起"
