"""Publishing, reviewing and withdrawing: in which order, by whom, and what the database holds."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from knowledge.keeping import publish, review, withdraw
from knowledge.models import Article, ArticleChange, Review, State
from orders.errors import Conflict, Forbidden, LifecycleError, Refused
from tests.cast import Cast
from tests.factories import MONDAY
from tests.knowledge.shelf import FRIDAY, Shelf, make_shelf
from units.actor import actor_of

Deed = Callable[..., Article]
DEEDS: dict[str, Deed] = {
    "publish": publish,
    "review": review,
    "withdraw": lambda pk, **more: withdraw(pk, "政策已废止", **more),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_only_writers_keep_articles(shelf: Shelf, cast: Cast, deed: str) -> None:
    row = shelf.draft() if deed == "publish" else shelf.publish()
    for person in (cast.operator, cast.supervisor, cast.unit_head):
        with pytest.raises(Forbidden, match="知识编辑"):
            DEEDS[deed](row.pk, by=actor_of(person), at=MONDAY)
    DEEDS[deed](row.pk, by=actor_of(cast.administrator), at=MONDAY)


# (what was done before, the deed): the code of the refusal, or "" where it is done
@pytest.mark.parametrize(
    ("before", "deed", "code"),
    [
        ((), "publish", ""),
        ((), "review", "not_in_use"),
        ((), "withdraw", ""),
        (("publish",), "publish", "published"),
        (("publish",), "review", ""),
        (("publish",), "withdraw", ""),
        (("publish", "withdraw"), "publish", "published"),
        (("publish", "withdraw"), "review", "not_in_use"),
        (("publish", "withdraw"), "withdraw", "withdrawn"),
        (("withdraw",), "publish", "published"),
    ],
)
def test_an_article_goes_forwards_alone(
    shelf: Shelf, before: tuple[str, ...], deed: str, code: str
) -> None:
    row = shelf.draft()
    for n, one in enumerate(before):
        DEEDS[one](row.pk, by=shelf.by, at=MONDAY + timedelta(days=n))
    at = MONDAY + timedelta(days=9)
    if not code:
        DEEDS[deed](row.pk, by=shelf.by, at=at)
        return
    with pytest.raises(Conflict) as met:
        DEEDS[deed](row.pk, by=shelf.by, at=at)
    assert met.value.code == code


def test_publishing_is_the_first_review_and_each_sets_the_next(shelf: Shelf, cast: Cast) -> None:
    row = shelf.publish(review_months=6)
    assert (row.state, row.published_at, row.reviewed_at) == (State.PUBLISHED, FRIDAY, FRIDAY)
    assert row.review_due == date(2024, 11, 30)
    review(row.pk, by=actor_of(cast.administrator), at=MONDAY, version=row.version)
    row.refresh_from_db()
    assert (row.reviewed_at, row.reviewed_by) == (MONDAY, cast.administrator)
    assert (row.review_due, row.published_at) == (date(2024, 12, 3), FRIDAY)
    dues = Review.objects.order_by("at").values_list("due_on", flat=True)
    assert list(dues) == [date(2024, 11, 30), date(2024, 12, 3)]


def test_withdrawing_wants_a_reason(shelf: Shelf) -> None:
    row = shelf.publish()
    with pytest.raises(Refused) as refused:
        withdraw(row.pk, " ", by=shelf.by, at=MONDAY)
    assert refused.value.field == "why"
    withdraw(row.pk, " 政策已废止 ", by=shelf.by, at=MONDAY)
    row.refresh_from_db()
    assert (row.state, row.withdrawn_why) == (State.WITHDRAWN, "政策已废止")


@pytest.mark.parametrize("deed", DEEDS)
def test_who_saw_an_older_version_is_told(shelf: Shelf, deed: str) -> None:
    row = shelf.draft() if deed == "publish" else shelf.publish()
    with pytest.raises(Conflict) as met:
        DEEDS[deed](row.pk, by=shelf.by, at=MONDAY, version=row.version + 1)
    assert met.value.code == "stale"


def test_each_of_them_says_from_which_day_figures_moved(shelf: Shelf) -> None:
    row = shelf.publish()
    review(row.pk, by=shelf.by, at=MONDAY)
    withdraw(row.pk, "过时", by=shelf.by, at=MONDAY + timedelta(days=1))
    discarded = shelf.draft("没用上")
    withdraw(discarded.pk, "重复", by=shelf.by, at=MONDAY + timedelta(days=2))
    since = ArticleChange.objects.order_by("pk").values_list("since", flat=True)
    assert list(since) == [date(2024, 5, 31), date(2024, 6, 3), date(2024, 6, 4)]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "draft"},
        {"published_at": MONDAY},
        {"published_at": None},
        {"review_due": None},
        {"reviewed_by": None},
        {"state": "withdrawn"},
    ],
)
def test_the_database_takes_nothing_back(shelf: Shelf, broken: dict[str, Any]) -> None:
    row = shelf.publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=row.pk).update(**broken)


def test_articles_reviews_and_changes_stay(shelf: Shelf) -> None:
    shelf.publish()
    for model in (Article, Review, ArticleChange):
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(due_on=date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            article=Article.objects.get(), at=MONDAY, by=shelf.cast.operator, due_on=MONDAY.date()
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_one_is_told(cast: Cast, rules: None) -> None:
    shelf = make_shelf(cast)
    row = shelf.publish()
    together, answers = Barrier(2), list[str]()

    def press() -> None:
        try:
            together.wait(30)
            withdraw(row.pk, "过时", by=shelf.by, at=MONDAY, version=row.version)
            answers.append("done")
        except LifecycleError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "stale"]
