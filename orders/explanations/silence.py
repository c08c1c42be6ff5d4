"""Which units were silent in a quarter: definition as data (thresholds), figures from the tables.

Silent is an order that came due and was never signed, or that got a card for running over its
limit; a card revoked, or an order excluded or taken back, counts nowhere.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from orders import facts
from orders.models import Card, Level, Round
from orders.period import Period
from orders.thresholds import thresholds

A = "assignment__"
RULES = ("silent.percent", "silent.least", "silent.yellow", "silent.red")


@dataclass(frozen=True, slots=True)
class Silence:
    """A unit's quarter."""

    unit_id: int
    due: int
    silent: int
    yellow: int
    red: int

    def owes(self, rules: dict[str, int]) -> bool:
        """Whether the unit owes an explanation by these thresholds; 0 switches a rule off."""
        share, least = rules["silent.percent"], max(rules["silent.least"], 1)
        yellow, red = rules["silent.yellow"], rules["silent.red"]
        silent = share and self.due >= least and self.silent * 100 >= share * self.due
        carded = (yellow and self.yellow >= yellow) or (red and self.red >= red)
        return bool(silent or carded)


def silences(quarter: Period, as_of: datetime) -> list[Silence]:
    """Every unit with something due in the quarter or a card in it, by unit id."""
    cards = Level.objects.filter(
        assignment=OuterRef("assignment"), revoked_at__isnull=True, occurred_at__lt=as_of
    )
    first = Round.objects.filter(
        facts.top_lead(A) & facts.assessed(as_of, A),
        n=1,
        due_on__gte=quarter.first,
        due_on__lt=quarter.until,
    ).annotate(carded=Exists(cards.exclude(card="")))
    unsigned = Q(assignment__signed_at__isnull=True) | Q(assignment__signed_at__gte=as_of)
    due = {
        row["assignment__unit_id"]: (row["due"], row["silent"])
        for row in first.values("assignment__unit_id").annotate(
            due=Count("pk"), silent=Count("pk", filter=Q(carded=True) | unsigned)
        )
    }
    given = _cards(quarter)
    return [
        Silence(unit, *due.get(unit, (0, 0)), *given.get(unit, (0, 0)))
        for unit in sorted({*due, *given})
    ]


def _cards(quarter: Period) -> dict[int, tuple[int, int]]:
    standing = Level.objects.filter(
        facts.top_lead(A),
        revoked_at__isnull=True,
        assignment__excluded_at__isnull=True,
        occurred_at__gte=quarter.start,
        occurred_at__lt=quarter.end,
    ).exclude(card="")
    counted = standing.values("assignment__unit_id").annotate(
        yellow=Count("pk", filter=Q(card=Card.YELLOW)), red=Count("pk", filter=Q(card=Card.RED))
    )
    return {row["assignment__unit_id"]: (row["yellow"], row["red"]) for row in counted}


def owing(quarter: Period, as_of: datetime) -> list[Silence]:
    """Those that owe an explanation. Raises NotReady without thresholds."""
    rules = thresholds(*RULES)
    return [one for one in silences(quarter, as_of) if one.owes(rules)]
