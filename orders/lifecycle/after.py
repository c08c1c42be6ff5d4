"""The snapshot as a decision leaves it: what the next verb, or the clock, would look at."""

from collections.abc import Mapping, Set
from dataclasses import fields, replace
from functools import cache
from typing import Any

from orders.lifecycle.decision import Decision, NewRow
from orders.lifecycle.rows import TABLES, blank_row
from orders.lifecycle.snapshot import (
    AnswerFacts,
    AppealFacts,
    AssignmentFacts,
    CallbackFacts,
    DoubtFacts,
    LevelFacts,
    OrderFacts,
    PauseFacts,
    PlacedFacts,
    ReplyFacts,
    RequestFacts,
    RoundFacts,
    SupervisionFacts,
    UrgeFacts,
)

# Which rows hang on which, and by which column: the name of the nested snapshots -> table, key.
_HUNG: Mapping[str, tuple[str, str, type]] = {
    "assignments": ("assignment", "order_id", AssignmentFacts),
    "callbacks": ("callback", "order_id", CallbackFacts),
    "levels": ("level", "order_id", LevelFacts),
    "rounds": ("round", "assignment_id", RoundFacts),
    "requests": ("request", "assignment_id", RequestFacts),
    "pauses": ("pause", "assignment_id", PauseFacts),
    "replies": ("reply", "round_id", ReplyFacts),
    "doubts": ("doubt", "round_id", DoubtFacts),
    "placed": ("placed", "task_id", PlacedFacts),
    "urges": ("urge", "order_id", UrgeFacts),
    "supervisions": ("supervision", "assignment_id", SupervisionFacts),
    "answers": ("answer", "supervision_id", AnswerFacts),
    "appeals": ("appeal", "assignment_id", AppealFacts),
}
# What a snapshot knows from other tables, and what a new row of its own has of it.
_FROM_ELSEWHERE: Mapping[str, Any] = {
    "unit_path": "",
    "about_unit_path": "",
    "redacted": False,
    "attempts": 0,
    "merged": (),
    "rated_by_id": None,
}


def after(order: OrderFacts | None, decision: Decision) -> OrderFacts:
    """The order once the decision is written; rows it adds keep their negative ids. Paths of
    units that are new to the order are left empty."""
    if order is None:
        new = next(row for row in decision.adds if row.table == "order")
        made: OrderFacts = _made(OrderFacts, new, decision)
        return made
    touched = {table for table, _ in decision.sets} | {new.table for new in decision.adds}
    renewed: OrderFacts = _renewed("order", order, decision, touched)
    return renewed


def _renewed(table: str, row: Any, decision: Decision, touched: Set[str]) -> Any:
    """A snapshot with its own columns and everything under it as the decision has it; what no
    touched table hangs under is passed over."""
    cls: type = type(row)
    plain, nested = _names(cls)
    values = decision.sets.get((table, row.id), {})
    changed = {name: value for name, value in values.items() if name in plain}
    for name in nested:
        if touched.isdisjoint(_under(name)):
            continue
        old = getattr(row, name)
        hung = _HUNG[name][0]
        under = tuple(_renewed(hung, one, decision, touched) for one in old)
        under += _new_under(name, row.id, decision)
        if len(under) > len(old) or any(a is not b for a, b in zip(under, old, strict=True)):
            changed[name] = under
    return replace(row, **changed) if changed else row


def _new_under(name: str, parent: int, decision: Decision) -> tuple[Any, ...]:
    table, key, cls = _HUNG[name]
    return tuple(
        _made(cls, new, decision)
        for new in decision.adds
        if new.table == table and new.values.get(key) == parent
    )


def _made(cls: type, new: NewRow, decision: Decision) -> Any:
    plain, nested = _names(cls)
    values = {**_FROM_ELSEWHERE, **_blank(new.table), **new.values, "id": new.id}
    made = {name: values[name] for name in plain}
    return cls(**made, **{name: _new_under(name, new.id, decision) for name in nested})


@cache
def _blank(table: str) -> Mapping[str, Any]:
    return blank_row(TABLES[table])


@cache
def _names(cls: type) -> tuple[frozenset[str], tuple[str, ...]]:
    names = [field.name for field in fields(cls)]
    return frozenset(names) - set(_HUNG), tuple(name for name in names if name in _HUNG)


@cache
def _under(name: str) -> frozenset[str]:
    """The table of the nested snapshots and all tables under it."""
    table, _, cls = _HUNG[name]
    return frozenset({table}).union(*(_under(inner) for inner in _names(cls)[1]))
