"""Urging: it changes no state, tells whose turn it is, and nobody floods a unit."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from intake.codes import code_for
from orders.clock.sweep import sweep
from orders.errors import Forbidden, Refused
from orders.models import Event, Outbox, Text, Urge
from orders.states import OrderState, Verb
from tests.factories import Walk, moment
from units.actor import Actor

pytestmark = pytest.mark.django_db


def told(walk: Walk) -> list[tuple[str, str]]:
    rows = Outbox.objects.filter(order_id=walk.order_id, kind="urged").order_by("id")
    return list(rows.values_list("to_kind", "to_id"))


def test_an_urge_changes_neither_state_nor_version_and_is_an_event(walk: Walk) -> None:
    walk.receive().dispatch()
    before = (walk.order.state, walk.order.version)
    walk.do(Verb.URGE, "supervisor", text="抓紧")
    assert (walk.order.state, walk.order.version) == before
    event = Event.objects.filter(order_id=walk.order_id).latest("id")
    assert (event.verb, event.payload["n"], event.payload["party"]) == ("urge", 1, "hotline")
    assert Text.objects.get(pk=event.payload["text_id"]).body == "抓紧"


@pytest.mark.parametrize(
    ("state", "whom"),
    [
        (OrderState.RECEIVED, [("role", "dispatcher")]),
        (OrderState.DISPATCHED, ["unit"]),
        (OrderState.HANDLING, ["unit"]),
        (OrderState.REPLIED, [("role", "reviewer")]),
    ],
)
def test_whose_turn_it_is_is_told(walk: Walk, state: OrderState, whom: list[Any]) -> None:
    walk.receive().to(state).do(Verb.URGE, Actor.citizen())
    own = ("unit", str(walk.cast.urban.pk))
    assert told(walk) == [own if one == "unit" else one for one in whom]


def test_a_moved_order_urges_those_who_hold_it_now(walk: Walk) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.market)
    walk.do(Verb.URGE, "dispatcher")
    assert set(told(walk)) == {
        ("unit", str(walk.cast.urban.pk)),
        ("unit", str(walk.cast.market.pk)),
    }


# Monday 10:00, working hours 8:30-12:00 and 13:30-17:30: four working hours end at 15:30.
@pytest.mark.parametrize(
    ("hours", "open_again"), [(1, False), (5, False), (5.4, False), (5.5, True), (23, True)]
)
def test_one_party_urges_once_in_four_working_hours(
    walk: Walk, hours: float, open_again: bool
) -> None:
    walk.receive().dispatch().do(Verb.URGE, "supervisor", hours=0)
    assert walk.at == moment("2024-06-03 10:00")
    if open_again:
        walk.do(Verb.URGE, "dispatcher", hours=hours)
        assert Urge.objects.filter(order_id=walk.order_id).count() == 2
        return
    with pytest.raises(Refused, match="热线刚催过，今天 15:30以后可以再催") as refused:
        walk.do(Verb.URGE, "dispatcher", hours=hours)
    assert refused.value.code == "urged_lately"


def test_parties_do_not_stand_in_each_others_way(walk: Walk) -> None:
    walk.receive().dispatch()
    walk.do(Verb.URGE, "supervisor", hours=0.1)
    walk.do(Verb.URGE, Actor.citizen(), hours=0.1)
    assert set(Urge.objects.values_list("party", flat=True)) == {"hotline", "citizen"}


def test_an_operator_urges_for_the_caller_whose_own_urge_it_is(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.URGE, "operator")
    with pytest.raises(Refused, match="市民刚催过"):
        walk.do(Verb.URGE, Actor.citizen())
    assert Event.objects.filter(verb="urge").get().payload["for_caller"] is True


def test_a_unit_does_not_urge(walk: Walk) -> None:
    with pytest.raises(Forbidden):
        walk.receive().dispatch().do(Verb.URGE, "unit_clerk")


def test_the_citizens_words_of_a_confidential_order_stay_with_the_hotline(walk: Walk) -> None:
    walk.receive(confidential=True).dispatch().do(Verb.URGE, Actor.citizen(), text="我住3栋")
    assert Text.objects.get(body="我住3栋").audience == "hotline"


def test_the_clock_urges_once_when_the_citizens_promise_is_broken(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    promise = walk.order.promise_due_at
    assert promise is not None
    sweep(at=promise - timedelta(minutes=1))
    assert not Urge.objects.exists()
    for _ in range(2):
        sweep(at=promise)
    urge = Urge.objects.get()
    assert (urge.party, urge.at, urge.by_id) == ("clock", promise, None)
    assert told(walk) == [("unit", str(walk.cast.urban.pk))]
    walk.at = promise
    walk.do(Verb.URGE, "supervisor", hours=0)  # the clock's urge is nobody else's


def _post(client: Client, walk: Walk) -> Any:
    number = walk.order.number
    url = f"/api/v1/orders/{number}/urge?code={code_for(number)}"
    return client.post(url, {"text": "三天了"}, content_type="application/json")


def test_a_citizen_urges_through_the_interface_and_is_not_offered_it_again(
    walk: Walk, client: Client
) -> None:
    walk.receive_from_citizen().dispatch()
    answer = _post(client, walk)
    assert answer.status_code == 200
    seen = answer.json()
    assert "urge" not in seen["actions"]
    assert "supplement" in seen["actions"]
    assert seen["steps"][0]["label"] == "您催了一次，已转给办理的人"
    again = _post(client, walk)
    assert (again.status_code, again.json()["code"]) == (422, "urged_lately")


def test_a_citizen_urges_on_the_follow_page(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen().dispatch()
    number = walk.order.number
    follow = f"/12345/follow/{number}/?code={code_for(number)}"
    assert "催一催" in client.get(follow).content.decode()
    url = f"/12345/follow/{number}/urge/?code={code_for(number)}"
    token = client.get(url).content.decode().split('name="token" value="')[1].split('"')[0]
    done = client.post(url, {"token": token, "text": ""}, follow=True)
    assert "已经催了" in done.content.decode()
    assert Urge.objects.get().party == "citizen"
    assert "现在不能催一催" in client.get(url, follow=True).content.decode()
    walk.do(Verb.URGE, "supervisor", hours=30)
    assert "您催了一次" in client.get(follow).content.decode()
    assert "第2次" not in client.get(follow).content.decode()


def test_the_count_of_urges_stands_on_the_order(walk: Walk, client: Client) -> None:
    walk.receive().dispatch().do(Verb.URGE, "supervisor").do(Verb.URGE, Actor.citizen())
    client.force_login(walk.cast.unit_clerk)
    page = client.get(f"/orders/{walk.order.number}/").content.decode()
    assert "催2次" in page
