"""Holidays and made-up working days are held against days of their own kind.

By the calendar of tests/rules.py the first to the fifth of May 2024 are holidays (Wednesday to
Sunday), Sunday 28 April and Saturday 11 May are worked; so are the sixth of April and its Sunday.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from orders.period import parse
from reports.analysis.day_kinds import known_days
from reports.analysis.history import History, recorded_past
from reports.analysis.rest_days import worth_of_rest
from reports.analysis.themes import hot_themes
from reports.analysis.watching import rises
from tests.cast import Cast, make_cast
from tests.factories import Walk, moment
from tests.rules import make_rules

WORK, REST = 5, 1  # demands about lamps on a working day, and on one without work
FIRST, LAST = date(2024, 3, 1), date(2024, 5, 12)
BURST = date(2024, 5, 1)  # a holiday as busy as two working days
HOLIDAYS = {*(date(2024, 4, day) for day in (4, 5, 6)), *(date(2024, 5, n) for n in range(1, 6))}
WORKED = {date(2024, 4, 7), date(2024, 4, 28), date(2024, 5, 11)}


def demands_of(day: date) -> int:
    if day == BURST:
        return 2 * WORK
    rests = day in HOLIDAYS or (day.weekday() > 4 and day not in WORKED)
    return REST if rests else WORK


@pytest.fixture(scope="module")
def spring(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Played once: 1 March to 12 May, each day as its kind is."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rules()
        cast = make_cast()
        for step in range((LAST - FIRST).days + 1):
            day = FIRST + step * timedelta(days=1)
            for minute in range(demands_of(day)):
                Walk(cast, at=moment(f"{day} 09:{minute:02}")).receive()
        yield cast
        transaction.set_rollback(True)


def lamps(code: str, as_of: str = "") -> tuple[int, Fraction, bool, str]:
    """How many about lamps, the expected number, whether it is unusual, and what it is held
    against."""
    over = parse(code)
    (theme,) = hot_themes(over, as_of=moment(as_of) if as_of else over.end)
    assert theme.expected is not None
    return theme.count, theme.expected.mean, theme.unusual, theme.basis


def before(code: str) -> History:
    over = parse(code)
    return recorded_past(over, over.end)


@pytest.mark.django_db
def test_a_burst_on_a_holiday_is_not_hidden_by_working_days(spring: Cast) -> None:
    found = lamps("2024-05-01")
    assert found == (10, Fraction(REST), True, "前8个休息日的平均，当天放假"), (
        "a Wednesday has five"
    )
    days = [one.period.code for one in before("2024-05-01").windows]
    assert days == [f"2024-04-{day:02}" for day in (27, 21, 20, 14, 13, 6, 5, 4)]


@pytest.mark.django_db
def test_a_made_up_saturday_is_a_working_day_like_others(spring: Cast) -> None:
    words = "前8个工作日的平均，当天调休上班"
    assert lamps("2024-05-11") == (WORK, Fraction(WORK), False, words), "a Saturday has one"
    saturday = parse("2024-05-11")
    for minute in range(4):  # enough beyond a Saturday's one to be told, not beyond five
        Walk(spring, at=moment(f"2024-05-11 10:{minute:02}")).receive()
    assert rises(saturday, as_of=saturday.end) == []


@pytest.mark.django_db
def test_an_ordinary_day_leaves_holidays_of_its_weekday_out(spring: Cast) -> None:
    """Nine Thursdays lie before since records began; 2 May and 4 April were holidays."""
    words = "前7个星期四的平均，放假、调休的除外"
    assert lamps("2024-05-09") == (WORK, Fraction(WORK), False, words)
    days = [one.period.code for one in before("2024-05-09").windows]
    assert days[:3] == ["2024-04-25", "2024-04-18", "2024-04-11"]
    assert days[3] == "2024-03-28"
    assert lamps("2024-04-03")[3] == "前4周的同一天的平均"


@pytest.mark.django_db
def test_a_week_of_holidays_is_not_held_against_weeks_of_work(spring: Cast) -> None:
    """Monday and Tuesday were worked: 2 x 5 + 5 x 1 are to be expected, and the burst more."""
    words = "前8周的平均，休息日一天按工作日的20%折算"
    assert lamps("2024-W18") == (24, Fraction(15), True, words), "an ordinary week has 27"


@pytest.mark.django_db
def test_a_running_week_is_held_against_as_much_of_each(spring: Cast) -> None:
    """Up to Wednesday night: two working days and a holiday."""
    count, expected, *_ = lamps("2024-W18", "2024-05-02 00:00")
    assert (count, expected) == (20, Fraction(11))


@pytest.mark.django_db
def test_rest_is_worth_what_it_lately_brought(spring: Cast) -> None:
    days, until, as_of = known_days(), date(2024, 4, 29), moment("2024-05-13 00:00")
    assert worth_of_rest(until, FIRST, days, as_of) == Fraction(REST, WORK)
    assert worth_of_rest(until, date(2024, 4, 20), days, as_of) == 1, "35 demands tell nothing"
    assert worth_of_rest(FIRST, FIRST, days, as_of) == 1, "nothing before"
