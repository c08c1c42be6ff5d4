"""Tallies follow the knowledge base: what was cited, published, reviewed or withdrawn late counts
the days again that it touches, and no others."""

from datetime import datetime, timedelta

import pytest

from knowledge.keeping import review, withdraw
from knowledge.writing import Written, edit
from orders import period
from orders.states import Verb
from reports.catalogue import find
from reports.tallies.layout import LAYOUTS
from reports.tallies.read import read
from reports.tallies.refill import refill
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.knowledge.shelf import LAMP, Shelf, make_shelf
from tests.reports.tallies.comparing import assert_same

# Changes are read once they are committed.
pytestmark = pytest.mark.django_db(transaction=True)
WEEK = period.parse("2024-06-03..2024-06-09")
MORNING = moment("2024-06-10 09:00")
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def shelf(cast: Cast, rules: None) -> Shelf:
    return make_shelf(cast)


def asked(cast: Cast, at: str, **more: object) -> Walk:
    return Walk(cast, at=moment(at)).receive_from_citizen(**more)


def kept(code: str, table: str, at: datetime) -> tuple[int, int | None]:
    """What the tallies of the week say."""
    [found] = read(LAYOUTS[table], [find(code)], WEEK, as_of=at)[code]
    return found.numerator, found.denominator


def test_an_answer_of_days_ago_counts_that_day_again(shelf: Shelf, cast: Cast) -> None:
    row = shelf.publish()
    walk = asked(cast, "2024-06-04 09:00")
    refill(at=MORNING)
    assert kept("knowledge.cited_rate", "cell", MORNING) == (0, 0)
    walk.at = MORNING - timedelta(minutes=30)
    walk.do(Verb.ANSWER, "operator", text=LAMP, articles=[row.number])
    refill(at=LATER)
    assert kept("knowledge.cited_rate", "cell", LATER) == (1, 1)
    assert_same(period.parse("2024-06"), LATER)


def test_a_corrected_category_moves_its_citations(shelf: Shelf, cast: Cast) -> None:
    row = shelf.publish()
    walk = asked(cast, "2024-06-03 09:00")
    walk.at = moment("2024-06-05 09:00")
    walk.do(Verb.ANSWER, "operator", text=LAMP, articles=[row.number])
    refill(at=MORNING)
    walk.at = MORNING
    walk.do(Verb.REOPEN, "supervisor", text="没说清")
    walk.do(Verb.CORRECT, "operator", changes={"category_id": "05.01"})
    refill(at=walk.at + timedelta(hours=1))
    assert_same(WEEK, walk.at + timedelta(hours=1))


def test_what_becomes_of_an_article_counts_all_days_since(shelf: Shelf, cast: Cast) -> None:
    asked(cast, "2024-06-03 09:00")
    refill(at=MORNING)
    assert kept("knowledge.articles", "unit", MORNING) == (0, None)
    old = shelf.publish("旧的", at=moment("2024-06-05 09:00"))
    long_ago = shelf.publish("户口", review_months=3, at=moment("2024-03-05 09:00"))
    refill(at=LATER)
    assert kept("knowledge.articles", "unit", LATER) == (2, None)
    assert kept("knowledge.review_overdue", "unit", LATER) == (1, None)
    assert_same(WEEK, LATER)
    withdraw(old.pk, "过时", by=shelf.by, at=moment("2024-06-07 09:00"))
    review(long_ago.pk, by=shelf.by, at=moment("2024-06-08 09:00"))
    at = LATER + timedelta(hours=1)
    refill(at=at)
    assert kept("knowledge.articles", "unit", at) == (1, None)
    assert kept("knowledge.review_overdue", "unit", at) == (0, None)
    assert_same(WEEK, at)


def test_an_article_given_to_a_unit_counts_there_on_all_its_days(shelf: Shelf, cast: Cast) -> None:
    asked(cast, "2024-06-03 09:00")
    row = shelf.publish()
    refill(at=MORNING)
    written = Written(row.title, row.body, row.subclass_id, None, cast.urban.pk)
    edit(row.pk, written, by=shelf.by, at=LATER)
    refill(at=LATER + timedelta(hours=1))
    assert_same(WEEK, LATER + timedelta(hours=1))


def test_the_first_publication_counts_demands_that_came_before_it(shelf: Shelf, cast: Cast) -> None:
    """Received on the 3rd, answered on the 6th; only later is a publication of the 5th known."""
    walk = asked(cast, "2024-06-03 09:00")
    walk.at = moment("2024-06-06 09:00")
    walk.do(Verb.ANSWER, "operator", text="已说明")
    refill(at=MORNING)
    assert kept("knowledge.cited_rate", "cell", MORNING) == (0, 0)
    shelf.publish(at=moment("2024-06-05 09:00"))
    refill(at=LATER)
    assert kept("knowledge.cited_rate", "cell", LATER) == (0, 1)
    assert_same(WEEK, LATER)


def test_a_publication_of_now_leaves_the_days_before_alone(shelf: Shelf, cast: Cast) -> None:
    asked(cast, "2024-06-03 09:00")
    refill(at=MORNING)
    shelf.publish(at=MORNING + timedelta(minutes=5))
    after = refill(at=LATER)
    assert (after.changes, after.days) == (1, 1), "today alone"
