"""Who outside the house is sent bulletins by e-mail."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orders.guards import never_deleted
from reports.bulletins.kinds import SHAPES, BulletinKind


class Subscriber(models.Model):
    """A leader's office or another agency, with the kinds of bulletins it reads. Whoever reads no
    more stays on record with the moment; the same address may begin again as a new row."""

    name = models.CharField("称呼", max_length=40)
    email = models.EmailField("邮箱")
    kinds = ArrayField(
        models.CharField(
            max_length=20, choices=[(kind.value, SHAPES[kind].name) for kind in BulletinKind]
        ),
        verbose_name="哪几种通报",
    )
    since = models.DateTimeField("起")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    until = models.DateTimeField("止", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "通报订阅"
        triggers = (never_deleted("subscriber_never_deleted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["email"], condition=Q(until__isnull=True), name="subscriber_once"
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="subscriber_reads_something"),
        )

    def __str__(self) -> str:
        return self.name
