"""What happens again is a row: rounds of an assignment, and the replies given within a round."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from orders.guards import frozen_after, never_deleted, written_once


class ShanghaiDay(models.Func):
    """The local day of a moment."""

    template = "((%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date)"
    output_field = models.DateField()


class Round(models.Model):
    """One run from a start to an accepted reply; facts go from null to a value once.

    replied_at is the moment of the reply that was accepted: it decides on time. due_on is the
    Shanghai day on which the round is due, reached exactly once (domain §4). handled_minutes: the
    working time from started_at to replied_at, pauses included, by the calendar of the acceptance.
    """

    assignment = models.ForeignKey("orders.Assignment", models.PROTECT, related_name="rounds")
    n = models.PositiveSmallIntegerField("轮次")
    started_at = models.DateTimeField("起算时刻")
    due_at = models.DateTimeField("时限", null=True, blank=True)
    replied_at = models.DateTimeField("答复时刻", null=True, blank=True)
    accepted_at = models.DateTimeField("审核时刻", null=True, blank=True)
    handled_minutes = models.PositiveIntegerField("办理用时（工作分钟）", null=True, blank=True)
    contacted = models.BooleanField("市民称已联系", null=True)
    solved = models.BooleanField("市民称已解决", null=True)
    rating = models.PositiveSmallIntegerField("评分", null=True, blank=True)
    rated_at = models.DateTimeField("评分时刻", null=True, blank=True)
    rating_excluded_at = models.DateTimeField("评价剔除", null=True, blank=True)
    due_on = models.GeneratedField(
        expression=ShanghaiDay(Least(F("replied_at"), F("due_at"))),
        output_field=models.DateField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "轮次"
        triggers = (
            written_once(
                "round_facts_once",
                "started_at",
                "replied_at",
                "accepted_at",
                "handled_minutes",
                "rating",
                "rated_at",
                "contacted",
                "solved",
                "rating_excluded_at",
            ),
            frozen_after("round_due_frozen", "accepted_at", "due_at"),
            never_deleted("round_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["assignment", "n"], name="round_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True, rated_at__isnull=True)
                | Q(rating__range=(1, 5), rated_at__isnull=False),
                name="round_rating_whole",
            ),
            models.CheckConstraint(
                condition=Q(rating_excluded_at__isnull=True) | Q(rating__isnull=False),
                name="round_excluded_rating_given",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, accepted_at__isnull=True)
                | Q(replied_at__lte=F("accepted_at")),
                name="round_reply_before_acceptance",
            ),
        )
        # The moments that place figures; the second also finds what is open still.
        indexes = (
            models.Index(fields=["due_on"], name="round_by_due_day"),
            models.Index(fields=["accepted_at"], name="round_by_acceptance"),
            models.Index(fields=["replied_at"], name="round_by_reply"),
            models.Index(fields=["rated_at"], name="round_by_rating"),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} 第{self.n}轮"


class Reply(models.Model):
    """One answer of a unit; reviewed once, accepted or sent back."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "通过"
        SENT_BACK = "sent_back", "退回"

    round = models.ForeignKey(Round, models.PROTECT, related_name="replies")
    n = models.PositiveSmallIntegerField("次")
    replied_at = models.DateTimeField("答复时刻")
    replied_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey("orders.Text", models.PROTECT, related_name="+")
    uncontacted_text = models.ForeignKey(
        "orders.Text", models.PROTECT, null=True, related_name="+", verbose_name="未联系的原因"
    )
    reviewed_at = models.DateTimeField("审核时刻", null=True, blank=True)
    reviewed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("结论", max_length=20, choices=Verdict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        triggers = (
            written_once("reply_facts_once", "replied_at", "reviewed_at", "reviewed_by_id"),
            never_deleted("reply_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(fields=["round", "n"], name="reply_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(reviewed_at__isnull=True), name="one_open_reply"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, verdict="")
                | (Q(reviewed_at__isnull=False) & ~Q(verdict="")),
                name="reply_review_whole",
            ),
        )
        indexes = (models.Index(fields=["reviewed_at"], name="reply_by_review"),)

    def __str__(self) -> str:
        return f"{self.round_id} 第{self.n}次答复"
