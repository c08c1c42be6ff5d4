"""A hotline held in memory: the same decide functions, the same columns, no database until COPY.

Rows are dicts of columns; beside them stand the snapshots the verbs look at, of which a verb
renews only those whose rows it changed.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models

from orders.deadlines import Rulebook
from orders.lifecycle.decision import Decision
from orders.lifecycle.levels import looked_at, next_due
from orders.lifecycle.receiving import Demand, receive_unscheduled
from orders.lifecycle.registry import decide_unscheduled
from orders.lifecycle.rows import (
    TABLES,
    Columns,
    blank_row,
    change_row,
    event_row,
    notice_row,
    order_of,
    resolve,
)
from orders.lifecycle.snapshot import (
    AnswerFacts,
    AppealFacts,
    AssignmentFacts,
    CallbackFacts,
    DoubtFacts,
    LevelFacts,
    MergedFacts,
    OrderFacts,
    PauseFacts,
    PlacedFacts,
    ReplyFacts,
    RequestFacts,
    RoundFacts,
    SupervisionFacts,
    UrgeFacts,
)
from orders.models import Change, Citizen, Event, Outbox
from orders.numbering import number_of
from orders.period import SHANGHAI
from orders.states import Verb
from units.actor import Actor

LEDGER = "ledger"  # the counter that the three books share
MODELS: dict[str, type[models.Model]] = {"citizen": Citizen, **TABLES}
BOOKS: dict[str, type[models.Model]] = {"event": Event, "change": Change, "outbox": Outbox}


@dataclass(frozen=True, slots=True)
class Node:
    """A table with snapshots: what reads one, on which row it hangs, what hangs on it."""

    cls: type
    parent: str = ""
    key: str = ""
    hung: str = ""
    nested: tuple[str, ...] = ()

    def reader(self) -> Callable[[Columns], Any]:
        """Builds the snapshot of a row; nested snapshots stand last in every snapshot class."""
        own = [field.name for field in fields(self.cls)]
        plain = itemgetter(*own[: len(own) - len(self.nested)])
        cls, nested = self.cls, self.nested
        if not nested:
            return lambda row: cls(*plain(row))
        return lambda row: cls(*plain(row), *[tuple(row[name].values()) for name in nested])


# From the leaves to the root: a changed snapshot renews the one it hangs on.
NODES: Mapping[str, Node] = {
    "reply": Node(ReplyFacts, "round", "round_id", "replies"),
    "doubt": Node(DoubtFacts, "round", "round_id", "doubts"),
    "round": Node(RoundFacts, "assignment", "assignment_id", "rounds", ("replies", "doubts")),
    "request": Node(RequestFacts, "assignment", "assignment_id", "requests"),
    "pause": Node(PauseFacts, "assignment", "assignment_id", "pauses"),
    "placed": Node(PlacedFacts, "callback", "task_id", "placed"),
    "callback": Node(CallbackFacts, "order", "order_id", "callbacks", ("placed",)),
    "answer": Node(AnswerFacts, "supervision", "supervision_id", "answers"),
    "supervision": Node(
        SupervisionFacts, "assignment", "assignment_id", "supervisions", ("answers",)
    ),
    "appeal": Node(AppealFacts, "assignment", "assignment_id", "appeals"),
    "assignment": Node(
        AssignmentFacts,
        "order",
        "order_id",
        "assignments",
        ("rounds", "requests", "pauses", "supervisions", "appeals"),
    ),
    "level": Node(LevelFacts, "order", "order_id", "levels"),
    "urge": Node(UrgeFacts, "order", "order_id", "urges"),
    "order": Node(OrderFacts, nested=("assignments", "callbacks", "levels", "urges")),
}
Touched = dict[str, dict[int, None]]  # by table the rows to be read anew, in order
_READERS = {table: node.reader() for table, node in NODES.items()}
_BLANK = {table: blank_row(model) for table, model in (MODELS | BOOKS).items()}


class World:
    """Rows, snapshots and books of demands that live in memory.

    units: the path in the tree of every unit's id. first_ids: where the tables' counters go on
    (1 where absent). numbers: the last order number of each day that is already given. seed: of
    the public ids, the only thing here drawn at random.
    """

    def __init__(
        self,
        rules: Rulebook,
        units: Mapping[int, str],
        *,
        first_ids: Mapping[str, int] | None = None,
        numbers: Mapping[date, int] | None = None,
        seed: int | str = 0,
    ) -> None:
        self.rules = rules
        self.units = units
        self.rows: dict[str, dict[int, Columns]] = {table: {} for table in MODELS}
        self.books: dict[str, list[Columns]] = {book: [] for book in BOOKS}
        self.numbers: Counter[date] = Counter(numbers or {})
        self.verbs = 0
        self._next = dict.fromkeys((*MODELS, LEDGER), 1) | dict(first_ids or {})
        self._facts: dict[int, OrderFacts] = {}
        self._random = random.Random(f"public ids {seed}")

    def facts(self, order_id: int) -> OrderFacts:
        """The order as it stands. KeyError where there is none."""
        return self._facts[order_id]

    @property
    def next_ids(self) -> Mapping[str, int]:
        """Where the counters of the tables, and the one of the books, go on."""
        return self._next

    def add_citizen(self, form_of_address: str, at: datetime) -> int:
        """Somebody who calls, without a number: a replayed city holds nobody's."""
        pk = self._take("citizen")
        values = {"id": pk, "form_of_address": form_of_address, "created_at": at}
        self.rows["citizen"][pk] = _BLANK["citizen"] | values
        return pk

    def take_in(self, demand: Demand, *, by: Actor, at: datetime, number: str = "") -> int:
        """Receive a demand; the answer is the order's id. number: given by somebody else."""
        number = number or self._number(at)
        decision = receive_unscheduled(demand, number=number, by=by, at=at, rules=self.rules)
        return self._do(decision, None)[-1]

    def perform(
        self,
        verb: Verb,
        order_id: int,
        *,
        by: Actor,
        at: datetime,
        assignment_id: int | None = None,
        main_id: int | None = None,
        **inputs: Any,
    ) -> Decision:
        """Do a verb, as orders.lifecycle.apply does. Raises the errors of orders.errors; then
        nothing was changed."""
        facts = self._facts[order_id]
        if main_id is not None:
            inputs["main"] = self._facts[main_id]
        decision = decide_unscheduled(verb, facts, by, at, self.rules, assignment_id, inputs)
        self._do(decision, facts)
        return decision

    def _take(self, counter: str) -> int:
        taken = self._next[counter]
        self._next[counter] = taken + 1
        return taken

    def _number(self, at: datetime) -> str:
        day = at.astimezone(SHANGHAI).date()
        self.numbers[day] += 1
        return number_of(day, self.numbers[day])

    def _do(self, decision: Decision, facts: OrderFacts | None) -> Mapping[int, int]:
        ids = {new.id: self._take(new.table) for new in decision.adds}
        changed: Touched = defaultdict(dict)
        for new in decision.adds:
            self._add(new.table, ids[new.id], resolve(new.values, ids), changed)
        for (table, pk), values in decision.sets.items():
            if table == "order" and "merged_into_id" in values:
                self._move(pk, values["merged_into_id"], changed)
            self.rows[table][pk].update(resolve(values, ids))
            changed[table][pk] = None
        self._refresh(changed)
        self._keep_books(self._looked_at(decision, facts, ids), facts, ids)
        self.verbs += 1
        return ids

    def _looked_at(
        self, decision: Decision, facts: OrderFacts | None, ids: Mapping[int, int]
    ) -> Decision:
        """With the clock's next look, reckoned from the snapshot that has just been renewed."""
        pk = order_of(decision, ids)
        moment = next_due(self._facts[pk], self.rules)
        self.rows["order"][pk]["next_due_at"] = moment
        return looked_at(decision, facts, moment)

    def _add(self, table: str, pk: int, values: Columns, changed: Touched) -> None:
        row = _BLANK[table] | values
        row["id"] = pk
        self.rows[table][pk] = row
        if table in NODES:
            row.update({name: {} for name in NODES[table].nested})
            changed[table][pk] = None
        if table == "order":
            row["public_id"] = uuid7(row["received_at"], self._random)
            row["redacted"] = False
            row["merged"] = ()
        elif table == "callback":
            row["attempts"], row["rated_by_id"] = 0, None
        elif table == "attempt":
            self.rows["callback"][row["task_id"]]["attempts"] += 1
            if row["rating"] is not None:
                self.rows["callback"][row["task_id"]]["rated_by_id"] = row["by_id"]
            changed["callback"][row["task_id"]] = None
        elif table == "text" and row["kind"] == "redacted":
            self.rows["order"][row["order_id"]]["redacted"] = True
            changed["order"][row["order_id"]] = None

    def _refresh(self, changed: Touched) -> None:
        """Read the changed rows anew, from the leaves to the orders."""
        for table, node in NODES.items():
            if table not in changed:
                continue
            rows, read = self.rows[table], _READERS[table]
            for pk in changed[table]:
                row = rows[pk]
                if table == "order":
                    row["about_unit_path"] = self.units.get(row["about_unit_id"], "")
                    self._facts[pk] = read(row)
                    continue
                if table == "assignment":
                    row["unit_path"] = self.units[row["unit_id"]]
                above = row[node.key]
                self.rows[node.parent][above][node.hung][pk] = read(row)
                changed[node.parent][above] = None

    def _move(self, pk: int, main: int | None, changed: Touched) -> None:
        """An order joins a main one, or leaves it: all above it know what is merged into them."""
        orders = self.rows["order"]
        own = (MergedFacts(pk, orders[pk]["citizen_id"]), *orders[pk]["merged"])
        gone = {one.id for one in own}
        for above in self._above(orders[pk]["merged_into_id"]):
            orders[above]["merged"] = tuple(m for m in orders[above]["merged"] if m.id not in gone)
            changed["order"][above] = None
        for above in self._above(main):
            joined = (*orders[above]["merged"], *own)
            orders[above]["merged"] = tuple(sorted(joined, key=lambda m: m.id))
            changed["order"][above] = None

    def _above(self, pk: int | None) -> Iterator[int]:
        while pk is not None:
            yield pk
            pk = self.rows["order"][pk]["merged_into_id"]

    def _keep_books(
        self, decision: Decision, facts: OrderFacts | None, ids: Mapping[int, int]
    ) -> None:
        self._enter("event", event_row(decision, ids))
        self._enter("change", change_row(decision, facts, ids))
        for notice in decision.notices:
            self._enter("outbox", notice_row(decision, notice, ids))

    def _enter(self, book: str, row: Columns) -> None:
        row["id"] = self._take(LEDGER)
        self.books[book].append(_BLANK[book] | row)


def uuid7(at: datetime, draw: random.Random) -> UUID:
    """A uuid of version 7 of that moment, its random part from the given source."""
    bits = int(at.timestamp() * 1000) << 80 | 7 << 76 | draw.getrandbits(12) << 64
    return UUID(int=bits | 2 << 62 | draw.getrandbits(62))
