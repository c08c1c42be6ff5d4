"""Tallies: figures counted ahead by stretches of time, and how far the counting has come.

Everything here can be thrown away and counted again: nothing points at these rows.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Tally(models.Model):
    """The counters of one key in one stretch of time.

    counts are in the order of the table's layout (reports/tallies/layout.py); spreads holds
    histograms by the layout's place, each bucket -> cases. Rows in which all is 0 are not kept.
    """

    class Grain(models.TextChoices):
        DAY = "d", "日"
        MONTH = "m", "月"
        QUARTER = "q", "季"
        YEAR = "y", "年"

    pk = models.CompositePrimaryKey("table", "grain", "first", "key")
    table = models.CharField("表", max_length=8)
    grain = models.CharField("长短", max_length=1, choices=Grain)
    first = models.DateField("首日")
    key = models.CharField("组", max_length=80)
    counts = ArrayField(models.BigIntegerField(), verbose_name="计数")
    spreads = models.JSONField("分布", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "日计数"

    def __str__(self) -> str:
        return f"{self.table} {self.grain} {self.first} {self.key}"


class TallyDay(models.Model):
    """One day's state: counted as of filled_at under a layout, and stale since when, if it is.

    A day without a row was never counted.
    """

    day = models.DateField("日", primary_key=True)
    filled_at = models.DateTimeField("数到", null=True)
    layout = models.CharField("口径版次", max_length=16, blank=True)
    stale_since = models.DateTimeField("待重数起", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "计数进度"
        indexes = (
            models.Index(
                fields=["stale_since"],
                condition=models.Q(stale_since__isnull=False),
                name="tally_day_stale",
            ),
        )

    def __str__(self) -> str:
        return str(self.day)


class TallyCursor(models.Model):
    """Up to which change the stale days are known: by transaction and id, so that a change that
    commits late is never skipped."""

    name = models.CharField(max_length=20, primary_key=True)
    xid = models.BigIntegerField(default=0)
    change_id = models.BigIntegerField(default=0)
    read_at = models.DateTimeField("读完于", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "变动读到"

    def __str__(self) -> str:
        return f"{self.name} {self.xid}"
