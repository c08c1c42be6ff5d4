"""Which limit applies and when it falls due: the rules of the clocks, case by case."""

from datetime import date, datetime
from typing import Any

import pytest

from orders.deadlines import Limit, NoLimit, Rulebook
from orders.models.limits import Clock
from orders.rulebook import current
from orders.worktime import Calendar
from tests.factories import demand, moment

WEEK = {day: [("08:30", "12:00"), ("13:30", "17:30")] for day in range(5)}


@pytest.fixture
def book(rules: None) -> Rulebook:
    return current()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "handle"),
        ({"kind": "consult"}, "handle.consult"),
        ({"urgency": "critical"}, "handle.critical"),
        ({"channel_id": "scan"}, "handle.scan"),
        ({"category_id": "05.01"}, "handle.consumer"),
        ({"category_id": "05.01.07"}, "handle.consumer"),
        ({"category_id": "05.011"}, "handle.consumer"),
        ({"channel_id": "scan", "category_id": "05.01"}, "handle.scan"),
        ({"channel_id": "scan", "urgency": "critical"}, "handle.critical"),
        ({"kind": "consult", "category_id": "05.01"}, "handle.consumer"),
    ],
)
def test_the_most_specific_limit_wins(book: Rulebook, changes: dict[str, Any], rule: str) -> None:
    assert book.find(Clock.HANDLE, demand(**changes), moment("2024-06-03 10:00")).code == rule


def limit(code: str, **selectors: Any) -> Limit:
    return Limit(code, "handle", 5, "working_days", **selectors)


def book_of(*limits: Limit) -> Rulebook:
    return Rulebook.of(limits, Calendar(zone="Asia/Shanghai", week=WEEK), 1)


def test_two_selectors_beat_one_and_the_newer_rule_beats_the_older() -> None:
    book = book_of(
        limit("urgent", urgency="urgent"),
        limit("two", kind="help", channel_id="phone"),
        limit("old", category_id="10", kind="complain", valid_from=date(2020, 1, 1)),
        limit("new", category_id="10", kind="complain", valid_from=date(2023, 1, 1)),
    )
    at = moment("2024-06-03 10:00")
    assert book.find(Clock.HANDLE, demand(urgency="urgent"), at).code == "two"
    assert book.find(Clock.HANDLE, demand(kind="complain"), at).code == "new"
    assert (
        book.find(Clock.HANDLE, demand(kind="complain"), moment("2022-01-04 09:00")).code == "old"
    )


def test_a_limit_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    book = book_of(limit("june", valid_from=date(2024, 6, 1), valid_to=date(2024, 7, 1)))
    assert book.find(Clock.HANDLE, demand(), moment("2024-06-30 23:59")).code == "june"
    for at in ("2024-05-31 23:59", "2024-07-01 00:00"):
        with pytest.raises(NoLimit, match="办理"):
            book.find(Clock.HANDLE, demand(), moment(at))


@pytest.mark.parametrize(
    ("amount", "measure", "start", "due"),
    [
        (1, "working_days", "2024-06-07 16:00", "2024-06-11 17:30"),  # 端午周一放假
        (5, "working_days", "2024-09-25 09:00", "2024-10-08 17:30"),  # 国庆，9月29日调休上班
        (240, "working_minutes", "2024-06-03 11:00", "2024-06-03 16:30"),
        (240, "working_minutes", "2024-06-03 16:30", "2024-06-04 11:30"),
        (15, "clock_minutes", "2024-06-08 23:55", "2024-06-09 00:10"),
    ],
)
def test_the_three_measures_fall_due(
    book: Rulebook, amount: int, measure: str, start: str, due: str
) -> None:
    terms = {"amount": amount, "measure": measure}
    assert book.due(terms, moment(start)) == moment(due)


def test_an_extension_counts_from_the_old_due(book: Rulebook) -> None:
    assert book.extended(moment("2024-06-05 17:30"), 2) == moment("2024-06-07 17:30")
    assert book.extended(moment("2024-06-05 17:30"), 0) == moment("2024-06-05 17:30")


@pytest.mark.parametrize(
    ("due", "before"),
    [
        ("2024-06-05 17:30", "2024-06-04 17:30"),
        ("2024-06-11 10:00", "2024-06-07 17:30"),  # 端午与周末不计
        ("2024-04-08 17:30", "2024-04-07 17:30"),  # 周日调休上班
    ],
)
def test_the_reserve_goes_back_over_working_days(book: Rulebook, due: str, before: str) -> None:
    assert book.before(moment(due), 1) == moment(before)


def test_a_newer_edition_of_a_year_replaces_the_older_one(book: Rulebook) -> None:
    from orders.models import CalendarEdition

    tuesday = moment("2024-06-04 09:00")
    terms = {"amount": 1, "measure": "working_days"}
    assert book.due(terms, moment("2024-06-03 09:00")) == datetime.combine(
        tuesday.date(), moment("2024-06-04 17:30").timetz()
    )
    CalendarEdition.objects.create(year=2024, edition=2, holidays=[date(2024, 6, 4)])
    late = current()
    assert late.edition > book.edition
    assert late.due(terms, moment("2024-06-03 09:00")) == moment("2024-06-05 17:30")
