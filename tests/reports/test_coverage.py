"""Since when records are whole: single old rows make no base, and what came since is seen."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from orders.period import parse
from reports import recorded
from reports.catalogue import CATALOGUE, find
from reports.comparison import compare
from reports.coverage import book_of, covers, recorded_since, whole_since
from reports.recorded import Book, Month, months
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.reports.test_calls import call

pytestmark = pytest.mark.django_db
JUNE = parse("2024-06")


def came(cast: Cast, at: str, many: int = 1) -> None:
    for minute in range(many):
        Walk(cast, at=moment(at) + timedelta(minutes=minute)).receive()


@pytest.fixture
def taken_over(cast: Cast, rules: None) -> None:
    """Single orders of the years before; from 10 May 2024 on, all of them: 8, then 12 in June."""
    for at in (
        "2022-03-08 09:00",
        "2023-05-08 09:00",
        "2023-06-05 09:00",
        "2023-07-05 09:00",
        "2024-04-30 23:59",
    ):
        came(cast, at)
    came(cast, "2024-05-10 09:00", 8)
    came(cast, "2024-06-03 09:00", 12)


@pytest.mark.parametrize(
    ("base", "of", "whole"),
    [
        ("2023-06", "2024-06", False),  # one order against twelve
        ("2023", "2024", False),
        ("2024-05", "2024-06", False),  # records begin in the middle of May ...
        ("2024-05-09", "2024-05-10", False),
        ("2024-05-10", "2024-05-11", True),  # ... on the 10th
        ("2024-05-15..2024-05-31", "2024-06", True),
        ("2024-06", "2024-07", True),
        ("2024-08", "2024-09", True),  # as quiet as it may be
        ("2024-06", "2024-05", True),  # a base may lie behind what is compared with it
        ("2023-06", "2023-07", False),  # what came within a year shows both to be single orders
        ("2022-04", "2022-05", True),  # a year on there were no more: the hotline grew since
    ],
)
def test_a_base_begins_when_records_were_whole(
    taken_over: None, base: str, of: str, whole: bool
) -> None:
    assert covers(Book.DEMANDS, parse(base), parse(of)) is whole


def test_single_old_orders_are_no_base_of_the_figures(taken_over: None) -> None:
    accepted = find("demands.accepted")
    [june] = compare([accepted], period=JUNE, as_of=JUNE.end)
    assert (june.now.numerator, june.since_a_year_ago.base) == (12, None)
    july = parse("2024-07")
    [july_found] = compare([accepted], period=july, as_of=july.end)
    assert july_found.since_previous.base is not None
    assert july_found.since_previous.amount == -1


def test_calls_and_demands_are_whole_each_from_its_own_day(taken_over: None) -> None:
    for at in ("2024-05-20 09:00", "2024-05-31 09:00", "2024-06-03 09:00"):
        call(at, wait=5, talk=60)
    week = parse("2024-05-13..2024-05-19")
    assert covers(Book.DEMANDS, week, JUNE)
    assert not covers(Book.CALLS, week, JUNE)
    assert whole_since(Book.CALLS, JUNE.last) == date(2024, 5, 20)
    assert whole_since(Book.DEMANDS, JUNE.last) == date(2024, 5, 10)
    assert book_of(CATALOGUE["returns.owed"].population) is Book.CALLS
    assert book_of(CATALOGUE["orders.due"].population) is Book.DEMANDS


def test_where_nothing_is_recorded_nothing_is_whole() -> None:
    for book in Book:
        assert months(book) == {}
        assert whole_since(book, JUNE.last) is None
        assert not covers(book, JUNE, JUNE)
    assert recorded_since() is None


def test_a_month_is_of_shanghai(cast: Cast, rules: None) -> None:
    came(cast, "2024-05-31 23:59")
    came(cast, "2024-06-01 00:00")
    assert months(Book.DEMANDS) == {
        date(2024, 5, 1): Month(1, date(2024, 5, 31)),
        date(2024, 6, 1): Month(1, date(2024, 6, 1)),
    }


def test_what_came_since_is_added_without_counting_anew(taken_over: None, cast: Cast) -> None:
    assert months(Book.DEMANDS)[JUNE.first] == Month(12, date(2024, 6, 3))
    came(cast, "2024-06-02 09:00")
    came(cast, "2024-08-05 09:00", 2)
    with CaptureQueriesContext(connection) as queries:
        found = months(Book.DEMANDS)
    assert len(queries) == 1
    assert found[JUNE.first] == Month(13, date(2024, 6, 2))
    assert found[date(2024, 8, 1)] == Month(2, date(2024, 8, 5))
    with CaptureQueriesContext(connection) as queries:
        assert months(Book.DEMANDS) == found
    assert len(queries) == 1


def test_what_is_gone_again_is_counted_anew(taken_over: None, cast: Cast) -> None:
    """As in a scenario's database that is built again under the same name."""
    before = months(Book.DEMANDS)
    with transaction.atomic():
        came(cast, "2024-06-20 09:00", 3)
        assert months(Book.DEMANDS)[JUNE.first].count == 15
        transaction.set_rollback(True)
    assert months(Book.DEMANDS) == before


def test_much_that_came_at_once_is_counted_anew(
    taken_over: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    months(Book.DEMANDS)
    monkeypatch.setattr(recorded, "MANY", 2)
    came(cast, "2024-06-20 09:00", 5)
    assert months(Book.DEMANDS)[JUNE.first].count == 17
