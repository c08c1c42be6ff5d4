"""Hot themes by hand: what is counted, what was expected of it, and what is said of too little."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from orders.models import Category
from orders.period import parse
from reports.analysis.expectation import Expectation
from reports.analysis.history import basis, past
from reports.analysis.themes import hot_themes
from reports.coverage import whole_since
from reports.recorded import Book
from tests.cast import Cast
from tests.factories import Walk, moment

LAMPS, SHOPS, REST = "10.01.01", "05.01", "10.99"
TUESDAY = parse("2024-06-25")


def told(cast: Cast, at: datetime, category: str, many: int = 1) -> None:
    for _ in range(many):
        Walk(cast, at=at).receive(category_id=category)


@pytest.fixture
def weeks(cast: Cast, rules: None) -> None:
    """Eight Tuesdays with one demand about lamps at 9 and one at 15, the first on 30 April; on 25
    June six about lamps, two about shops and three about 其他, all at 10."""
    Category.objects.create(code=REST, name="其他", parent_id="10", level=2)
    for back in range(1, 9):
        for hour in ("09:00", "15:00"):
            told(cast, moment(f"2024-06-25 {hour}") - timedelta(weeks=back), LAMPS)
    ten = moment("2024-06-25 10:00")
    for category, many in ((LAMPS, 6), (SHOPS, 2), (REST, 3)):
        told(cast, ten, category, many)


@pytest.mark.django_db
def test_themes_are_told_by_their_demands_and_held_against_the_same_weekday(weeks: None) -> None:
    lamps, shops = hot_themes(TUESDAY, as_of=TUESDAY.end)
    assert (lamps.category.code, lamps.count, shops.category.code, shops.count) == (
        "10.01",
        6,
        "05.01",
        2,
    )
    assert lamps.category.path[-1] == lamps.category.name
    assert len(lamps.category.path) == 2
    assert lamps.expected is not None
    assert lamps.expected == Expectation(Fraction(2), 7, Fraction(8, 7))
    assert lamps.surge.times == 3
    assert lamps.basis == "前7周的同一天的平均"
    assert not lamps.unusual, "four pieces more are not worth telling"


@pytest.mark.django_db
def test_a_running_day_is_held_against_the_same_hours(cast: Cast, weeks: None) -> None:
    told(cast, moment("2024-06-25 11:00"), LAMPS, 12)
    (lamps, _) = hot_themes(TUESDAY, as_of=moment("2024-06-25 12:00"))
    assert lamps.count == 18
    assert lamps.expected is not None
    assert lamps.expected.mean == 1, "those of 15:00 had not come at noon"
    assert lamps.unusual
    assert lamps.limit is not None
    assert 5 < lamps.limit <= 18
    assert "到同一时刻" in lamps.basis


@pytest.mark.django_db
def test_most_says_how_many_and_later_demands_do_not_count(weeks: None) -> None:
    assert len(hot_themes(TUESDAY, as_of=TUESDAY.end, most=1)) == 1
    assert hot_themes(TUESDAY, as_of=moment("2024-06-25 09:30")) == ()
    assert hot_themes(parse("2024-07-02"), as_of=TUESDAY.end) == ()


@pytest.mark.django_db
def test_too_little_history_is_said_and_never_made_up(weeks: None) -> None:
    (lamps,) = hot_themes(parse("2024-05-14"), as_of=TUESDAY.end)
    assert (lamps.count, lamps.expected, lamps.limit) == (2, None, None)
    assert lamps.surge.unusual is None
    assert lamps.basis == "往期记录不足"


@pytest.mark.django_db
def test_months_of_old_orders_taken_over_are_no_history(weeks: None) -> None:
    """April has two demands and June nineteen, so records are whole from May on."""
    (first,) = {hot_themes(TUESDAY, as_of=TUESDAY.end)[0].expected}
    assert first is not None
    assert first.windows == 7, "eight Tuesdays were looked at, that of April is left out"
    assert whole_since(Book.DEMANDS, date(2024, 6, 25)) == date(2024, 5, 7)


@pytest.mark.django_db
def test_a_units_themes_are_those_of_what_was_dispatched_to_it(cast: Cast, weeks: None) -> None:
    for at in ("2024-06-25 10:00", "2024-06-25 11:00"):
        Walk(cast, at=moment(at)).receive_from_citizen().dispatch(cast.urban)
    Walk(cast, at=moment("2024-06-25 10:00")).receive_from_citizen().dispatch(cast.housing)
    (lamps,) = hot_themes(TUESDAY, as_of=TUESDAY.end, unit=cast.urban)
    assert lamps.count == 2


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2024-06-25", "2024-06-18", "2024-04-30", "前8周的同一天的平均"),
        (
            "2024-06-20..2024-06-25",
            "2024-06-13..2024-06-18",
            "2024-04-25..2024-04-30",
            "前8段星期相同的日子的平均",
        ),
        (
            "2024-06-01..2024-06-10",
            "2024-05-18..2024-05-27",
            "2024-02-10..2024-02-19",
            "前8段星期相同的日子的平均",
        ),
        ("2024-W26", "2024-W25", "2024-W18", "前8周的平均"),
        ("2024-06-X3", "2024-06-X2", "2024-03-X3", "前9旬的平均，按天数折算"),
        ("2024-06", "2024-05", "2023-12", "前6个月的平均，按天数折算"),
        ("2024-Q2", "2024-Q1", "2023-Q2", "前4个季度的平均，按天数折算"),
        ("2024", "2023", "2021", "前3年的平均，按天数折算"),
    ],
)
def test_history_is_as_long_and_of_the_same_weekdays(
    code: str, first: str, last: str, words: str
) -> None:
    of = parse(code)
    found = past(of, of.end, since=date(2018, 1, 1))
    assert (found[0].period.code, found[-1].period.code) == (first, last)
    assert basis(of, len(found)) == words
    assert all(one.length == Fraction(one.period.length, of.length) for one in found)
    assert all(one.as_of == one.period.end for one in found)
    assert [one.period for one in past(of, of.end, since=found[2].period.first)] == [
        one.period for one in found[:3]
    ]
