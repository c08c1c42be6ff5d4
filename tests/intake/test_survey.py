"""The citizen's link: what it shows, that it is good once, and what it tells nobody."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from orders.callbacks.surveys import hash_for, path_of
from orders.citizens import citizen_for
from orders.lifecycle import apply
from orders.models import CallbackAttempt, CallbackTask, Order, Outbox, PlacedCallback, Round
from orders.notices.citizen_words import Told, message_for
from orders.states import OrderState, Verb
from tests.factories import Walk
from units.actor import Actor

ANSWERS = {"rating": "5", "solved": "yes", "contacted": "yes", "text": "修得快"}


@pytest.fixture
def sent(walk: Walk) -> Iterator[Walk]:
    """Two calls were in vain; a link is out, and the clock stands at that moment."""
    walk.receive(citizen_id=citizen_for("13800000001", at=walk.at).pk).to(OrderState.REPLIED)
    walk.do(Verb.ACCEPT, "reviewer", public_text="路灯已修好，请放心")
    task = CallbackTask.objects.get()
    CallbackTask.objects.update(robot_tries=2)
    key = Order.objects.get().public_id
    place(walk, task.pk, key)
    with time_machine.travel(walk.at, tick=False):
        yield walk


def place(walk: Walk, task_id: int, key: Any) -> None:
    apply(
        Verb.PLACE_CALLBACK, walk.order_id, by=Actor.system(), at=walk.at, task_id=task_id,
        key=key, token_hash=hash_for(key),
    )  # fmt: skip


def link() -> str:
    return path_of(PlacedCallback.objects.get().key)


def answer(client: Client, path: str, **changes: str) -> Any:
    token = client.get(path).context["form"].fields["token"].initial()
    return client.post(path, {**ANSWERS, "token": token, **changes})


def test_the_link_asks_the_four_questions_and_shows_what_was_answered(
    sent: Walk, client: Client
) -> None:
    response = client.get(link())
    page = unescape(response.content.decode())
    assert response.status_code == 200
    for words in ("您满意吗", "问题解决了吗", "单位联系过您吗", "还想说的", "路灯已修好，请放心"):
        assert words in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_answers_are_the_rounds_and_the_link_is_then_used(sent: Walk, client: Client) -> None:
    path = link()
    response = answer(client, path)
    assert (response.status_code, response["Location"]) == (302, path)
    attempt = CallbackAttempt.objects.get()
    assert (attempt.way, attempt.rating, attempt.solved, attempt.by) == ("sms", 5, True, None)
    assert Round.objects.get().rating == 5
    again = client.get(path)
    assert again.status_code == 410
    assert "评价收到了，谢谢您" in again.content.decode()


def test_a_link_is_good_once(sent: Walk, client: Client) -> None:
    path, other = link(), Client()
    page = other.get(path).context["form"].fields["token"].initial()
    answer(client, path)
    late = other.post(path, {**ANSWERS, "rating": "1", "token": page})
    assert late.status_code == 410
    assert CallbackAttempt.objects.count() == 1
    assert Round.objects.get().rating == 5


def test_a_link_expires(sent: Walk, client: Client) -> None:
    path = link()
    with time_machine.travel(sent.at + timedelta(days=1), tick=False):
        response = client.get(path)
    assert response.status_code == 410
    assert "过期" in response.content.decode()


def test_a_link_expires_when_the_citizen_has_rated_elsewhere(sent: Walk, client: Client) -> None:
    path = link()
    sent.rate(4)
    assert client.get(path).status_code == 410
    assert CallbackAttempt.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "a" * 24, "会员", "..", "%00", "A" * 300])
def test_an_unknown_link_is_not_found(sent: Walk, client: Client, token: str) -> None:
    response = client.get(f"/12345/survey/{token}/")
    assert response.status_code == 404


def test_links_that_open_nothing_name_no_order(sent: Walk, client: Client) -> None:
    path, order = link(), sent.order
    answer(client, path)
    for where in (path, "/12345/survey/aaaa/"):
        page = client.get(where).content.decode()
        assert order.number not in page
        assert order.title not in page


@pytest.mark.parametrize(
    "changes", [{"rating": ""}, {"rating": "6"}, {"solved": "maybe"}, {"text": "长" * 501}]
)
def test_bad_answers_come_back_with_what_was_typed(
    sent: Walk, client: Client, changes: dict[str, str]
) -> None:
    response = answer(client, link(), **changes)
    assert response.status_code == 422
    assert not CallbackAttempt.objects.exists()
    assert client.get(link()).status_code == 200


def test_neither_outbox_nor_database_holds_the_token(sent: Walk) -> None:
    token = link().rstrip("/").rsplit("/", 1)[1]
    placed = PlacedCallback.objects.values().get()
    notice = Outbox.objects.values().get(kind="survey")
    assert token not in str(placed)
    assert token not in str(notice)


def test_the_message_carries_the_link_made_when_it_is_sent(sent: Walk) -> None:
    notice = Outbox.objects.get(kind="survey")
    told = Told(sent.order, "survey", notice.at, notice.payload)
    assert f"http://127.0.0.1:8000{link()}" in message_for(told)


def test_a_confidential_order_shows_neither_title_nor_answer(sent: Walk, client: Client) -> None:
    Order.objects.update(confidential=True)
    page = client.get(link()).content.decode()
    assert sent.order.title not in page
    assert "路灯已修好" not in page


def test_a_merged_citizens_link_names_the_own_order(walk: Walk, client: Client) -> None:
    walk.receive()
    other = Walk(walk.cast, walk.at)
    other.receive(citizen_id=citizen_for("13800000002", at=walk.at).pk)
    other.do(Verb.MERGE, "operator", hours=0, main_id=walk.order_id)
    walk.to(OrderState.CALLING_BACK)
    CallbackTask.objects.update(robot_tries=2)
    place(walk, CallbackTask.objects.get().pk, walk.order.public_id)
    with time_machine.travel(walk.at, tick=False):
        page = client.get(link()).content.decode()
        assert other.order.number in page
        assert walk.order.number not in page
        answer(client, link())
    task = CallbackTask.objects.get()
    assert (task.rating, task.merged_order_id) == (5, other.order_id)
    assert Round.objects.get().rating is None
