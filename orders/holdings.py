"""Who holds an order: its assignments with children, clocks, requests, pauses and rounds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from orders.access import texts_for
from orders.clocks import Reading, of_assignment
from orders.deadlines import Rulebook
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.models import Assignment, Order, Pause, Reply, Request, Round
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its words, where the person may read them."""

    row: Request
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply with its words, where the person may read them."""

    row: Reply
    text: str
    uncontacted: str


@dataclass(frozen=True, slots=True)
class Run:
    """One round with its replies."""

    row: Round
    replies: list[Answered]


@dataclass(slots=True)
class Holding:
    """One assignment as it is shown."""

    row: Assignment
    facts: AssignmentFacts
    clocks: list[Reading]
    requests: list[Asked]
    rounds: list[Run]
    pauses: list[Pause]
    children: list["Holding"] = field(default_factory=list)

    @property
    def suspended(self) -> bool:
        return any(p.ended_at is None and p.cause == Pause.Cause.SUSPENSION for p in self.pauses)

    @property
    def over(self) -> bool:
        """Moved or taken back: kept as evidence, shown small."""
        return self.row.closed_as in {Assignment.ClosedAs.MOVED, Assignment.ClosedAs.RECALLED}

    @property
    def signed_late(self) -> bool:
        due, signed = self.row.sign_due_at, self.row.signed_at
        return bool(due and signed and signed > due)

    @property
    def contacted_late(self) -> bool:
        due, contacted = self.row.contact_due_at, self.row.contacted_at
        return bool(due and contacted and contacted > due)


def holdings_of(
    actors: Sequence[Actor], order: Order, facts: OrderFacts, rules: Rulebook, at: datetime
) -> list[Holding]:
    """The top-level assignments, those that run first; each with what was handed down from it."""
    texts = dict(texts_for(actors, order).values_list("pk", "body"))
    rows = (
        Assignment.objects.filter(order=order)
        .select_related("unit", "signed_by", "catalogue_entry")
        .prefetch_related("requests__reason", "requests__decided_by", "pauses")
        .prefetch_related("rounds__replies__replied_by", "rounds__replies__quality")
        .order_by("id")
    )
    made = {row.pk: _holding(row, facts, texts, rules, at) for row in rows}
    for holding in made.values():
        if holding.row.parent_id is not None:
            made[holding.row.parent_id].children.append(holding)
    top = [h for h in made.values() if h.row.parent_id is None]
    return sorted(top, key=lambda h: (h.over, h.row.role != "lead", h.row.pk))


def _holding(
    row: Assignment, facts: OrderFacts, texts: dict[int, str], rules: Rulebook, at: datetime
) -> Holding:
    on = facts.assignment(row.pk)
    assert on is not None
    pauses = sorted(row.pauses.all(), key=lambda p: p.pk)
    requests = sorted(row.requests.all(), key=lambda r: r.pk)
    planned = next((p.planned_end_at for p in pauses if p.ended_at is None), None)
    return Holding(
        row,
        on,
        of_assignment(on, rules, at, planned),
        [Asked(r, texts.get(r.text_id or 0, "")) for r in requests],
        [_run(round_, texts) for round_ in sorted(row.rounds.all(), key=lambda r: r.n)],
        pauses,
    )


def _run(row: Round, texts: dict[int, str]) -> Run:
    replies = sorted(row.replies.all(), key=lambda r: r.n)
    return Run(
        row,
        [
            Answered(r, texts.get(r.text_id, ""), texts.get(r.uncontacted_text_id or 0, ""))
            for r in replies
        ],
    )
