"""Counting again only what changes touched keeps tallies the same as counting directly."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from calls.changes import touch
from knowledge.keeping import review, withdraw
from orders import period
from orders.clock.sweep import sweep
from orders.errors import LifecycleError
from orders.period import shanghai_day
from orders.states import OrderState, Verb
from reports.catalogue import find
from reports.models import Tally, TallyDay
from reports.tallies.audit import Difference, audit
from reports.tallies.current import current
from reports.tallies.read import Freshness, freshness
from reports.tallies.refill import refill
from reports.tallies.stale import collect
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.knowledge.shelf import make_shelf
from tests.reports.tallies.comparing import assert_same

# Changes are read once they are committed.
pytestmark = pytest.mark.django_db(transaction=True)


_NOT_OURS: Any = {"reason_id": "return.not_ours", "text": "不归我"}
_UNCLEAR: Any = {"reason_id": "send_back.unclear", "text": "说清"}
_UNSOLVED: Any = {"reason_id": "rework.unsolved", "text": "没解决"}


class City:
    """Orders that go on at random, so that old days change in every way the verbs know."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.draw, self.cast, self.at = Random(seed), cast, moment("2024-06-03 09:00")
        self.walks: list[Walk] = []
        self.shelf = make_shelf(cast)

    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            self.at += timedelta(hours=self.draw.choice((1, 2, 5, 17, 30)))
            if self.draw.random() < 0.1:
                self._keep()
            if self.draw.random() < 0.3 or not self.walks:
                self.walks.append(self._new())
                continue
            walk = self.draw.choice(self.walks)
            walk.at = max(walk.at, self.at)
            try:
                self._step(walk)
            except LifecycleError:
                continue
            self.at = max(self.at, walk.at)
        sweep(at=self.at)

    def _new(self) -> Walk:
        kinds, channels = ("help", "complain", "praise"), ("phone", "web", "scan")
        walk = Walk(self.cast, at=self.at).receive_from_citizen(
            kind=self.draw.choice(kinds), channel_id=self.draw.choice(channels)
        )
        self.at = max(self.at, walk.at)
        return walk

    def _keep(self) -> None:
        """Something becomes of an article."""
        units = (None, self.cast.urban.pk, self.cast.east.pk)
        self.shelf.publish(
            f"第{len(self.shelf.rows)}条", unit_id=self.draw.choice(units), at=self.at
        )
        row, by = self.draw.choice(list(self.shelf.rows.values())), self.shelf.by
        self.at += timedelta(minutes=1)
        with suppress(LifecycleError):
            if self.draw.random() < 0.5:
                review(row.pk, by=by, at=self.at)
            else:
                withdraw(row.pk, "过时", by=by, at=self.at)

    def _drawn(self) -> list[str]:
        """What an answer is drawn from: something, or nothing; some of it may be withdrawn."""
        numbers = [row.number for row in self.shelf.rows.values()]
        return self.draw.sample(numbers, min(len(numbers), self.draw.choice((0, 1, 1, 2))))

    def _other(self) -> int:
        return self.draw.choice(self.walks).order_id

    def _step(self, walk: Walk) -> None:
        draw, state = self.draw, walk.order.state
        choices = {
            OrderState.RECEIVED: (
                lambda: walk.dispatch(draw.choice((self.cast.urban, self.cast.east))),
                lambda: walk.dispatch(),
                lambda: walk.do(Verb.ANSWER, "operator", text="已说明", articles=self._drawn()),
                lambda: walk.do(Verb.ANSWER, "operator", text="已说明", articles=self._drawn()),
                lambda: walk.do(Verb.MERGE, "operator", main_id=self._other()),
                lambda: walk.do(Verb.URGE, "operator", text="快些"),
            ),
            OrderState.DISPATCHED: (
                lambda: walk.do(Verb.SIGN, "unit_clerk"),
                lambda: walk.do(Verb.RECALL, "dispatcher", text="派错"),
                lambda: walk.do(Verb.ASK_RETURN, "unit_clerk", **_NOT_OURS),
                lambda: walk.do(Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="归你"),
            ),
            OrderState.HANDLING: (
                lambda: walk.to(OrderState.REPLIED),
                lambda: walk.to(OrderState.REPLIED),
                lambda: walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=3, text="要开挖"),
                lambda: walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True, days=3),
                lambda: walk.do(Verb.CONTACT, "unit_clerk", text="说了"),
                lambda: walk.do(Verb.WITHDRAW, "operator"),
            ),
            OrderState.REPLIED: (
                lambda: walk.do(Verb.ACCEPT, "reviewer"),
                lambda: walk.do(Verb.SEND_BACK, "reviewer", **_UNCLEAR),
            ),
            OrderState.CALLING_BACK: (
                lambda: walk.rate(draw.choice((1, 3, 5))),
                lambda: walk.do(Verb.REWORK, "reviewer", **_UNSOLVED),
            ),
            OrderState.ANSWERED: (
                lambda: walk.do(Verb.REOPEN, "supervisor", text="没说清"),
            ),
            OrderState.MERGED: (lambda: walk.do(Verb.UNMERGE, "operator"),),
        }  # fmt: skip
        draw.choice(choices.get(OrderState(state), (lambda: walk,)))()


@pytest.mark.parametrize("seed", [1, 2])
def test_counting_only_the_days_that_changed_keeps_all_the_same(
    cast: Cast, rules: None, seed: int
) -> None:
    city = City(cast, seed)
    for _ in range(2):
        city.go_on(25)
        refill(at=city.at)
        whole = period.parse(f"2024-06-01..{shanghai_day(city.at)}")
        assert_same(whole, city.at)
    state = freshness(whole, shanghai_day(city.at))
    assert state is not None
    assert (state.as_of, state.stale) == (city.at, 0)


def test_a_refill_counts_today_and_what_changed_alone(cast: Cast, rules: None) -> None:
    walk = Walk(cast).receive_from_citizen().dispatch()
    later = moment("2024-06-10 09:00")
    first = refill(at=later)
    assert (first.days, first.left) == (8, 0)
    again = refill(at=later + timedelta(minutes=5))
    assert (again.changes, again.days) == (0, 1), "today alone"
    walk.at = later
    walk.do(Verb.SIGN, "unit_clerk")
    after = refill(at=later + timedelta(hours=2))
    assert after.changes == 1
    assert 1 < after.days < 8


def test_what_is_told_days_late_counts_all_days_between_again(cast: Cast, rules: None) -> None:
    walk = Walk(cast).receive_from_citizen()
    later = moment("2024-06-10 09:00")
    refill(at=later)
    walk.at = moment("2024-06-05 09:00")
    walk.do(Verb.ANSWER, "operator", text="已说明")
    refill(at=later + timedelta(hours=1))
    for day in ("2024-06-04", "2024-06-05", "2024-06-07"):
        assert_same(period.parse(day), later + timedelta(hours=1))


def test_a_day_counted_before_it_was_over_is_counted_again(cast: Cast, rules: None) -> None:
    Walk(cast).receive()
    refill(at=moment("2024-06-03 20:00"))
    assert refill(at=moment("2024-06-04 09:00")).days == 2
    assert refill(at=moment("2024-06-04 10:00")).days == 1


def test_another_layout_is_counted_anew(cast: Cast, rules: None) -> None:
    Walk(cast).receive()
    refill(at=moment("2024-06-05 09:00"))
    TallyDay.objects.update(layout="old")
    assert freshness(period.parse("2024-06"), moment("2024-06-05 09:00").date()) is None
    assert refill(at=moment("2024-06-05 10:00")).days == 3


def test_a_change_that_commits_late_is_not_skipped(cast: Cast, rules: None) -> None:
    """While one transaction is open nothing younger is passed; afterwards both are read."""
    early, late = (Walk(cast).receive_from_citizen().dispatch() for _ in range(2))
    refill(at=moment("2024-06-10 09:00"))
    opened, done = Event(), Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                early.at = moment("2024-06-10 10:00")
                early.do(Verb.SIGN, "unit_clerk")
                opened.set()
                assert done.wait(60)
        finally:
            connection.close()

    other = Thread(target=slowly)
    other.start()
    assert opened.wait(60)
    late.at = moment("2024-06-10 10:05")
    late.do(Verb.SIGN, "unit_clerk")
    assert collect(at=moment("2024-06-10 12:00")) == 0
    done.set()
    other.join()
    assert collect(at=moment("2024-06-10 12:05")) == 2
    assert collect(at=moment("2024-06-10 12:10")) == 0


def test_a_late_word_about_a_call_counts_its_day_again(cast: Cast, rules: None) -> None:
    Walk(cast).receive()
    refill(at=moment("2024-06-05 09:00"))
    touch([moment("2024-06-03 23:50"), None], at=moment("2024-06-05 10:00"))
    again = refill(at=moment("2024-06-05 10:05"))
    assert (again.changes, again.days) == (1, 2), "that day and today"


def test_figures_of_now_come_from_tallies_and_what_they_lack_is_counted(
    cast: Cast, rules: None
) -> None:
    Walk(cast).receive()
    now = moment("2024-06-05 09:00")
    asked = [find("demands.accepted"), find("demands.days"), find("orders.due")]
    month = period.parse("2024-06")
    assert current(asked, period=month, now=now).kept is None, "nothing was counted ahead yet"
    refill(at=moment("2024-06-05 08:00"))
    Walk(cast, at=moment("2024-06-05 08:30")).receive()
    found = current(asked, period=month, now=now)
    assert [(one.code, one.numerator) for one in found.figures] == [
        ("demands.accepted", 1), ("demands.days", 2), ("orders.due", 0),
    ]  # fmt: skip
    assert found.kept == Freshness(moment("2024-06-05 08:00"), 0, whole=True)
    assert found.figures[1].as_of == now
    assert found.figures[0].as_of == moment("2024-06-05 08:00")


def test_the_audit_finds_what_differs_and_has_it_counted_again(
    cast: Cast, rules: None, caplog: pytest.LogCaptureFixture
) -> None:
    Walk(cast).receive()
    at = moment("2024-06-05 09:00")
    refill(at=at)
    assert audit(at=at) == []
    row = Tally.objects.get(table="cell", grain="d", first=date(2024, 6, 3))
    row.counts[0] += 1
    row.save(update_fields=["counts"])
    [found] = audit(at=at)
    assert isinstance(found, Difference)
    assert (found.day, found.table, found.key) == (date(2024, 6, 3), "cell", row.key)
    assert "tallies differ on 2024-06-03" in caplog.text
    assert refill(at=at).days == 2
    assert audit(at=at) == []
