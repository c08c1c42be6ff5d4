"""What presses the units of one order: cards, urges, supervisions with answers, appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.access import attachments_for, texts_for
from orders.clocks import Reading, of_supervision
from orders.deadlines import Rulebook
from orders.labels import matter_words
from orders.lifecycle.snapshot import OrderFacts
from orders.models import (
    Appeal,
    Attachment,
    Level,
    LevelRule,
    Order,
    Supervision,
    SupervisionAnswer,
)
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a supervision with its words and those of the review."""

    row: SupervisionAnswer
    text: str
    review: str


@dataclass(frozen=True, slots=True)
class Supervised:
    """One supervision as it is shown."""

    row: Supervision
    text: str
    closing: str
    answers: list[Answered]
    clock: Reading | None


@dataclass(frozen=True, slots=True)
class Contested:
    """One appeal as it is shown, with the files it leans on."""

    row: Appeal
    what: str
    text: str
    ruling: str
    evidence: list[Attachment]


@dataclass(frozen=True, slots=True)
class Pressing:
    """All of it; cards are those that were given, the revoked ones too."""

    cards: list[Level]
    urges: int
    urged_at: datetime | None
    supervisions: list[Supervised]
    appeals: list[Contested]

    @property
    def any(self) -> bool:
        return bool(self.cards or self.urges or self.supervisions or self.appeals)

    @property
    def standing(self) -> list[Level]:
        """The cards not revoked, the red ones first."""
        return sorted(
            (card for card in self.cards if card.revoked_at is None),
            key=lambda card: card.card != "red",
        )


def pressing_of(
    actors: Sequence[Actor], order: Order, facts: OrderFacts, rules: Rulebook, at: datetime
) -> Pressing:
    """Gather it for a person who sees the order; words only of the person's circle."""
    texts = dict(texts_for(actors, order).values_list("pk", "body"))
    given = Level.objects.filter(order=order).exclude(card="").order_by("-occurred_at", "-pk")
    return Pressing(
        list(given.select_related("rule", "assignment__unit")),
        len(facts.urges),
        max((urge.at for urge in facts.urges), default=None),
        [_supervised(row, facts, texts, rules, at) for row in supervisions_of(order)],
        _appeals(actors, order, texts),
    )


def supervisions_of(order: Order) -> list[Supervision]:
    """The order's supervisions, the newest first."""
    found = Supervision.objects.filter(order=order).order_by("-pk")
    found = found.select_related("assignment__unit", "issued_by__unit", "closed_by")
    return list(found.prefetch_related("answers__replied_by", "answers__reviewed_by"))


def _supervised(
    row: Supervision,
    facts: OrderFacts,
    texts: Mapping[int, str],
    rules: Rulebook,
    at: datetime,
) -> Supervised:
    on = facts.assignment(row.assignment_id)
    seen = next((s for s in on.supervisions if s.id == row.pk), None) if on else None
    return Supervised(
        row,
        texts.get(row.text_id, ""),
        texts.get(row.closing_text_id or 0, ""),
        [
            Answered(one, texts.get(one.text_id, ""), texts.get(one.review_text_id or 0, ""))
            for one in sorted(row.answers.all(), key=lambda one: one.n)
        ],
        of_supervision(seen, rules, at) if seen else None,
    )


def _appeals(actors: Sequence[Actor], order: Order, texts: Mapping[int, str]) -> list[Contested]:
    rows = Appeal.objects.filter(order=order).order_by("-pk")
    rows = rows.select_related("assignment__unit", "level", "round", "decided_by")
    rows = rows.prefetch_related("evidence__attachment")
    names = dict(LevelRule.objects.values_list("code", "name")) if rows else {}
    readable = set(attachments_for(actors, order).exclude(file="").values_list("pk", flat=True))
    return [
        Contested(
            row,
            matter_words(
                row.matter,
                row.level.rule_id if row.level else "",
                row.round.n if row.round else 1,
                names,
            ),
            texts.get(row.text_id, ""),
            texts.get(row.decision_text_id or 0, ""),
            [e.attachment for e in row.evidence.all() if e.attachment_id in readable],
        )
        for row in rows
    ]
