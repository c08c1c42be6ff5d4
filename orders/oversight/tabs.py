"""The tabs of the supervision page: what stands in each, what comes first, whom it concerns.

The hotline sees all, a unit what concerns its own subtree. What hangs on a recalled assignment
counts nowhere (domain §3) and stands in none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from orders.access import sees_all, unit_paths
from orders.facts import top_lead
from orders.models import Appeal, Assignment, Level, Order, Supervision
from orders.states import AssignmentState, Verb
from orders.transitions import FINAL
from units.actor import Actor

COUNTED = 1000  # a count goes no further: 999+


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. rows carry `sort`; order and holding are paths to the row's order and assignment
    (none: the order's own lead); moment is what a period narrows by; verbs, what is done here."""

    key: str
    label: str
    rows: Callable[[], QuerySet[Any]]
    order: str
    holding: str
    moment: str
    empty: tuple[str, str]
    verbs: tuple[Verb, ...] = ()
    descending: bool = False
    counted: bool = True

    def seen_by(self, actors: Sequence[Actor]) -> QuerySet[Any]:
        """The rows these ways to act may see."""
        rows = self.rows()
        return rows if sees_all(actors) else self.under(rows, unit_paths(actors))

    def under(self, rows: QuerySet[Any], paths: Sequence[str]) -> QuerySet[Any]:
        """Those that concern units of these subtrees."""
        on = "unit__path" if rows.model is Order else "assignment__unit__path"
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(**{f"{on}__startswith": path})
        if rows.model is not Order:
            return rows.filter(below)
        held = Assignment.objects.filter(top_lead(), below, order=OuterRef("pk"))
        return rows.filter(Exists(held.exclude(state=AssignmentState.RECALLED)))


def _not_recalled(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(assignment__closed_as=Assignment.ClosedAs.RECALLED)


def cards() -> QuerySet[Level]:
    """Every card that stands: given, not revoked; sorted by when it truly was earned."""
    given = Level.objects.exclude(card="").filter(revoked_at__isnull=True)
    standing: QuerySet[Level] = _not_recalled(given).annotate(sort=F("occurred_at"))
    return standing


def _running() -> QuerySet[Supervision]:
    return Supervision.objects.filter(closed_at__isnull=True).annotate(sort=F("due_at"))


def _over() -> QuerySet[Supervision]:
    return Supervision.objects.filter(closed_at__isnull=False).annotate(sort=F("closed_at"))


def _raised() -> QuerySet[Order]:
    found = Order.objects.filter(raised_at__isnull=False).exclude(state__in=FINAL)
    return found.annotate(sort=F("raised_at"))


def _asked() -> QuerySet[Appeal]:
    return Appeal.objects.filter(decided_at__isnull=True).annotate(sort=F("decision_due_at"))


def _decided() -> QuerySet[Appeal]:
    return Appeal.objects.filter(decided_at__isnull=False).annotate(sort=F("decided_at"))


def _tab(
    key: str, label: str, rows: Callable[[], QuerySet[Any]], moment: str, empty: tuple[str, str],
    *verbs: Verb, descending: bool = False, counted: bool = True,
) -> Tab:  # fmt: skip
    return Tab(
        key, label, rows, "order_id", "assignment_id", moment, empty, verbs, descending, counted
    )


TABS: tuple[Tab, ...] = (
    _tab(
        "", "卡片", cards, "occurred_at",
        ("没有黄牌和红牌", "有单位超期，时钟会发牌，牌自己出现在这里"),
        Verb.URGE, Verb.SUPERVISE, Verb.APPEAL, descending=True,
    ),
    _tab(
        "running", "督办中", _running, "issued_at",
        ("没有在办的督办", "在工单页按“督办”，督办单会排在这里，先到期的在前"),
        Verb.ANSWER_SUPERVISION, Verb.CLOSE_SUPERVISION,
    ),
    Tab(
        "raised", "提级件", _raised, "pk", "", "raised_at",
        ("没有提级办理的工单", "派到第3次，或过了对市民的承诺又一个时限，会提到这里"),
        (Verb.URGE, Verb.SUPERVISE), descending=True,
    ),
    _tab(
        "appeals", "申诉待裁", _asked, "asked_at",
        ("没有等裁定的申诉", "单位一申诉就会排在这里，先到期的在前"),
        Verb.DECIDE_APPEAL,
    ),
    _tab(
        "decided", "申诉已裁", _decided, "decided_at",
        ("还没有裁定过申诉", "裁定以后连同证据留在这里"),
        descending=True, counted=False,
    ),
    _tab(
        "closed", "督办已结", _over, "closed_at",
        ("还没有了结的督办", "销号、撤销以后留在这里"),
        descending=True, counted=False,
    ),
)  # fmt: skip
BY_KEY = {tab.key: tab for tab in TABS}


def count_words(rows: QuerySet[Any]) -> str:
    """How many; beyond 999 it is not counted on."""
    found = rows.values("pk").order_by()[:COUNTED].count()
    return str(found) if found < COUNTED else f"{COUNTED - 1}+"
