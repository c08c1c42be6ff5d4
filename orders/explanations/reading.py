"""Who sees which explanations, and how one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from orders.access import sees_all, unit_paths
from orders.errors import Missing
from orders.models import Explanation, ExplanationTurn
from orders.period import Kind, period_of
from units.actor import Actor


def explanations_for(actors: Sequence[Actor]) -> QuerySet[Explanation]:
    """The hotline sees all, a unit its own and those below it."""
    rows = Explanation.objects.select_related("unit").prefetch_related("turns__written_by")
    if sees_all(actors):
        return rows
    below = Q(pk__in=[])
    for path in unit_paths(actors):
        below |= Q(unit__path__startswith=path)
    return rows.filter(below)


def explanation_for(actors: Sequence[Actor], pk: int) -> Explanation:
    """One of them. Raises Missing."""
    found = explanations_for(actors).filter(pk=pk).first()
    if found is None:
        raise Missing("没有这份说明")
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """An explanation with its last turn, in words."""

    row: Explanation
    turn: ExplanationTurn
    state: str
    overdue: bool

    @property
    def quarter(self) -> str:
        return period_of(Kind.QUARTER, self.row.quarter).label


def standing(row: Explanation, at: datetime) -> Standing:
    """How it stands at that moment."""
    turn = max(row.turns.all(), key=lambda turn: turn.n)
    if turn.verdict == ExplanationTurn.Verdict.ACCEPTED:
        state = "已认可"
    elif turn.written_at is not None:
        state = "待审看"
    else:
        state = "待写" if turn.n == 1 else "待重写"
    late = turn.written_at or at
    return Standing(row, turn, state, late > turn.due_at)
