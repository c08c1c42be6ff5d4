"""Writing articles: who may, what is refused, and that nobody writes over another's words."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from knowledge.models import Article, ArticleChange
from knowledge.writing import Written, draft, edit
from orders.errors import Conflict, Forbidden, LifecycleError, Missing, Refused
from tests.cast import Cast
from tests.factories import MONDAY
from tests.knowledge.shelf import FRIDAY, LAMP, Shelf
from units.actor import actor_of
from units.roles import Role

GOOD: dict[str, Any] = {"title": "路灯不亮", "body": LAMP, "subclass_id": "06.07"}


def test_only_editors_and_administrators_write(shelf: Shelf, cast: Cast) -> None:
    writers = []
    for role, person in cast.by_role().items():
        try:
            draft(Written(**GOOD), by=actor_of(person), at=FRIDAY)
        except Forbidden:
            continue
        writers.append(role)
    assert writers == [Role.KNOWLEDGE_EDITOR, Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": "  "}, "title", "标题"),
        ({"body": ""}, "body", "答复市民"),
        ({"body": "字" * 3001}, "body", "3000"),
        ({"subclass_id": "06"}, "subclass_id", "分类"),
        ({"category_id": "77"}, "category_id", "类别"),
        ({"unit_id": 0x7FFF_FFFF}, "unit_id", "单位"),
        ({"review_months": 5}, "review_months", "周期"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    shelf: Shelf, change: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        draft(Written(**GOOD | change), by=shelf.by, at=FRIDAY)
    assert refused.value.field == field
    assert not Article.objects.exists()


def test_numbers_are_given_one_after_the_other(shelf: Shelf) -> None:
    first, second = shelf.draft("甲"), shelf.draft("乙")
    assert first.number[:2] == "ZS"
    assert int(second.number[2:]) == int(first.number[2:]) + 1


def test_an_edit_says_who_wrote_last_and_the_version_before_is_kept(
    shelf: Shelf, cast: Cast
) -> None:
    row = shelf.draft()
    changed = Written(**GOOD | {"body": "报灯杆编号，当天看。"})
    edit(row.pk, changed, by=actor_of(cast.administrator), at=MONDAY, version=1)
    row.refresh_from_db()
    assert (row.body, row.version) == ("报灯杆编号，当天看。", 2)
    assert (row.written_at, row.written_by) == (MONDAY, cast.administrator)
    history = apps.get_model("knowledge", "ArticleEvent")._default_manager.order_by("pgh_id")
    assert list(history.values_list("body", "version")) == [(LAMP, 1), (row.body, 2)]


def test_who_was_slower_is_told_and_changes_nothing(shelf: Shelf) -> None:
    row = shelf.draft()
    edit(row.pk, Written(**GOOD | {"title": "甲"}), by=shelf.by, at=FRIDAY, version=1)
    with pytest.raises(Conflict) as met:
        edit(row.pk, Written(**GOOD | {"title": "乙"}), by=shelf.by, at=MONDAY, version=1)
    assert met.value.code == "stale"
    assert Article.objects.get().title == "甲"


def test_nothing_changed_and_nobody_there(shelf: Shelf) -> None:
    row = shelf.draft()
    found: list[type[LifecycleError]] = []
    for pk in (row.pk, row.pk + 1):
        with pytest.raises(LifecycleError) as error:
            edit(pk, Written(**GOOD), by=shelf.by, at=FRIDAY)
        found.append(type(error.value))
    assert found == [Refused, Missing]


def test_a_published_article_given_to_another_unit_counts_there_from_its_first_day(
    shelf: Shelf, cast: Cast
) -> None:
    row = shelf.publish()
    before = ArticleChange.objects.count()
    given = GOOD | {"unit_id": cast.urban.pk}
    edit(row.pk, Written(**given), by=shelf.by, at=MONDAY)
    edit(row.pk, Written(**given | {"title": "路灯"}), by=shelf.by, at=MONDAY)
    changes = ArticleChange.objects.order_by("pk")[before:]
    assert [change.since for change in changes] == [FRIDAY.date()]


@pytest.mark.parametrize(
    "broken",
    [
        {"number": "K1"},
        {"title": ""},
        {"review_months": 7},
        {"state": "lost"},
        {"state": "published"},
        {"published_at": FRIDAY},
        {"withdrawn_at": FRIDAY},
        {"withdrawn_why": "过时"},
    ],
)
def test_the_database_refuses_what_no_article_can_be(shelf: Shelf, broken: dict[str, Any]) -> None:
    row = shelf.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=row.pk).update(**broken)
