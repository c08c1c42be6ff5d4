"""Statistics of the knowledge base, by hand: what answers were drawn from, what stands on the
shelf, what nobody looked at again."""

from datetime import datetime, timedelta

import pytest

from knowledge.keeping import review, withdraw
from knowledge.writing import Written, edit
from orders import period
from orders.states import Verb
from reports.catalogue import CATALOGUE
from reports.measure import evaluate
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.knowledge.shelf import LAMP, Shelf, make_shelf
from tests.reports.proven import ByHand, Case

pytestmark = pytest.mark.django_db
JUNE = period.parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")

BY_HAND: ByHand = {
    "knowledge.articles": (2, None, "2条"),
    "knowledge.review_overdue": (1, None, "1条"),
    "knowledge.citations": (4, None, "4次"),
    "knowledge.cited_rate": (2, 3, "66.67%"),
}


@pytest.fixture
def shelf(cast: Cast, rules: None) -> Shelf:
    """Since 4 June 旧的 and 路灯, reviewed on the 20th; published in July: 新的; and a draft."""
    shelf = make_shelf(cast)
    shelf.publish("旧的", at=moment("2024-06-04 10:00"))
    lamp = shelf.publish("路灯", review_months=3, at=moment("2024-06-04 11:00"))
    shelf.publish("新的", at=JULY_FIRST)
    shelf.draft("草稿", at=moment("2024-06-04 09:00"))
    review(lamp.pk, by=shelf.by, at=moment("2024-06-20 09:00"))
    return shelf


@pytest.fixture
def without_old(shelf: Shelf) -> Shelf:
    """旧的 is withdrawn on the 25th."""
    withdraw(shelf.rows["旧的"].pk, "过时", by=shelf.by, at=moment("2024-06-25 09:00"))
    return shelf


@pytest.fixture
def answers(shelf: Shelf, cast: Cast) -> dict[str, Walk]:
    """before: answered on 3 June, before there was anything to draw from; own: without; lamp and
    both: drawn from one and from two; again: reopened and dispatched; waiting: not decided."""

    def answered(at: str, *titles: str, **more: object) -> Walk:
        walk = Walk(cast, at=moment(at)).receive_from_citizen(**more)
        numbers = [shelf.number(title) for title in titles]
        return walk.do(Verb.ANSWER, "operator", text=LAMP, articles=numbers)

    walks = {
        "before": answered("2024-06-03 09:00"),
        "own": answered("2024-06-05 09:00"),
        "lamp": answered("2024-06-05 10:00", "路灯", channel_id="web"),
        "both": answered("2024-06-24 09:00", "路灯", "旧的", category_id="05.01"),
        "again": answered("2024-06-10 09:00", "旧的"),
    }
    walks["again"].do(Verb.REOPEN, "supervisor", hours=24, text="要到现场").dispatch()
    walks["waiting"] = Walk(cast, at=moment("2024-06-06 09:00")).receive_from_citizen()
    return walks


def counted(code: str, as_of: datetime = JULY_FIRST, **where: object) -> Case:
    [found] = evaluate([CATALOGUE[code]], period=JUNE, as_of=as_of, where=where)
    return found.numerator, found.denominator, found.shown


def test_answers_count_from_the_first_publication_on(answers: dict[str, Walk]) -> None:
    assert counted("knowledge.cited_rate") == BY_HAND["knowledge.cited_rate"]
    assert counted("knowledge.citations") == BY_HAND["knowledge.citations"]
    assert counted("knowledge.citations", channel="web") == (1, None, "1次")
    assert counted("knowledge.citations", category="05.01") == (2, None, "2次")
    assert counted("knowledge.cited_rate", channel="web") == (1, 1, "100.00%")


def test_an_answer_taken_back_later_counted_until_then(answers: dict[str, Walk]) -> None:
    before = moment("2024-06-11 00:00")
    assert counted("knowledge.cited_rate", before) == (2, 3, "66.67%")
    assert counted("knowledge.citations", before) == (2, None, "2次")
    assert counted("knowledge.cited_rate", moment("2024-06-10 00:00")) == (1, 2, "50.00%")


def test_a_year_without_a_knowledge_base_has_no_rate_and_no_zero(cast: Cast, rules: None) -> None:
    walk = Walk(cast, at=moment("2024-06-05 09:00")).receive()
    walk.do(Verb.ANSWER, "operator", text="已说明")
    assert counted("demands.direct") == (1, None, "1件")
    assert counted("knowledge.cited_rate") == (0, 0, "—")
    make_shelf(cast).publish(at=JULY_FIRST)
    assert counted("knowledge.cited_rate") == (0, 0, "—")


def test_what_stands_on_the_shelf_at_the_end_of_the_period(without_old: Shelf) -> None:
    without_old.publish("户口", review_months=3, subclass_id="02.01", at=moment("2024-03-05 09:00"))
    assert counted("knowledge.articles") == BY_HAND["knowledge.articles"]
    assert counted("knowledge.articles", moment("2024-06-25 09:00")) == (3, None, "3条")
    assert counted("knowledge.articles", moment("2024-06-25 09:01")) == (2, None, "2条")
    assert counted("knowledge.articles", knowledge="02") == (1, None, "1条")
    assert counted("knowledge.review_overdue") == BY_HAND["knowledge.review_overdue"]
    assert counted("knowledge.review_overdue", knowledge="06") == (0, None, "0条")


def test_overdue_is_what_nobody_looked_at_by_the_last_day(shelf: Shelf) -> None:
    row = shelf.publish("户口", review_months=3, at=moment("2024-03-05 09:00"))  # due on 5 June
    assert counted("knowledge.review_overdue", moment("2024-06-05 23:59")) == (0, None, "0条")
    assert counted("knowledge.review_overdue", moment("2024-06-06 00:00")) == (1, None, "1条")
    seen = moment("2024-06-12 09:00")
    review(row.pk, by=shelf.by, at=seen)
    assert counted("knowledge.review_overdue", seen) == (1, None, "1条")
    assert counted("knowledge.review_overdue") == (0, None, "0条")


def test_articles_count_for_the_unit_whose_matter_they_are(shelf: Shelf, cast: Cast) -> None:
    row, words = shelf.rows["路灯"], Written("路灯", LAMP, "06.07", None, cast.urban.pk, 3)
    assert counted("knowledge.articles", unit=cast.urban.pk) == (0, None, "0条")
    edit(row.pk, words, by=shelf.by, at=moment("2024-06-26 09:00"))
    assert counted("knowledge.articles", unit=cast.urban.pk) == (1, None, "1条")
    with_class = evaluate(
        [CATALOGUE["knowledge.articles"]],
        period=JUNE,
        as_of=JULY_FIRST + timedelta(days=1),
        by="knowledge",
        groups=["02", "06"],
    )
    assert [one.numerator for one in with_class] == [0, 2]
