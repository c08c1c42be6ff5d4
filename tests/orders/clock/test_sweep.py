"""The sweep under bad luck: two at once, a poisoned order, rows held by somebody, a broken rule."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from orders.clock import looking, orders_due
from orders.clock.drains import drains
from orders.clock.sweep import Swept, sweep
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Event, Level, LevelRule, LimitRule, Order, Outbox
from orders.states import Verb
from tests.cast import Cast, make_cast
from tests.factories import MONDAY, Walk
from tests.orders.clock.crowd import overdue_orders
from tests.rules import make_rules

LATER = MONDAY + timedelta(days=200)


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast and the rules where other connections see them."""
    made = make_cast()
    make_rules()
    return made


def levels_written() -> Counter[tuple[Any, ...]]:
    return Counter(Level.objects.values_list("subject", "subject_id", "n", "rule_id"))


def test_two_sweeps_at_once_share_the_work_and_double_nothing(committed: Cast) -> None:
    overdue_orders(60, committed.urban)
    start = Barrier(2)

    def run() -> Swept:
        start.wait()
        try:
            return sweep(at=LATER, batch=7)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = [job.result() for job in [pool.submit(run), pool.submit(run)]]
    assert first.items["orders"] + second.items["orders"] == 60
    assert min(first.items["orders"], second.items["orders"]) > 0, "they did not run side by side"
    assert set(levels_written().values()) == {1}
    assert Level.objects.filter(rule_id="handle.red").count() == 60
    assert Event.objects.filter(verb=Verb.RAISE_LEVEL).count() == 120  # the order, the assignment
    told = Counter(
        Outbox.objects.filter(kind="level.handle.red").values_list("order_id", "to_kind")
    )
    assert set(told.values()) == {1}
    assert len(told) == 180


def test_an_order_somebody_works_on_is_left_for_the_next_sweep(committed: Cast) -> None:
    held, free = overdue_orders(2, committed.urban)
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=held.id)

        def run() -> Swept:
            try:
                return sweep(at=LATER)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(run).result().items["orders"] == 1
    assert not Level.objects.filter(order_id=held.id).exists()
    assert Level.objects.filter(order_id=free.id).exists()
    assert sweep(at=LATER).items["orders"] == 1


def test_a_poisoned_order_is_put_off_and_stops_nobody(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third = overdue_orders(3, walk.cast.urban)

    def look(order: OrderFacts, *rest: Any) -> Any:
        if order.id == second.id:
            raise ZeroDivisionError("spoilt")
        return looking.look(order, *rest)

    monkeypatch.setattr(orders_due, "look", look)
    swept = sweep(at=LATER)
    assert swept.deeds["put_off"] == 1
    assert "could not look at order" in caplog.text
    assert set(Level.objects.values_list("order_id", flat=True)) == {first.id, third.id}
    assert Order.objects.get(pk=second.id).next_due_at == LATER + timedelta(minutes=5)
    monkeypatch.undo()
    sweep(at=LATER + timedelta(minutes=5))
    assert Level.objects.filter(order_id=second.id, rule_id="handle.red").count() == 1


def test_what_the_database_refuses_of_one_order_is_written_for_the_others(walk: Walk) -> None:
    """A row written past the clock's back makes one order's batch fail; the rest stands."""
    first, second = overdue_orders(2, walk.cast.urban)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END $$;"
            f" CREATE TRIGGER refuse BEFORE INSERT ON orders_level FOR EACH ROW"
            f" WHEN (NEW.order_id = {first.id}) EXECUTE FUNCTION refuse()"
        )
    swept = sweep(at=LATER)
    assert swept.deeds["put_off"] == 1
    assert set(Level.objects.values_list("order_id", flat=True)) == {second.id}


def test_without_the_limit_that_a_clock_needs_the_order_waits_and_is_reported(
    walk: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    overdue_orders(1, walk.cast.urban)
    LimitRule.objects.filter(clock="promise").delete()
    swept = sweep(at=LATER)
    assert swept.deeds == Counter({"put_off": 1})
    assert "没有“对市民的承诺”时限规则适用" in caplog.text


def test_a_level_added_later_is_written_as_missed_where_its_moment_has_passed(walk: Walk) -> None:
    walk.receive().dispatch()
    sweep(at=LATER)
    LevelRule.objects.create(
        code="handle.early", name="办理刚起", clock="handle", percent=10, severity=1
    )
    Order.objects.update(next_due_at=LATER)
    sweep(at=LATER)
    added = Level.objects.get(rule_id="handle.early")
    assert added.occurred_at < added.recorded_at == LATER


def test_an_idle_sweep_asks_one_question_of_each_drain(walk: Walk) -> None:
    overdue_orders(5, walk.cast.urban)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sweep(at=MONDAY - timedelta(days=1))
    selects = [query["sql"] for query in asked if query["sql"].lstrip().startswith("SELECT")]
    for table in ("orders_order", "calls_call"):
        assert len([sql for sql in selects if "next_due_at" in sql and table in sql]) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + orders_due._CLAIM, [MONDAY, 200])
        assert "order_next_due" in "\n".join(row[0] for row in cursor.fetchall())


def test_a_drain_has_its_name_for_itself() -> None:
    with pytest.raises(LookupError, match="drained twice"):
        drains("orders", due=lambda at: 0)(orders_due.drain_orders)


def test_a_level_is_unique_in_the_database_too(walk: Walk) -> None:
    walk.receive().dispatch()
    sweep(at=LATER)
    level = Level.objects.filter(rule_id="handle.yellow").get()
    level.pk = None
    with pytest.raises(Exception, match="level_once"), transaction.atomic():
        level.save(force_insert=True)


def test_a_level_is_never_changed_and_never_before_its_time(walk: Walk) -> None:
    walk.receive().dispatch()
    sweep(at=LATER)
    level = Level.objects.filter(rule_id="handle.yellow").get()
    with pytest.raises(Exception, match="written once"), transaction.atomic():
        Level.objects.filter(pk=level.pk).update(occurred_at=datetime.now(MONDAY.tzinfo))
    with pytest.raises(Exception, match="level_revoked_whole"), transaction.atomic():
        Level.objects.filter(pk=level.pk).update(revoked_at=LATER)
    with pytest.raises(Exception, match="annot delete"), transaction.atomic():
        Level.objects.filter(pk=level.pk).delete()
