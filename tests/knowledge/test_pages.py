"""The pages of the knowledge base: who sees what, what the address says, and writing on them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from knowledge.keeping import withdraw
from knowledge.models import Article, State
from knowledge.writing import Written, edit
from orders.paging import SIZE
from orders.states import Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk, moment
from tests.knowledge.shelf import FRIDAY, LAMP, Shelf
from units.models import Staff

LIST = "/knowledge/"
FORM: dict[str, Any] = {
    "title": "路灯不亮", "body": LAMP, "subclass": "06.07", "review_months": "12",
}  # fmt: skip


def as_(client: Client, person: Staff) -> Client:
    client.force_login(person)
    return client


def page_of(row: Article, deed: str = "") -> str:
    return f"/knowledge/{row.number}/{deed}"


def shown(client: Client, **asked: str) -> list[str]:
    page = client.get(LIST, asked)
    assert page.status_code == 200
    return [line.row.title for line in page.context["page"].rows]


def test_everybody_reads_what_is_in_use_and_writers_drafts_too(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    row, unseen = shelf.publish(), shelf.draft("草稿")
    for role, person in cast.by_role().items():
        page = as_(client, person).get(LIST)
        writes = role in {"knowledge_editor", "administrator"}
        assert shown(client) == ["路灯不亮"], role
        assert ("写一条" in page.content.decode()) is writes, role
        assert ("草稿" in [tab["label"] for tab in page.context["tabs"]]) is writes, role
        assert client.get(LIST, {"show": "drafts"}).status_code == (200 if writes else 400)
        assert client.get(page_of(row)).status_code == 200
        assert client.get(page_of(unseen)).status_code == (200 if writes else 404)
        assert ("复核无误" in client.get(page_of(row)).content.decode()) is writes, role


@pytest.mark.parametrize("deed", ["edit/", "withdraw/", "publish/", "review/"])
def test_who_does_not_write_is_told_so(shelf: Shelf, client: Client, cast: Cast, deed: str) -> None:
    row = shelf.publish()
    for person in (cast.operator, cast.unit_head):
        answer = as_(client, person).post(page_of(row, deed), FORM | {"why": "过时"})
        assert answer.status_code == 403
        assert "知识编辑" in answer.content.decode()
    assert as_(client, cast.operator).get("/knowledge/new/").status_code == 403
    assert Article.objects.get().version == row.version


def test_from_a_draft_to_the_list_and_out_of_it_again(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    as_(client, cast.knowledge_editor)
    assert client.get("/knowledge/new/").status_code == 200
    made = client.post("/knowledge/new/", FORM | {"category": "10.01", "unit": str(cast.urban.pk)})
    row = Article.objects.get()
    assert made.headers["Location"] == page_of(row)
    assert (row.category_id, row.unit) == ("10.01", cast.urban)
    assert row.written_by == cast.knowledge_editor
    assert shown(client, show="drafts") == ["路灯不亮"]
    client.post(page_of(row, "publish/"), {"version": row.version})
    assert (shown(client), shown(client, show="drafts")) == (["路灯不亮"], [])
    row.refresh_from_db()
    client.post(page_of(row, "edit/"), FORM | {"title": "路灯坏了", "version": row.version})
    assert shown(client) == ["路灯坏了"]
    client.post(page_of(row, "review/"))
    assert row.reviews.count() == 2
    client.post(page_of(row, "withdraw/"), {"why": "并入别的一条"})
    assert (shown(client), shown(client, show="withdrawn")) == ([], ["路灯坏了"])
    page = client.get(page_of(row)).content.decode()
    assert "并入别的一条" in page
    assert "复核无误" not in page


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": ""}, "title", "写一句标题"),
        ({"body": ""}, "body", "写明可以怎样答复市民"),
        ({"body": "字" * 3001}, "body", "最多3000个字"),
        ({"subclass": ""}, "subclass", "选一个分类"),
        ({"subclass": "99.99"}, "subclass", "没有这个选项"),
        ({"category": "77"}, "category", "没有这个选项"),
        ({"unit": "0"}, "unit", "没有这个选项"),
        ({"review_months": "5"}, "review_months", "没有这个选项"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_is_kept(
    shelf: Shelf, client: Client, cast: Cast, change: dict[str, str], field: str, words: str
) -> None:
    page = as_(client, cast.knowledge_editor).post("/knowledge/new/", FORM | change)
    assert page.status_code == 422
    [(wrong, told)] = page.context["form"].errors.items()
    assert wrong == field
    assert words in told[0]
    assert not Article.objects.exists()


def test_who_was_slower_keeps_the_words_and_is_told(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    row = shelf.publish()
    other = Written("路灯", "另一种说法。", "06.07")
    edit(row.pk, other, by=shelf.by, at=MONDAY, version=row.version)
    sent = FORM | {"body": "我的说法。", "version": row.version}
    page = as_(client, cast.knowledge_editor).post(page_of(row, "edit/"), sent)
    assert page.status_code == 409
    assert "刚被别人改过" in page.content.decode()
    assert "我的说法。" in page.content.decode()
    for deed, more in (("review/", {}), ("withdraw/", {"why": "过时"})):
        late = client.post(page_of(row, deed), {"version": row.version, **more})
        assert (late.status_code, "刚被别人改过" in late.content.decode()) == (409, True), deed
    row.refresh_from_db()
    assert (row.body, row.state) == ("另一种说法。", State.PUBLISHED)


def test_withdrawing_without_a_reason_is_said_at_the_field(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    row = shelf.publish()
    page = as_(client, cast.knowledge_editor).post(page_of(row, "withdraw/"), {"why": " "})
    assert (page.status_code, page.context["form"].errors["why"]) == (422, ["写明为什么撤下"])
    assert client.get(page_of(row, "withdraw/")).status_code == 200


def test_a_class_and_words_narrow_the_list_and_the_tree_counts(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    shelf.publish("路灯不亮")
    shelf.publish("井盖丢了", body="先围起来。", at=FRIDAY + timedelta(hours=1))
    shelf.publish("上户口", subclass_id="02.01", body="到派出所。", at=MONDAY)
    as_(client, cast.operator)
    assert shown(client) == ["上户口", "井盖丢了", "路灯不亮"]
    assert shown(client, **{"class": "06"}) == ["井盖丢了", "路灯不亮"]
    assert shown(client, **{"class": "02.01"}) == ["上户口"]
    assert shown(client, q="井盖") == ["井盖丢了"]
    assert shown(client, q="井盖", **{"class": "02"}) == []
    tree = client.get(LIST, {"class": "06.07", "q": "灯"}).context["tree"]
    assert [(one["name"], one["count"], one["open"]) for one in tree] == [
        ("服务指南", 0, False), ("常见问题", 0, True),
    ]  # fmt: skip
    tree = client.get(LIST, {"class": "06.07"}).context["tree"]
    assert [(one["count"], [part["on"] for part in one["parts"]]) for one in tree] == [
        (1, [False]), (2, [True]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [{"show": "lost"}, {"class": "77"}, {"class": "06.99"}, {"class": "06."}, {"page": "x"}],
)
def test_an_address_not_understood_is_said_and_all_is_shown(
    shelf: Shelf, client: Client, cast: Cast, asked: dict[str, str]
) -> None:
    shelf.publish()
    page = as_(client, cast.operator).get(LIST, asked)
    assert page.status_code == 400
    assert len(page.context["faults"]) == 1
    assert [line.row.title for line in page.context["page"].rows] == ["路灯不亮"]


def test_what_is_due_for_review_is_listed_by_its_day(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    for title, months in (("到期", 3), ("逾期", 3), ("不急", 12)):
        early = FRIDAY - timedelta(days=5) if title == "逾期" else FRIDAY
        shelf.publish(title, review_months=months, at=early)
    as_(client, cast.operator)
    with time_machine.travel(moment("2024-08-30 09:00"), tick=False):
        page = client.get(LIST, {"show": "due"})
    found = [(line.row.title, line.review, line.late) for line in page.context["page"].rows]
    assert found == [("逾期", "逾期4天未复核", True), ("到期", "1天内复核", False)]
    with time_machine.travel(moment("2024-08-31 09:00"), tick=False):
        assert "今天要复核" in client.get(page_of(shelf.rows["到期"])).content.decode()
    with time_machine.travel(moment("2024-06-03 09:00"), tick=False):
        assert "没有要复核的知识" in client.get(LIST, {"show": "due"}).content.decode()


def test_a_long_list_is_turned_by_pages_and_nothing_is_met_twice(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    for n in range(SIZE + 3):
        shelf.publish(f"第{n:02}条", at=FRIDAY + timedelta(minutes=n))
    as_(client, cast.operator)
    first = client.get(LIST)
    later = client.get(first.context["after_url"])
    rows = [line.row.title for page in (first, later) for line in page.context["page"].rows]
    assert rows == [f"第{n:02}条" for n in reversed(range(SIZE + 3))]


def test_an_empty_base_says_what_will_be_there(client: Client, cast: Cast, rules: None) -> None:
    page = as_(client, cast.operator).get(LIST).content.decode()
    assert "知识库还是空的" in page
    assert "没有这样的知识" in client.get(LIST, {"q": "社保"}).content.decode()


def test_an_article_tells_who_drew_on_it_where_the_reader_sees_the_order(
    shelf: Shelf, client: Client, cast: Cast, walk: Walk
) -> None:
    row = shelf.publish()
    walk.receive().do(Verb.ANSWER, "operator", text="已说明", articles=[row.number])
    page = as_(client, cast.operator).get(page_of(row)).content.decode()
    assert walk.order.number in page
    assert "1次" in page
    assert walk.order.number not in as_(client, cast.unit_clerk).get(page_of(row)).content.decode()
    [line] = client.get(LIST).context["page"].rows
    assert line.cited == 1


def test_what_was_withdrawn_is_still_read_and_says_so(
    shelf: Shelf, client: Client, cast: Cast
) -> None:
    row = shelf.publish()
    withdraw(row.pk, "政策已废止", by=shelf.by, at=MONDAY)
    page = as_(client, cast.operator).get(page_of(row)).content.decode()
    assert "已撤下，不能再照着答" in page
    assert "政策已废止" in page
    assert reverse("knowledge:edit", args=[row.number]) not in page


def test_an_article_that_is_not_there(shelf: Shelf, client: Client, cast: Cast) -> None:
    as_(client, cast.knowledge_editor)
    for path in ("/knowledge/ZS999999/", "/knowledge/ZS1/", "/knowledge/ZS999999/edit/"):
        assert client.get(path).status_code == 404
