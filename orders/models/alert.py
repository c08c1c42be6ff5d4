"""要情: many like demands within a short while, told to the leaders at once."""

from django.db import models
from django.db.models import F, Q

from orders.guards import append_only, never_deleted, written_once
from orders.models.limits import Urgency


class AlertRule(models.Model):
    """How many like demands within how many minutes are an alert.

    by place: the same class of matter in the same area; by unit: about the same unit. level is how
    many steps of the category make two demands alike. category and urgency (that one or above)
    say which of the like demands count for the rule; left empty all do.
    """

    class By(models.TextChoices):
        PLACE = "place", "同类同地"
        UNIT = "unit", "同一单位"

    class Area(models.TextChoices):
        STREET = "street", "街道"
        DISTRICT = "district", "区域"
        CITY = "city", "全市"

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=40)
    by = models.CharField("按", max_length=10, choices=By)
    area = models.CharField("范围", max_length=10, choices=Area, blank=True)
    category = models.ForeignKey(
        "orders.Category", models.PROTECT, null=True, blank=True, verbose_name="类别"
    )
    level = models.PositiveSmallIntegerField("类别到几级", default=1)
    urgency = models.CharField("紧急程度", max_length=20, choices=Urgency, blank=True)
    n = models.PositiveSmallIntegerField("几件")
    window_minutes = models.PositiveSmallIntegerField("几分钟内")
    source = models.CharField("依据", max_length=200)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "要情规则"
        constraints = (
            models.CheckConstraint(condition=Q(n__gte=2), name="alert_rule_several"),
            models.CheckConstraint(
                condition=Q(window_minutes__range=(1, 1440)), name="alert_rule_window"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="alert_rule_level"),
            models.CheckConstraint(
                condition=Q(by="unit", area="") | (Q(by="place") & ~Q(area="")),
                name="alert_rule_area_of_places",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Alert(models.Model):
    """One cluster: open until no new demand came for the rule's window, or somebody closes it.

    key says what is alike (codes and ids). raised_at is when the nth demand was received, last_at
    the latest one; recorded_at is when the clock saw it. While it is open more demands join it:
    the database lets no second one of the same key be open.
    """

    class ClosedAs(models.TextChoices):
        QUIET = "quiet", "没有新的"
        HANDLED = "handled", "已处置"

    rule = models.ForeignKey(AlertRule, models.PROTECT, verbose_name="规则")
    key = models.CharField("相同之处", max_length=160)
    category = models.ForeignKey("orders.Category", models.PROTECT, null=True, verbose_name="类别")
    district = models.CharField("区域", max_length=40, blank=True)
    street = models.CharField("街道", max_length=60, blank=True)
    about_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, verbose_name="被反映单位", related_name="+"
    )
    units = models.ManyToManyField("units.Unit", related_name="alerts", verbose_name="涉及单位")
    raised_at = models.DateTimeField("发生时刻")
    recorded_at = models.DateTimeField("记录时刻")
    last_at = models.DateTimeField("最近一件")
    quiet_at = models.DateTimeField("再无新的则止于")
    closed_at = models.DateTimeField("了结时刻", null=True, blank=True)
    closed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField("了结为", max_length=10, choices=ClosedAs, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "要情"
        triggers = (
            written_once("alert_facts_once", "raised_at", "recorded_at", "closed_at"),
            never_deleted("alert_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["key"], condition=Q(closed_at__isnull=True), name="one_open_alert"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_as="", closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_as="quiet", closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_as="handled", closed_by__isnull=False),
                name="alert_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("raised_at"), last_at__gte=F("raised_at")),
                name="alert_forwards",
            ),
        )
        indexes = (
            models.Index(
                fields=["quiet_at"], condition=Q(closed_at__isnull=True), name="alert_open"
            ),
            models.Index(fields=["-raised_at", "-id"], name="alert_newest"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} {self.key}"


class AlertOrder(models.Model):
    """A demand of a cluster; it counts for one alert by place and one by unit, whatever comes."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="members")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="alerts")
    by = models.CharField("按", max_length=10, choices=AlertRule.By)

    class Meta:
        verbose_name = verbose_name_plural = "要情的诉求"
        triggers = (append_only("alert_order_append_only"),)
        constraints = (
            models.UniqueConstraint(fields=["order", "by"], name="order_in_one_alert_a_way"),
        )

    def __str__(self) -> str:
        return f"{self.alert_id} {self.order_id}"


class AlertNote(models.Model):
    """What was done about an alert, in the words of who did it."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="notes")
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    body = models.TextField("处置情况")

    class Meta:
        verbose_name = verbose_name_plural = "要情处置"
        triggers = (append_only("alert_note_append_only"),)
        constraints = (
            models.CheckConstraint(condition=~Q(body=""), name="alert_note_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.alert_id} {self.pk}"
