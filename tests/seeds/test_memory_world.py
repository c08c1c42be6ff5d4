"""A verb in memory and a verb through the database leave the same rows, column by column."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import RFC_4122

import pytest
from django.db import IntegrityError, connection, models, transaction

from orders import rulebook
from orders.errors import LifecycleError, Refused
from orders.lifecycle import apply, take_in
from orders.lifecycle.load import load
from orders.lifecycle.receiving import receive
from orders.lifecycle.snapshot import UnitRef
from orders.lifecycle.writing import write
from orders.models import Citizen, DayCounter, Event, Order
from orders.numbering import is_number, number_of
from orders.states import Verb
from seeds.simulator.copying import copy_out, digest, first_ids, numbers_given
from seeds.simulator.memory import BOOKS, MODELS, World, uuid7
from tests.cast import Cast
from tests.factories import MONDAY, demand
from tests.rules import make_rules
from tests.seeds.random_play import Move, Play
from units.actor import actor_of
from units.models import Unit

pytestmark = pytest.mark.long

ORDERS = 1000
FEW_MOVES, MANY_MOVES = 4, 18  # a verb through the database takes 10 ms: few orders go all the way
# What the database fills in by itself differs between two writings of the same.
BY_THE_DATABASE = {"public_id", "recorded_at", "xid"}
WITHOUT_FILES = {"evidence"}  # points at files, of which a play has none
TABLES = {
    name: model
    for name, model in (MODELS | BOOKS).items()
    if model is not Citizen and name not in WITHOUT_FILES
}


@pytest.fixture
def city(cast: Cast) -> Cast:
    make_rules()
    return cast


def new_world(seed: int = 0, ids: dict[str, int] | None = None) -> World:
    paths = dict(Unit.objects.values_list("id", "path"))
    start = first_ids(connection) if ids is None else ids
    given = numbers_given(connection) if ids is None else {}
    return World(rulebook.current(), paths, first_ids=start, numbers=given, seed=seed)


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")
        rows = [json.loads(row[0]) for row in cursor.fetchall()]
    return [{name: row[name] for name in row if name not in BY_THE_DATABASE} for row in rows]


@contextmanager
def emptied() -> Iterator[None]:
    """The demands' tables without their rows, inside the test's transaction."""
    tables = ", ".join(model._meta.db_table for model in TABLES.values())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    yield


def error_of(error: LifecycleError | None) -> tuple[object, ...]:
    return (type(error), error.code, error.field) if error else ()


class Both:
    """The same play in memory and in the database, verb by verb."""

    def __init__(self, cast: Cast) -> None:
        self.world = new_world()
        citizens = Citizen.objects.bulk_create(Citizen(created_at=MONDAY) for _ in range(3))
        self.play = Play(cast, [citizen.pk for citizen in citizens], seed=20140101)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.at = MONDAY
        self.mains: list[int] = []

    def order(self) -> int:
        self.at += timedelta(minutes=self.play.draw.randrange(1, 600))
        by = self.play.people[0]
        wanted = self.play.demand()
        done = take_in(wanted, by=by, at=self.at)
        order_id = self.world.take_in(wanted, by=by, at=self.at, number=done.number)
        assert order_id == done.order_id
        at, draw = self.at, self.play.draw
        onward = draw.random() < 0.2
        for _ in range(MANY_MOVES if onward else draw.randrange(FEW_MOVES)):
            at += timedelta(minutes=draw.choice((5, 40, 300, 1500, 9000)))
            if not self.one_move(order_id, at, onward=onward and draw.random() < 0.6):
                break
        self.mains = [*self.mains[-20:], order_id]
        return order_id

    def one_move(self, order_id: int, at: datetime, *, onward: bool) -> bool:
        facts, mains = self.world.facts(order_id), [*self.mains, order_id]
        for move in self.play.moves(facts, at, mains, onward=onward):
            error = self.in_memory(order_id, move)
            if error is None or self.refused[error.code] <= 3:
                assert error_of(self.in_database(order_id, move)) == error_of(error)
            if error is None:
                self.done[move.verb] += 1
                return True
        return False

    def arguments(self, order_id: int, move: Move) -> dict[str, Any]:
        on = None
        if move.place is not None:
            on = self.world.facts(order_id).assignments[move.place].id
        return {
            "by": move.by,
            "at": move.at,
            "assignment_id": on,
            "main_id": move.main_id,
            **move.inputs,
        }

    def in_memory(self, order_id: int, move: Move) -> LifecycleError | None:
        try:
            self.world.perform(move.verb, order_id, **self.arguments(order_id, move))
        except LifecycleError as error:
            self.refused[error.code] += 1
            return error
        return None

    def in_database(self, order_id: int, move: Move) -> LifecycleError | None:
        try:
            apply(move.verb, order_id, **self.arguments(order_id, move))
        except LifecycleError as error:
            return error
        return None


def test_a_thousand_random_orders_leave_the_same_rows_in_memory_and_in_the_database(
    city: Cast,
) -> None:
    both = Both(city)
    ids = [both.order() for _ in range(ORDERS)]
    assert set(both.done) == set(Verb) - {Verb.RECEIVE}, "some verb was never played"
    assert len(both.refused) > 10
    assert load(*ids) == {pk: both.world.facts(pk) for pk in ids}
    written = {name: rows_of(model) for name, model in TABLES.items()}
    with emptied():
        copy_out(both.world, connection)
    for name, model in TABLES.items():
        assert len(written[name]) > 20, f"{name} was written too seldom"
        assert rows_of(model) == written[name], name


def small_world(
    city: Cast, orders: int = 3, seed: int = 0, ids: dict[str, int] | None = None
) -> World:
    """Orders that are received, dispatched and signed."""
    world = new_world(seed, ids)
    lead = UnitRef(city.urban.pk, city.urban.path, "城管局")
    for n in range(orders):
        at = MONDAY + timedelta(minutes=n)
        pk = world.take_in(demand(), by=actor_of(city.operator), at=at)
        later = at + timedelta(hours=1)
        world.perform(Verb.DISPATCH, pk, by=actor_of(city.dispatcher), at=at, lead=lead)
        world.perform(Verb.SIGN, pk, by=actor_of(city.unit_clerk), at=later)
    return world


def counted() -> int:
    """The last number given on the day; other tests' own connections have counted on for good."""
    return numbers_given(connection).get(MONDAY.date(), 0)


def test_a_copy_never_lowers_the_counter_of_a_day(city: Cast) -> None:
    world = small_world(city)
    DayCounter.objects.update_or_create(day=MONDAY.date(), defaults={"last": 5000})
    copy_out(world, connection)
    assert counted() == 5000


def test_after_a_copy_the_database_goes_on_behind_it(city: Cast) -> None:
    given = counted()
    world = small_world(city)
    copy_out(world, connection)
    number = Order.objects.latest("id").number
    assert is_number(number)
    assert counted() == given + 3
    at = MONDAY + timedelta(hours=3)
    wanted = receive(
        demand(),
        number=number_of(MONDAY.date(), counted() + 1),
        by=actor_of(city.operator),
        at=at,
        rules=rulebook.current(),
    )
    assert write(wanted, None)[-1] == world.next_ids["order"]
    first = Order.objects.earliest("id").pk
    apply(Verb.CONTACT, first, by=actor_of(city.unit_clerk), at=at, text="已联系")
    assert Event.objects.latest("id").order_id == first


def test_a_row_the_database_refuses_leaves_nothing_behind(city: Cast) -> None:
    given = counted()
    world = small_world(city)
    first = min(world.rows["order"])
    world.rows["order"][first]["state"] = "lost"
    with pytest.raises(IntegrityError, match="order_state_known"), transaction.atomic():
        copy_out(world, connection)
    assert not Order.objects.exists()
    assert not Event.objects.exists()
    assert counted() == given


def test_a_refused_verb_changes_nothing_in_memory(city: Cast) -> None:
    world = small_world(city, orders=1)
    (pk,) = world.rows["order"]
    before, books = world.facts(pk), {book: list(rows) for book, rows in world.books.items()}
    with pytest.raises(Refused):
        world.perform(Verb.COMPLETE, pk, by=actor_of(city.unit_clerk), at=MONDAY, text="")
    assert world.facts(pk) == before
    assert world.books == books


def test_the_same_seed_gives_the_same_digest_and_another_seed_another(city: Cast) -> None:
    digests = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            copy_out(small_world(city, seed=seed, ids={}), connection)
            digests.append(digest(connection))
            transaction.set_rollback(True)
    assert digests[0] == digests[1] != digests[2]


def test_public_ids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    draw = random.Random(1)
    ids = [uuid7(MONDAY + timedelta(seconds=n), draw) for n in range(100)]
    assert ids == sorted(ids)
    assert {(one.version, one.variant) for one in ids} == {(7, RFC_4122)}
