"""Which articles are offered for an order, and in which order; what words find."""

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.finding import MOST, for_category, for_order, matching
from knowledge.keeping import withdraw
from knowledge.models import Article
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.knowledge.shelf import FRIDAY, Shelf


def titles(rows: list[Article]) -> list[str]:
    return [row.title for row in rows]


def test_the_nearer_the_category_the_earlier_then_who_shares_words(
    shelf: Shelf, walk: Walk
) -> None:
    walk.receive(category_id="10.01.01", title="反映某路的路灯怎样修")
    shelf.publish("市政归谁管", category_id="10", body="城管管。")
    shelf.publish("设施坏了", category_id="10.01", body="报修。")
    shelf.publish("灯", category_id="10.01.01", body="三天修好。")
    shelf.publish("井盖和路灯报修", body="马上围起来。")
    shelf.publish("停电", body="路灯也会不亮。")
    shelf.publish("户口怎样办", subclass_id="02.01", body="到派出所办。")
    shelf.draft("路灯草稿", category_id="10.01.01")
    gone = shelf.publish("路灯旧规定", category_id="10.01.01")
    withdraw(gone.pk, "过时", by=shelf.by, at=MONDAY)
    assert titles(for_order(walk.order)) == ["灯", "设施坏了", "市政归谁管", "井盖和路灯报修"]
    numbers = [shelf.number(title) for title in ("灯", "设施坏了", "市政归谁管")]
    assert [number for number, _ in for_category("10.01.01")] == numbers
    assert for_category("10.01.01")[0][1] == "三天修好。"


def test_an_order_of_a_wide_category_is_offered_what_lies_below(shelf: Shelf, walk: Walk) -> None:
    walk.receive(category_id="10.01", title="路上的事")
    shelf.publish("灯", category_id="10.01.01", body="三天修好。")
    shelf.publish("市场", category_id="05", body="市监管。")
    assert titles(for_order(walk.order)) == ["灯"]


def test_no_more_are_offered_than_can_be_read(shelf: Shelf, walk: Walk) -> None:
    walk.receive()
    for n in range(MOST + 2):
        shelf.publish(f"路灯{n}", category_id="10.01.01")
    assert len(for_order(walk.order)) == MOST


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("路灯", ["路灯不亮"]),
        ("灯杆 编号", ["路灯不亮"]),
        ("派出所", ["给小孩上户口"]),
        ("路灯 派出所", []),
        ("！？", []),
        ("灯", []),
    ],
)
def test_all_words_must_occur_in_title_or_text(
    shelf: Shelf, walk: Walk, typed: str, found: list[str]
) -> None:
    walk.receive()
    shelf.publish()
    shelf.publish("给小孩上户口", subclass_id="02.01", body="到派出所办，不收费。")
    assert titles(for_order(walk.order, typed)) == found


def test_what_has_the_words_in_its_title_comes_first(shelf: Shelf, walk: Walk) -> None:
    walk.receive()
    shelf.publish("路灯不亮", body="路灯三天修好。")
    shelf.publish("井盖丢了", body="和路灯一样报修。", at=MONDAY)
    assert titles(for_order(walk.order, "路灯")) == ["路灯不亮", "井盖丢了"]


def test_a_number_finds_its_article(shelf: Shelf) -> None:
    shelf.publish("甲")
    row = shelf.publish("乙")
    assert list(matching(Article.objects.all(), f" {row.number.lower()} ")) == [row]


def test_the_finder_is_a_part_to_the_form_and_a_page_to_others(
    shelf: Shelf, walk: Walk, client: Client, cast: Cast
) -> None:
    walk.receive()
    row = shelf.publish(category_id="10.01.01", at=FRIDAY)
    client.force_login(cast.operator)
    here = reverse("knowledge:find", query={"order": walk.order.number})
    part = client.get(here, headers={"hx-request": "true"}).content.decode()
    page = client.get(here).content.decode()
    assert row.title in part
    assert row.title in page
    assert ("<html" in part, "<html" in page) == (False, True)
    assert "hx-post" in part
    assert "hx-post" not in page
    assert client.get(f"{here}&q=没有的词").context["found"] == []


@pytest.mark.parametrize("order", ["", "123", "202406030000017", "\0"])
def test_the_finder_of_no_order_is_not_there(
    shelf: Shelf, client: Client, cast: Cast, order: str
) -> None:
    client.force_login(cast.operator)
    assert client.get(reverse("knowledge:find"), {"order": order}).status_code == 404
