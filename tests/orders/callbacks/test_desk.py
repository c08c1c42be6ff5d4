"""What the desk sees of calling back, and does about it, by page and by API."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from orders.citizens import citizen_for
from orders.models import CallbackTask, RatingDoubt, Round
from orders.states import OrderState, Verb
from tests.factories import Walk
from tests.orders.callbacks.conftest import Calling


def page(client: Client, walk: Walk, who: str, path: str) -> str:
    client.force_login(getattr(walk.cast, who))
    with time_machine.travel(walk.at + timedelta(minutes=1), tick=False):
        response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def listed(client: Client, walk: Walk, who: str = "reviewer") -> str:
    return page(client, walk, who, "/orders/callbacks/")


def test_the_queue_says_how_far_each_callback_has_come(calling: Calling, client: Client) -> None:
    walk = calling.walk
    assert "智能回访，下次今天 14:30" in listed(client, walk)
    calling.go_out()
    assert "智能回访，智能回访已发出，等结果" in listed(client, walk)
    calling.told("busy")
    assert "智能回访，已试1次，下次今天 16:31" in listed(client, walk)
    walk.do(Verb.TAKE_CALLBACK, "reviewer")
    assert "人工回访，已试1次" in listed(client, walk)
    walk.rate(1)
    assert "评1分，看要不要重办" in listed(client, walk)
    walk.do(Verb.DOUBT_RATING, "reviewer", text="有照片")
    assert "评价等认定" in listed(client, walk)
    walk.do(Verb.RULE_RATING, "supervisor", unreasonable=True, text="属实")
    assert "没有评价，可以归档" in listed(client, walk)


def test_the_order_shows_attempts_and_what_is_out(calling: Calling, client: Client) -> None:
    walk = calling.walk
    where = f"/orders/{walk.order.number}/"
    assert "下次自动回访" in page(client, walk, "reviewer", where)
    calling.go_out()
    shown = page(client, walk, "reviewer", where)
    assert "智能回访第1次已发出" in shown
    assert "转人工回访" in shown


def test_a_reviewer_chooses_whom_was_called(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen()
    other = Walk(walk.cast, walk.at)
    other.receive(citizen_id=citizen_for("13800000002", at=walk.at).pk)
    other.do(Verb.MERGE, "operator", hours=0, main_id=walk.order_id)
    walk.to(OrderState.CALLING_BACK)
    where = f"/orders/{walk.order.number}/record_callback/"
    form = page(client, walk, "reviewer", where)
    assert "本单的市民" in form
    assert f"并单{other.order.number}的市民" in form
    task = CallbackTask.objects.get(merged_order=other.order_id)
    with time_machine.travel(walk.at + timedelta(minutes=1), tick=False):
        said = {"task_id": task.pk, "way": "call", "result": "reached", "rating": "2"}
        assert client.post(where, said).status_code == 302
        assert client.post(where, said | {"task_id": "0"}).status_code == 302, "one alone is left"
    assert CallbackTask.objects.get(pk=task.pk).rating == 2
    assert "共2人待回访" not in listed(client, walk)


def test_the_one_who_rules_reads_what_was_said(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    walk.do(
        Verb.RECORD_CALLBACK, "reviewer", way="call", result="reached", rating=1, text="没人来过"
    )
    walk.do(Verb.DOUBT_RATING, "reviewer", text="有现场照片")
    where = f"/orders/{walk.order.number}/rule_rating/"
    shown = page(client, walk, "supervisor", where)
    for words in ("没人来过", "有现场照片", "市民评1分", "回访员甲"):
        assert words in shown
    assert walk.order.number in page(client, walk, "supervisor", "/orders/ratings/")
    with time_machine.travel(walk.at + timedelta(minutes=1), tick=False):
        empty = client.post(where, {})
        assert empty.status_code == 422
        assert "选一个结论" in empty.content.decode()
        client.post(where, {"unreasonable": "true", "text": "照片属实"})
    assert Round.objects.get().rating_excluded_at is not None
    after = page(client, walk, "supervisor", f"/orders/{walk.order.number}/")
    assert "不计入考核" in after


def test_a_rating_is_ruled_on_through_the_api(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(1)
    walk.do(Verb.DOUBT_RATING, "reviewer", text="有照片")
    client.force_login(walk.cast.supervisor)
    door = f"/api/staff/orders/{walk.order.number}/rule_rating"
    with time_machine.travel(walk.at + timedelta(minutes=1), tick=False):
        wrong = client.post(door, {"unreasonable": "x"}, content_type="application/json")
        assert wrong.status_code == 422
        done = client.post(
            door, {"unreasonable": False, "text": "属实"}, content_type="application/json"
        )
    assert done.status_code == 200
    assert RatingDoubt.objects.get().verdict == "stands"


@pytest.mark.parametrize("who", ["dispatcher", "operator"])
def test_others_of_the_hotline_may_look_and_not_rule(walk: Walk, client: Client, who: str) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(1)
    walk.do(Verb.DOUBT_RATING, "reviewer", text="有照片")
    client.force_login(getattr(walk.cast, who))
    assert client.get(f"/orders/{walk.order.number}/rule_rating/").status_code == 403
