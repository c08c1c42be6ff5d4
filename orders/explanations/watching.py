"""The clock watches explanations that are owed: one reminder, then late, each exactly once."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from orders.clock.drains import Took, drains
from orders.explanations.asking import tell_supervisors, tell_unit
from orders.lifecycle.decision import stamp
from orders.models import ExplanationTurn


def explanations_due(at: datetime) -> int:
    """How many turns the clock must look at by `at`."""
    return ExplanationTurn.objects.filter(next_look_at__lte=at).count()


@drains("explanations", due=explanations_due)
def drain_explanations(at: datetime, most: int) -> Took:
    """Up to `most` turns; those that somebody holds are the next sweep's."""
    deeds: Counter[str] = Counter()
    with transaction.atomic():
        due = ExplanationTurn.objects.select_for_update(skip_locked=True, of=("self",))
        turns = list(
            due.filter(next_look_at__lte=at)
            .select_related("explanation")
            .order_by("next_look_at")[:most]
        )
        for turn in turns:
            deeds[_look(turn, at)] += 1
    return Took(len(turns), deeds)


def _look(turn: ExplanationTurn, at: datetime) -> str:
    """Past the limit the unit and the supervisors are told that it is late; a reminder whose
    moment was slept through is not sent then."""
    row = turn.explanation
    if at >= turn.due_at:
        turn.late_at, turn.next_look_at = at, None
        turn.save(update_fields=["late_at", "next_look_at"])
        tell_unit(row, "explanation.late", at)
        tell_supervisors(row, "explanation.late", at)
        return "explanation_late"
    turn.reminded_at, turn.next_look_at = at, turn.due_at
    turn.save(update_fields=["reminded_at", "next_look_at"])
    tell_unit(row, "explanation.reminder", at, due=stamp(turn.due_at))
    return "explanation_reminded"
