"""A bulletin: its frozen figures, the words people chose, and the steps it went through."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from orders.guards import moves_only, never_deleted
from reports.bulletins.kinds import SHAPES, BulletinKind


class State(models.TextChoices):
    DRAFT = "draft", "拟稿"
    CHECKED = "checked", "已审核"
    SIGNED = "signed", "已签发"
    ISSUED = "issued", "已印发"


# from -> to: what is not here never happens. A step back is taken only before it is issued.
MOVES = (
    (State.DRAFT, State.CHECKED),
    (State.CHECKED, State.DRAFT),
    (State.CHECKED, State.SIGNED),
    (State.SIGNED, State.DRAFT),
    (State.SIGNED, State.ISSUED),
)


def _step(name: str, *reached: State) -> models.CheckConstraint:
    """The moment of a step is there exactly in the states that have passed it."""
    return models.CheckConstraint(
        condition=Q(**{"state__in": reached, f"{name}_at__isnull": False})
        | (~Q(state__in=reached) & Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})),
        name=f"bulletin_{name}_when_it_was",
    )


def _frozen(name: str, when: str, words: str) -> pgtrigger.Trigger:
    """Refuses an update under that condition."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"({when})"),
        func=f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';",
    )


class Bulletin(models.Model):
    """One edition of one kind and period. The figures are counted when it is drafted and whenever
    somebody has them counted anew while it is a draft; from the check on they stand still, and
    once issued nothing of it ever changes. A corrected edition is a row of its own.

    period: the code of orders.period; first: its first day. supersedes_words: what a corrected
    edition says it replaces and changes.
    """

    State = State

    kind = models.CharField(
        "种类",
        max_length=20,
        choices=[(kind.value, SHAPES[kind].name) for kind in BulletinKind],
    )
    period = models.CharField("统计期", max_length=30)
    first = models.DateField("第一天")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    number = models.CharField("期号", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name="取代"
    )
    supersedes_words = models.TextField("更正说明", blank=True)
    figures = models.JSONField("数字")
    chosen = models.JSONField("选定的内容")
    as_of = models.DateTimeField("截至")
    definitions = models.CharField("口径版本", max_length=20)

    drafted_at = models.DateTimeField("拟稿时刻")
    drafted_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("审核时刻", null=True, blank=True)
    checked_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("签发时刻", null=True, blank=True)
    signed_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("印发时刻", null=True, blank=True)
    issued_by = models.ForeignKey("units.Staff", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("印发日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        triggers = (
            moves_only("bulletin_moves_by_the_table", MOVES),
            never_deleted("bulletin_never_deleted"),
            _frozen(
                "bulletin_issued_never_edited",
                "OLD.state = 'issued'",
                "an issued bulletin is never edited",
            ),
            _frozen(
                "bulletin_checked_stands_still",
                "OLD.state <> 'draft' AND (OLD.figures IS DISTINCT FROM NEW.figures"
                " OR OLD.chosen IS DISTINCT FROM NEW.chosen OR OLD.as_of <> NEW.as_of"
                " OR OLD.supersedes_words <> NEW.supersedes_words)",
                "what was checked is not changed: back to draft first",
            ),
            _frozen(
                "bulletin_is_of_its_period",
                "(OLD.kind, OLD.period, OLD.edition, OLD.number, OLD.first)"
                " IS DISTINCT FROM (NEW.kind, NEW.period, NEW.edition, NEW.number, NEW.first)"
                " OR OLD.supersedes_id IS DISTINCT FROM NEW.supersedes_id",
                "a bulletin stays that of its kind, period and edition",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["kind", "period", "edition"], name="bulletin_once"),
            models.UniqueConstraint(
                fields=["kind", "number", "edition"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="bulletin_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BulletinKind]),
                name="bulletin_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, supersedes__isnull=True)
                | Q(edition__gt=1, supersedes__isnull=False),
                name="bulletin_correction_supersedes",
            ),
            _step("checked", State.CHECKED, State.SIGNED, State.ISSUED),
            _step("signed", State.SIGNED, State.ISSUED),
            _step("issued", State.ISSUED),
            models.CheckConstraint(
                condition=Q(state=State.ISSUED, issued_on__isnull=False)
                | (~Q(state=State.ISSUED) & Q(issued_on__isnull=True)),
                name="bulletin_issued_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("checked_by")),
                name="bulletin_signed_by_another",
            ),
        )
        indexes = (models.Index(fields=["-first", "-id"], name="bulletin_latest_first"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"
