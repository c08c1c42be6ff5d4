"""One page of a tab as one person sees it, read for all its rows at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from orders import rulebook
from orders.access import audiences_for, title_for
from orders.clocks import Reading, of_assignment, of_supervision, read
from orders.deadlines import Rulebook
from orders.labels import matter_words
from orders.lifecycle.load import load
from orders.lifecycle.matters import open_matters
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.listing import Key
from orders.models import Appeal, Level, LevelRule, Order, Supervision, Text
from orders.models.limits import Clock
from orders.oversight.tabs import Tab
from orders.states import Verb
from orders.verbs_on_rows import RowVerb, verbs_on
from units.actor import Actor
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One line: item is the level, supervision, order or appeal it stands for; what says why it
    is here; words are of the unit or of the ruling, as far as the person may read them."""

    key: Key
    item: Any
    order: Order
    title: str
    unit: str
    what: str
    words: str
    clock: Reading | None
    urges: int
    urged_at: datetime | None
    verbs: list[RowVerb]


def keys(tab: Tab, rows: QuerySet[Any]) -> list[Key]:
    """The keys of a slice of a tab's rows."""
    columns = ["sort", "pk", tab.order] + ([tab.holding] if tab.holding else [])
    return [
        Key(v[0], v[1], v[2], v[3] if tab.holding else None) for v in rows.values_list(*columns)
    ]


@dataclass(frozen=True, slots=True)
class _Sight:
    tab: Tab
    actors: Sequence[Actor]
    at: datetime
    rules: Rulebook
    items: Mapping[int, Any]
    orders: Mapping[int, Order]
    facts: Mapping[int, OrderFacts]
    units: Mapping[int, str]
    levels: dict[str, str]
    texts: Mapping[int, str]


def rows_of(tab: Tab, actors: Sequence[Actor], page: Sequence[Key], at: datetime) -> list[Row]:
    """The rows of one page, in its order; however many, the same number of queries."""
    if not page:
        return []
    ids = {key.order_id for key in page}
    facts = load(*ids)
    items = _items(tab, [key.pk for key in page])
    on_units = {a.unit_id for order in facts.values() for a in order.assignments}
    sight = _Sight(
        tab,
        actors,
        at,
        rulebook.current(),
        items,
        {o.pk: o for o in Order.objects.filter(pk__in=ids).select_related("category")},
        facts,
        {u.pk: u.short_name or u.name for u in Unit.objects.filter(pk__in=on_units)},
        dict(LevelRule.objects.values_list("code", "name")),
        _texts(items, actors),
    )
    return [_row(key, sight) for key in page]


_MORE: Mapping[type, tuple[str, ...]] = {
    Appeal: ("level", "round", "decided_by", "asked_by"),
    Supervision: ("issued_by", "closed_by"),
    Level: ("rule",),
}


def _items(tab: Tab, ids: list[int]) -> dict[int, Any]:
    rows = tab.rows()
    rows = rows.select_related(*_MORE.get(rows.model, ()))
    if rows.model is Appeal:
        rows = rows.prefetch_related("evidence__attachment")
    return {row.pk: row for row in rows.filter(pk__in=ids)}


def _texts(items: Mapping[int, Any], actors: Sequence[Actor]) -> dict[int, str]:
    names = ("text_id", "decision_text_id", "closing_text_id")
    ids = {getattr(item, name, None) or 0 for item in items.values() for name in names}
    readable = Text.objects.filter(pk__in=ids, audience__in=audiences_for(actors))
    return dict(readable.values_list("pk", "body"))


def _row(key: Key, sight: _Sight) -> Row:
    order, facts, item = sight.orders[key.order_id], sight.facts[key.order_id], sight.items[key.pk]
    on = facts.assignment(key.holding_id) if key.holding_id else facts.lead
    return Row(
        key,
        item,
        order,
        title_for(sight.actors, order),
        sight.units.get(on.unit_id, "") if on else "",
        _what(item, on, sight),
        _words(item, sight),
        _clock(item, facts, on, sight),
        len(facts.urges),
        max((urge.at for urge in facts.urges), default=None),
        _verbs(item, facts, on, sight),
    )


def _what(item: Any, on: AssignmentFacts | None, sight: _Sight) -> str:
    if isinstance(item, Level):
        return sight.levels.get(item.rule_id, item.rule_id)
    if isinstance(item, Supervision):
        return item.get_kind_display()
    if isinstance(item, Appeal):
        rule = item.level.rule_id if item.level else ""
        return matter_words(item.matter, rule, item.round.n if item.round else 1, sight.levels)
    if item.dispatch_count > 1:
        return f"派了{item.dispatch_count}次"
    return f"重办{on.round_n - 1}次" if on and on.round_n > 1 else "久拖未决"


def _words(item: Any, sight: _Sight) -> str:
    names = ("decision_text_id", "closing_text_id", "text_id")
    found = (sight.texts.get(getattr(item, name, None) or 0) for name in names)
    return next((words for words in found if words), "")


def _clock(
    item: Any, facts: OrderFacts, on: AssignmentFacts | None, sight: _Sight
) -> Reading | None:
    rules, at = sight.rules, sight.at
    if isinstance(item, Supervision):
        seen = next((s for s in on.supervisions if s.id == item.pk), None) if on else None
        return of_supervision(seen, rules, at) if seen else None
    if isinstance(item, Appeal):
        if item.decided_at:
            return None
        limit = rules.find(Clock.APPEAL_DECISION, facts, item.asked_at)
        return read("裁定", rules, limit.measure, item.asked_at, item.decision_due_at, at)
    readings = of_assignment(on, rules, at) if on else []
    return next((reading for reading in readings if reading.label == "办理"), None)


def _contestable(level: Level, facts: OrderFacts, on: AssignmentFacts, sight: _Sight) -> bool:
    open_now = open_matters(facts, on, sight.rules, sight.at)
    return f"{Appeal.Matter.CARD.value}:{level.pk}" in {matter.key for matter in open_now}


def _verbs(
    item: Any, facts: OrderFacts, on: AssignmentFacts | None, sight: _Sight
) -> list[RowVerb]:
    wanted = list(sight.tab.verbs)
    if on is not None and on.open_supervision and Verb.SUPERVISE in wanted:
        wanted.remove(Verb.SUPERVISE)
    if isinstance(item, Level) and on is not None and not _contestable(item, facts, on, sight):
        wanted = [verb for verb in wanted if verb != Verb.APPEAL]
    if Verb.ANSWER_SUPERVISION in wanted and on is not None:
        found = on.open_supervision
        if found is None or found.open_answer is not None:
            wanted.remove(Verb.ANSWER_SUPERVISION)
    return [one for verb in wanted for one in verbs_on([verb], facts, on, sight.actors)]
