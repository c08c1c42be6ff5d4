"""Citing: an answer drawn from articles, through the page, the staff API and the verb."""

import time
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from knowledge.keeping import withdraw
from knowledge.models import Citation
from orders.citing import MOST
from orders.errors import Refused
from orders.models import Event as OrderEvent
from orders.models import Text
from orders.states import OrderState, Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.knowledge.shelf import LAMP, Shelf, make_shelf
from units.actor import actor_of
from units.models import Staff


def answer_page(walk: Walk) -> str:
    return reverse("orders:verb", args=[walk.order.number, Verb.ANSWER])


def as_(client: Client, person: Staff) -> Client:
    client.force_login(person)
    return client


def refusal(walk: Walk, *numbers: str) -> Refused:
    with pytest.raises(Refused) as refused:
        walk.do(Verb.ANSWER, "operator", text="已说明", articles=numbers)
    return refused.value


def test_an_answer_is_written_with_what_it_was_drawn_from(
    shelf: Shelf, walk: Walk, client: Client
) -> None:
    first, second = shelf.publish("路灯不亮"), shelf.publish("灯杆歪了")
    walk.receive()
    sent = {"text": LAMP, "articles": [first.number, second.number, first.number]}
    answer = as_(client, shelf.cast.operator).post(answer_page(walk), sent)
    assert (answer.status_code, walk.order.state) == (302, OrderState.ANSWERED)
    rows = Citation.objects.order_by("pk")
    assert [(row.article, row.order, row.staff) for row in rows] == [
        (first, walk.order, shelf.cast.operator),
        (second, walk.order, shelf.cast.operator),
    ]
    assert {row.at for row in rows} == {walk.order.decided_at}
    event = OrderEvent.objects.get(order_id=walk.order.pk, verb=Verb.ANSWER)
    assert event.payload["articles"] == [first.number, second.number]


def test_an_answer_of_ones_own_cites_nothing(shelf: Shelf, walk: Walk, client: Client) -> None:
    shelf.publish()
    walk.receive()
    as_(client, shelf.cast.operator).post(answer_page(walk), {"text": "已说明"})
    assert walk.order.state == OrderState.ANSWERED
    assert not Citation.objects.exists()
    assert (
        "articles" not in OrderEvent.objects.get(order_id=walk.order.pk, verb=Verb.ANSWER).payload
    )


@pytest.mark.parametrize("number", ["ZS999999", "ZS1", "\0", "路灯"])
def test_an_unknown_article_is_said_at_its_field_and_nothing_is_saved(
    shelf: Shelf, walk: Walk, client: Client, number: str
) -> None:
    shelf.publish()
    walk.receive()
    before = Text.objects.count()
    sent = {"text": "已说明", "articles": [shelf.number("路灯不亮"), number]}
    page = as_(client, shelf.cast.operator).post(answer_page(walk), sent)
    assert page.status_code == 422
    assert "没有这条知识" in page.context["form"].errors["articles"][0]
    assert "已说明" in page.content.decode()
    assert (walk.order.state, Text.objects.count()) == (OrderState.RECEIVED, before)
    assert not Citation.objects.exists()


def test_a_draft_and_a_withdrawn_article_are_refused_and_nothing_is_saved(
    shelf: Shelf, walk: Walk
) -> None:
    shelf.draft("草稿")
    gone = shelf.publish("过时的")
    withdraw(gone.pk, "政策已废止", by=shelf.by, at=MONDAY)
    walk.receive()
    assert refusal(walk, shelf.number("草稿")).code == "unknown_article"
    refused = refusal(walk, gone.number)
    assert (refused.code, refused.field) == ("withdrawn_article", "articles")
    assert "已撤下" in refused.message
    assert walk.order.state == OrderState.RECEIVED
    assert not Citation.objects.exists()


def test_no_answer_is_drawn_from_a_whole_shelf(shelf: Shelf, walk: Walk) -> None:
    numbers = [shelf.publish(f"第{n}条").number for n in range(MOST + 1)]
    walk.receive()
    assert f"最多引用{MOST}条" in refusal(walk, *numbers).message
    walk.do(Verb.ANSWER, "operator", text="已说明", articles=numbers[:MOST])
    assert Citation.objects.count() == MOST


def test_answering_again_from_the_same_article_makes_no_second_row(
    shelf: Shelf, walk: Walk
) -> None:
    number = shelf.publish().number
    walk.receive().do(Verb.ANSWER, "operator", text="已说明", articles=[number])
    first = Citation.objects.get()
    walk.do(Verb.REOPEN, "supervisor", hours=24, text="没说清")
    walk.do(Verb.ANSWER, "dispatcher", text="再说一遍", articles=[number])
    again = Citation.objects.get()
    assert (again.pk, again.at, again.staff) == (first.pk, first.at, shelf.cast.operator)


def test_sending_twice_is_told_and_makes_no_second_row(
    shelf: Shelf, walk: Walk, client: Client
) -> None:
    sent = {"text": LAMP, "articles": [shelf.publish().number]}
    walk.receive()
    as_(client, shelf.cast.operator)
    told = [client.post(answer_page(walk), sent).status_code for _ in range(2)]
    assert (told, Citation.objects.count()) == ([302, 409], 1)


@pytest.mark.parametrize(
    ("articles", "status", "code"),
    [
        (["{number}"], 200, ""),
        (["ZS999999"], 422, "unknown_article"),
        ("{number}", 422, "not_a_list"),
        ([7], 422, "not_a_list"),
    ],
)
def test_the_staff_api_takes_articles_by_their_numbers(
    shelf: Shelf, walk: Walk, client: Client, articles: Any, status: int, code: str
) -> None:
    number = shelf.publish().number
    walk.receive()
    filled = (
        [one.format(number=number) if isinstance(one, str) else one for one in articles]
        if isinstance(articles, list)
        else articles.format(number=number)
    )
    as_(client, shelf.cast.operator)
    answer = client.post(
        f"/api/staff/orders/{walk.order.number}/answer",
        {"text": "已说明", "articles": filled},
        content_type="application/json",
    )
    assert answer.status_code == status
    assert code in answer.content.decode()
    assert Citation.objects.count() == (status == 200)


def test_pressing_an_article_adds_its_words_and_sends_nothing(
    shelf: Shelf, walk: Walk, client: Client
) -> None:
    number = shelf.publish().number
    walk.receive()
    as_(client, shelf.cast.operator)
    page = client.post(answer_page(walk), {"text": "您好。", "use": number})
    form = page.context["form"]
    assert page.status_code == 200
    assert form["text"].value() == f"您好。\n\n{LAMP}"
    assert form["articles"].value() == [number]
    assert f"{number} 路灯不亮" in page.content.decode()
    again = client.post(answer_page(walk), {"text": LAMP, "articles": [number], "use": number})
    assert again.context["form"]["text"].value() == LAMP
    assert again.context["form"]["articles"].value() == [number]
    assert walk.order.state == OrderState.RECEIVED


def test_without_scripts_a_link_brings_the_words(shelf: Shelf, walk: Walk, client: Client) -> None:
    number = shelf.publish().number
    walk.receive()
    as_(client, shelf.cast.operator)
    finder = client.get(answer_page(walk)).context["form"].finder_url
    assert f'href="{answer_page(walk)}?use={number}"' in client.get(finder).content.decode()
    page = client.get(f"{answer_page(walk)}?use={number}")
    assert page.context["form"]["text"].value() == LAMP
    assert client.get(f"{answer_page(walk)}?use=ZS999999").context["form"]["text"].value() == ""


@pytest.mark.django_db(transaction=True)
def test_what_is_being_withdrawn_is_not_cited_meanwhile(cast: Cast, rules: None) -> None:
    """The answer waits until the other has decided, and is refused; it does not slip by."""
    row, walk = make_shelf(cast).publish(), Walk(cast).receive()
    gone = Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                withdraw(row.pk, "过时", by=actor_of(cast.knowledge_editor), at=MONDAY)
                gone.set()
                time.sleep(0.5)
        finally:
            connection.close()

    other = Thread(target=slowly)
    other.start()
    assert gone.wait(30)
    assert refusal(walk, row.number).code == "withdrawn_article"
    other.join()
    assert not Citation.objects.exists()


def test_the_hotline_sees_what_an_answer_was_drawn_from(
    shelf: Shelf, walk: Walk, client: Client, cast: Cast
) -> None:
    row = shelf.publish()
    walk.receive().do(Verb.ANSWER, "operator", text="已说明", articles=[row.number])
    walk.do(Verb.REOPEN, "supervisor", hours=24, text="要到现场").dispatch()
    withdraw(row.pk, "过时", by=shelf.by, at=walk.at)
    page = reverse("orders:order", args=[walk.order.number])
    seen = as_(client, cast.supervisor).get(page).content.decode()
    assert f"{row.number} 路灯不亮" in seen
    assert "后来撤下" in seen
    assert row.number not in as_(client, cast.unit_clerk).get(page).content.decode()
