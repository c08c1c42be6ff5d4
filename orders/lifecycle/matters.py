"""What of an assignment a unit may contest, and until when: cards, lateness, bad ratings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orders.deadlines import Rulebook
from orders.facts import SATISFIED_FROM
from orders.lifecycle.snapshot import AppealFacts, AssignmentFacts, OrderFacts, RoundFacts
from orders.models.appeal import Appeal
from orders.models.limits import Clock


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that stands against a unit: a level or a round, since when, contestable until.

    rule names the level of a card, n the round of the others.
    """

    kind: str
    id: int
    since: datetime
    until: datetime
    rule: str = ""
    n: int = 1

    @property
    def key(self) -> str:
        """The matter as forms and bodies name it: card:17."""
        return f"{self.kind}:{self.id}"


def matters_of(
    order: OrderFacts, on: AssignmentFacts, rules: Rulebook, at: datetime
) -> list[Matter]:
    """All that stands against the unit and was not contested yet, whether or not the limit for an
    appeal has passed. Raises NoLimit where no such limit is known."""
    contested = {key_of(appeal) for appeal in on.appeals}
    found = [*_cards(order, on), *_rounds(on, at)]
    limit = rules.find(Clock.APPEAL, order, at).terms if found else {}
    return [
        Matter(kind, pk, since, rules.due(limit, since), rule, n)
        for kind, pk, since, rule, n in found
        if f"{kind}:{pk}" not in contested
    ]


def open_matters(
    order: OrderFacts, on: AssignmentFacts, rules: Rulebook, at: datetime
) -> list[Matter]:
    """Those of them that may still be contested."""
    return [matter for matter in matters_of(order, on, rules, at) if at <= matter.until]


def key_of(appeal: AppealFacts) -> str:
    """The matter of an appeal, as Matter.key names it."""
    return f"{appeal.matter}:{appeal.level_id or appeal.round_id}"


Found = tuple[str, int, datetime, str, int]


def _cards(order: OrderFacts, on: AssignmentFacts) -> Iterator[Found]:
    """A unit hears of a card when it is recorded: from then the limit runs."""
    for level in order.standing_levels:
        if level.card and level.assignment_id == on.id:
            yield Appeal.Matter.CARD.value, level.id, level.recorded_at, level.rule_id, level.n


def _rounds(on: AssignmentFacts, at: datetime) -> Iterator[Found]:
    if on.excluded_at is not None:
        return
    for round_ in on.rounds:
        late = _late_since(on, round_, at)
        if late is not None:
            yield Appeal.Matter.OVERDUE.value, round_.id, late, "", round_.n
        bad = round_.rating is not None and round_.rating < SATISFIED_FROM
        if bad and round_.rated_at and round_.rating_excluded_at is None:
            yield Appeal.Matter.RATING.value, round_.id, round_.rated_at, "", round_.n


def _late_since(on: AssignmentFacts, round_: RoundFacts, at: datetime) -> datetime | None:
    """The due moment, where the round's reply came after it or has not come; a clock that stands
    or waits for a decision is not late."""
    if round_.due_at is None:
        return None
    open_reply = round_.open_reply
    replied = round_.replied_at or (open_reply.replied_at if open_reply else None)
    if replied is None:
        over = on.closed_at if round_.n == on.round_n else None
        stands = any(pause.ended_at is None for pause in on.pauses)
        asked = any(request.decided_at is None for request in on.requests)
        if stands or asked:
            return None
        replied = over or at
    return round_.due_at if replied > round_.due_at else None
