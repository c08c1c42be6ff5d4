"""Notices on their way: each delivery to one recipient, a person's own list, and who wants what."""

import uuid
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orders.guards import never_deleted, written_once
from orders.models.ledger import NextLedgerId


class Medium(models.TextChoices):
    """How a notice reaches somebody."""

    IN_APP = "in_app", "站内"
    EMAIL = "email", "邮件"
    SMS = "sms", "短信"
    WECHAT = "wechat", "微信"
    # Nobody could be found: the row stands for all that it should have become.
    NONE = "none", "没有去处"


class NoticeGroup(models.TextChoices):
    """Kinds of notices that people choose about together."""

    WORK = "work", "要办的"
    RULINGS = "rulings", "裁定结果"
    WAITING = "waiting", "等审核和裁定的"
    CLOCK = "clock", "时限"
    SUPERVISION = "supervision", "督办"
    ALERT = "alert", "要情"
    DIGEST = "digest", "每日简报"
    CITIZEN = "citizen", "给市民的"


class Delivery(models.Model):
    """One notice to one recipient by one medium: tried until it is sent, skipped or dead.

    A worker takes it by a conditional update (waiting -> sending) and holds it until next_try_at;
    a worker that dies in between loses nothing, the next one sends under the same key, by which a
    gateway knows that it has had it. What is said is never kept here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等着发"
        SENDING = "sending", "正在发"
        SENT = "sent", "已发出"
        SKIPPED = "skipped", "没有发"
        DEAD = "dead", "没送到"

    class ToKind(models.TextChoices):
        STAFF = "staff", "人员"
        CITIZEN = "citizen", "市民"
        READER = "reader", "读者"
        NOBODY = "nobody", "没有人"

    outbox_id = models.BigIntegerField()
    outbox_at = models.DateTimeField()
    order_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    medium = models.CharField("方式", max_length=10, choices=Medium)
    to_kind = models.CharField("给", max_length=10, choices=ToKind)
    to_id = models.BigIntegerField(default=0)
    hot = models.BooleanField("不等天亮", default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField("登记时刻")
    tries = models.PositiveSmallIntegerField("试过", default=0)
    next_try_at = models.DateTimeField("下次试", null=True)
    sent_at = models.DateTimeField("发出时刻", null=True)
    key = models.UUIDField("防重号", default=uuid.uuid4, unique=True)
    receipt = models.CharField("回执", max_length=100, blank=True)
    fault = models.CharField("缘由", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        triggers = (
            written_once("delivery_sent_once", "sent_at"),
            never_deleted("delivery_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["outbox_id", "medium", "to_kind", "to_id"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"], next_try_at__isnull=False)
                | Q(state__in=["sent", "skipped", "dead"], next_try_at__isnull=True),
                name="delivery_tried_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="delivery_due",
            ),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
            models.Index(fields=["order_id", "-id"], name="delivery_of_order"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.medium} {self.to_kind}:{self.to_id}"


class Notice(models.Model):
    """A line in somebody's own list: ids, codes and moments; its words are made when it is read."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField("时刻")
    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="notices")
    outbox_id = models.BigIntegerField()
    order_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    group = models.CharField(max_length=20, choices=NoticeGroup)
    payload = models.JSONField(default=dict)
    read_at = models.DateTimeField("看过", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        triggers = (
            written_once("notice_read_once", "read_at"),
            never_deleted("notice_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["staff", "outbox_id", "at"], name="notice_once"),
        )
        indexes = (
            models.Index(
                fields=["staff", "-id"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["staff", "-id"], name="notice_of_staff"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind}"


def mail_by_default() -> list[str]:
    """What comes by e-mail to whoever has written an address and chosen nothing."""
    return [
        str(group)
        for group in (
            NoticeGroup.CLOCK, NoticeGroup.SUPERVISION, NoticeGroup.ALERT, NoticeGroup.DIGEST
        )
    ]  # fmt: skip


def text_by_default() -> list[str]:
    """What comes by SMS to whoever has written a number and chosen nothing."""
    return [str(NoticeGroup.ALERT), str(NoticeGroup.SUPERVISION)]


class NoticePreference(models.Model):
    """By which media a person hears of what, besides the own list, and when not to be woken.

    The number is sealed like a citizen's (orders/privacy.py), bound to the person's row.
    """

    staff = models.OneToOneField(
        "units.Staff", models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    email = models.EmailField("邮箱", blank=True)
    mobile_sealed = models.BinaryField("手机（密）", null=True)
    mobile_masked = models.CharField("手机（遮）", max_length=20, blank=True)
    key_id = models.CharField("密钥", max_length=20, blank=True)
    email_groups = ArrayField(
        models.CharField(max_length=20, choices=NoticeGroup), default=mail_by_default, blank=True
    )
    sms_groups = ArrayField(
        models.CharField(max_length=20, choices=NoticeGroup), default=text_by_default, blank=True
    )
    quiet_from = models.TimeField("安静自", default=time(22))
    quiet_to = models.TimeField("安静至", default=time(7))

    class Meta:
        verbose_name = verbose_name_plural = "消息偏好"
        constraints = (
            models.CheckConstraint(
                condition=Q(mobile_sealed__isnull=True, key_id="")
                | (Q(mobile_sealed__isnull=False) & ~Q(key_id="")),
                name="preference_number_whole",
            ),
        )
        indexes = (models.Index(fields=["key_id"], name="preference_key"),)

    def __str__(self) -> str:
        return str(self.staff_id)


class Digest(models.Model):
    """One unit head told of one day, once."""

    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    day = models.DateField("日")
    made_at = models.DateTimeField("做成时刻")

    class Meta:
        verbose_name = verbose_name_plural = "每日简报"
        constraints = (models.UniqueConstraint(fields=["staff", "day"], name="digest_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.day}"
