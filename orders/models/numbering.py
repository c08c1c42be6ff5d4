"""Per-day counters of order numbers; blocks of them are taken ahead (see orders/numbering.py)."""

from django.db import models


class DayCounter(models.Model):
    day = models.DateField("日期", primary_key=True)
    last = models.PositiveIntegerField("已取到")

    class Meta:
        verbose_name = verbose_name_plural = "单号计数"

    def __str__(self) -> str:
        return f"{self.day} {self.last}"
