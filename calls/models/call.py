"""One call: what the events of the switch and the words of the seat come to.

The columns are a pure function of `events` (calls/facts), written anew with each of them. Nothing
points at a call and its key carries the moment it began, so that months can be partitioned and
detached; whoever speaks of a call keeps its id.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from orders.guards import never_deleted


class NextLedgerId(models.Func):
    """The next number of the sequence that calls and states of seats share."""

    template = "nextval('calls_ledger_seq'::regclass)"
    output_field = models.BigIntegerField()


class Direction(models.TextChoices):
    IN = "in", "呼入"
    OUT = "out", "呼出"


class Outcome(models.TextChoices):
    """What became of an inbound call; empty while nobody has said, and of self-service."""

    DIRECT = "direct", "直接答复"
    ORDER = "order", "转工单"
    TRANSFERRED = "transferred", "移交"
    PRAISE = "praise", "表扬"
    NUISANCE = "nuisance", "骚扰"
    SILENT = "silent", "无声"
    ABANDONED = "abandoned", "放弃"
    MISSED = "missed", "未接"
    VOICEMAIL = "voicemail", "留言"


# Nobody spoke with the caller; each of them is called back.
UNANSWERED = (Outcome.ABANDONED, Outcome.MISSED, Outcome.VOICEMAIL)
# Somebody spoke with the caller.
SPOKEN = (Outcome.DIRECT, Outcome.ORDER, Outcome.TRANSFERRED, Outcome.PRAISE, Outcome.SILENT)
RARE = tuple(one for one in Outcome if one not in {Outcome.DIRECT, Outcome.ORDER})


class OutPurpose(models.TextChoices):
    """Why the hotline called; empty where the switch does not say and nobody noted it."""

    CALLBACK = "callback", "回访回拨"
    TO_UNIT = "to_unit", "联系单位"
    TRANSFER = "transfer", "转接"


class Mark(models.TextChoices):
    """What somebody who listened to the recording notes."""

    LISTENED = "listened", "已听"
    EXEMPLARY = "exemplary", "可作范例"
    WORDING = "wording", "用语不当"
    WRONG = "wrong", "答错"
    INCOMPLETE = "incomplete", "记录不全"


# No check of its own for each of a million rows a year, as with events of orders: who is pointed at
# is never deleted. The indexes that are asked for stand below.
_UNCHECKED: Any = {"related_name": "+", "db_index": False, "db_constraint": False}


class Call(models.Model):
    """at is when the call began, the first moment known of it.

    offered_at: asked for a person (or rang at once, where there is no self-service). hold_seconds
    are what the caller spent on hold. next_due_at: when the clock looks at it next, to end a call
    whose hangup never came or to owe a missed one its return call; null once all is done.
    Every column but at and direction has a default in the database, for history that comes by COPY.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField("开始")
    source = models.ForeignKey("calls.CtiSource", models.PROTECT, null=True, **_UNCHECKED)
    cti_id = models.CharField("交换机的通话号", max_length=250, blank=True, db_default="")
    direction = models.CharField("方向", max_length=3, choices=Direction)
    line = models.ForeignKey(
        "calls.Line", models.PROTECT, verbose_name="线路", null=True, **_UNCHECKED
    )
    queue = models.ForeignKey(
        "calls.SkillQueue", models.PROTECT, verbose_name="队列", null=True, **_UNCHECKED
    )
    self_service = models.BooleanField("自助", db_default=False)
    offered_at = models.DateTimeField("转人工", null=True)
    answered_at = models.DateTimeField("接通", null=True)
    ended_at = models.DateTimeField("挂断", null=True)
    ended_by_clock = models.BooleanField("没等到挂断", db_default=False)
    seat = models.ForeignKey(
        "calls.Seat", models.PROTECT, verbose_name="座席", null=True, **_UNCHECKED
    )
    operator = models.ForeignKey(
        "units.Staff", models.PROTECT, verbose_name="话务员", null=True, **_UNCHECKED
    )
    hold_seconds = models.PositiveIntegerField("保持秒数", db_default=0)
    transfers = models.PositiveSmallIntegerField("转接次数", db_default=0)
    three_way = models.BooleanField("三方", db_default=False)
    transferred_to = models.ForeignKey(
        "orders.Reason", models.PROTECT, verbose_name="移交去向", null=True, **_UNCHECKED
    )
    rejected = models.BooleanField("拦截", db_default=False)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, blank=True, db_default="")
    purpose = models.CharField(
        "呼出目的", max_length=10, choices=OutPurpose, blank=True, db_default=""
    )
    citizen = models.ForeignKey(
        "orders.Citizen", models.PROTECT, verbose_name="市民", null=True, **_UNCHECKED
    )
    odd_number = models.CharField("认不出的号码（遮）", max_length=20, blank=True, db_default="")
    recording = models.CharField("录音", max_length=300, blank=True, db_default="")
    quality_marks = ArrayField(
        models.CharField(max_length=12, choices=Mark), verbose_name="听音记号", db_default=[]
    )
    service_rating = models.PositiveSmallIntegerField("按键评价", null=True)
    next_due_at = models.DateTimeField("时钟下次看", null=True)
    events = models.JSONField("经过", db_default=models.Value([], models.JSONField()))

    class Meta:
        verbose_name = verbose_name_plural = "通话"
        triggers = (never_deleted("call_never_deleted"),)
        constraints = (
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="call_direction"),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True) | Q(offered_at__gte=F("at")),
                name="call_offered_after_begun",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(answered_at__gte=F("at"), offered_at__isnull=True, direction="out")
                | Q(
                    direction="in",
                    offered_at__isnull=False,
                    answered_at__gte=F("offered_at"),
                ),
                name="call_answered_after_offered",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | (
                    Q(ended_at__gte=F("at"))
                    & (Q(offered_at__isnull=True) | Q(ended_at__gte=F("offered_at")))
                    & (Q(answered_at__isnull=True) | Q(ended_at__gte=F("answered_at")))
                ),
                name="call_ended_last",
            ),
            models.CheckConstraint(
                condition=Q(direction="in", purpose="")
                | Q(direction="out", offered_at__isnull=True, self_service=False, outcome=""),
                name="call_in_or_out_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | (Q(outcome__in=UNANSWERED) & Q(answered_at__isnull=True, ended_at__isnull=False))
                | (Q(outcome__in=SPOKEN) & Q(answered_at__isnull=False))
                | Q(outcome=Outcome.NUISANCE),
                name="call_outcome_fits",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ABANDONED) | Q(offered_at__isnull=False),
                name="call_abandoned_was_waiting",
            ),
            models.CheckConstraint(
                condition=Q(transferred_to__isnull=True) | Q(outcome=Outcome.TRANSFERRED),
                name="call_transferred_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(service_rating__isnull=True)
                | Q(service_rating__range=(1, 5), answered_at__isnull=False),
                name="call_rated_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(answered_at__isnull=False) | Q(direction="out"),
                name="call_seat_answered",
            ),
            models.CheckConstraint(
                condition=Q(rejected=False) | Q(answered_at__isnull=True, offered_at__isnull=True),
                name="call_rejected_never_offered",
            ),
        )
        indexes = (
            BrinIndex(fields=["at"], name="call_at_brin"),
            BrinIndex(fields=["offered_at"], name="call_offered_brin"),
            models.Index(fields=["-at", "-id"], name="call_latest_first"),
            models.Index(
                fields=["seat", "-at"], condition=Q(seat__isnull=False), name="call_of_seat"
            ),
            models.Index(
                fields=["operator", "-at"],
                condition=Q(operator__isnull=False),
                name="call_of_operator",
            ),
            # What is rare is found without reading a year; direct answers and orders are most.
            models.Index(
                fields=["outcome", "-at"],
                condition=Q(outcome__in=RARE),
                name="call_rare_outcome",
            ),
            models.Index(
                fields=["citizen", "-at"],
                condition=Q(citizen__isnull=False),
                name="call_of_citizen",
            ),
            models.Index(
                fields=["next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="call_next_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.get_direction_display()}"


class CallReference(models.Model):
    """A switch's own number of a call: unique in its source, and the row that is locked while an
    event of the call is taken. It stands apart, so that calls can be partitioned by month."""

    source = models.ForeignKey("calls.CtiSource", models.PROTECT, related_name="+")
    cti_id = models.CharField("交换机的通话号", max_length=250)
    call_id = models.BigIntegerField(db_default=NextLedgerId())

    class Meta:
        verbose_name = verbose_name_plural = "通话号"
        constraints = (
            models.UniqueConstraint(fields=["source", "cti_id"], name="cti_id_once_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.cti_id}"


class CallPurpose(models.Model):
    """What a call was about, each order once: it may register two demands, or only urge."""

    class Purpose(models.TextChoices):
        REGISTER = "register", "登记"
        URGE = "urge", "催办"
        ASK = "ask", "问进度"
        SUPPLEMENT = "supplement", "补充"
        WITHDRAW = "withdraw", "撤回"
        PRAISE = "praise", "表扬"

    call_id = models.BigIntegerField("通话")
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="+", verbose_name="工单"
    )
    purpose = models.CharField("为了", max_length=12, choices=Purpose)
    at = models.DateTimeField("时刻")
    by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "来电目的"
        triggers = (never_deleted("call_purpose_never_deleted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["call_id", "order", "purpose"],
                nulls_distinct=False,
                name="call_purpose_once",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(purpose="praise"),
                name="call_purpose_has_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.purpose}"
