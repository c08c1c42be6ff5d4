"""What somebody asked to have counted for a bulletin, and what came of it."""

from django.db import models
from django.db.models import Q

from orders.guards import never_deleted, written_once
from reports.bulletins.kinds import SHAPES, BulletinKind


class Drafting(models.Model):
    """One count of one edition that was asked for: a first draft, a recount, a correction.

    Of each edition one at a time is under way, whoever asks however often. The row is the lease:
    who counts holds it locked, and what a killed worker had not committed never happened. bulletin:
    what is recounted, else what was made. fault: why nothing was made, for whoever asked.
    """

    class Step(models.TextChoices):
        DRAFT = "draft", "拟稿"
        RECOUNT = "recount", "重新统计"
        CORRECT = "correct", "出更正版"

    UNDER_WAY = Q(done_at__isnull=True, failed_at__isnull=True)

    step = models.CharField("做什么", max_length=10, choices=Step)
    kind = models.CharField(
        "种类", max_length=20, choices=[(kind.value, SHAPES[kind].name) for kind in BulletinKind]
    )
    period = models.CharField("统计期", max_length=30)
    edition = models.PositiveSmallIntegerField("版次")
    bulletin = models.ForeignKey(
        "reports.Bulletin", models.PROTECT, null=True, related_name="+", verbose_name="通报"
    )
    asked_at = models.DateTimeField("提出时刻")
    asked_by = models.ForeignKey("units.Staff", models.PROTECT, related_name="+")
    done_at = models.DateTimeField("做完时刻", null=True, blank=True)
    failed_at = models.DateTimeField("没做成的时刻", null=True, blank=True)
    fault = models.CharField("没做成的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报的统计"
        triggers = (
            written_once("drafting_facts_once", "asked_at", "done_at", "failed_at", "bulletin_id"),
            never_deleted("drafting_never_deleted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "period", "edition"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="drafting_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(step__in=["draft", "recount", "correct"]), name="drafting_step_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BulletinKind]),
                name="drafting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(bulletin__isnull=False, failed_at__isnull=True),
                name="drafting_done_has_its_bulletin",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, fault="")
                | (Q(failed_at__isnull=False) & ~Q(fault="")),
                name="drafting_failed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(step="recount") | Q(bulletin__isnull=False),
                name="drafting_recount_of_a_bulletin",
            ),
        )
        indexes = (
            models.Index(
                fields=["id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="drafting_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.period}"
