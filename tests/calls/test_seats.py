"""Seats: who sits there, in which state since when, what is handed over, and the wallboard."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client

from calls import seating
from calls.models import Call, HandOver, Seat, SeatState, Shift
from calls.wall import wall
from orders.errors import Conflict, Forbidden, Missing, Refused
from tests.calls.conftest import Switch, at
from tests.cast import Cast
from units.actor import Actor, actor_of


@pytest.fixture
def by(cast: Cast) -> Actor:
    return actor_of(cast.operator)


@pytest.fixture
def client_at_seat(client: Client, cast: Cast) -> Client:
    client.force_login(cast.operator)
    return client


def stretches(seat: Seat) -> list[tuple[str, str, float]]:
    rows = SeatState.objects.filter(seat=seat).order_by("at", "id")
    return [(row.state, row.reason, (row.ended_at - row.at).total_seconds()) for row in rows]


def test_a_shift_is_made_of_states_that_join_without_a_gap(seat: Seat, by: Actor) -> None:
    seating.take_break("meal", by=by, at=at(600))
    seating.ready(by=by, at=at(1200))
    seating.ready(by=by, at=at(1300))  # said again it changes nothing
    seating.wrap_up(by=by, at=at(1500))
    shift = seating.sign_off("张女士的回电约在下午", by=by, at=at(1560))
    assert stretches(seat) == [
        ("break", "rest", 60),
        ("ready", "", 600),
        ("break", "meal", 600),
        ("ready", "", 300),
        ("wrap_up", "", 60),
    ]
    shift.refresh_from_db()
    seat.refresh_from_db()
    assert shift.ended_at == at(1560)
    assert (seat.state, seat.shift_id, seat.since) == ("", None, None)
    assert HandOver.objects.get().body == "张女士的回电约在下午"


def test_a_moment_that_runs_backwards_makes_no_stretch_shorter_than_nothing(
    seat: Seat, by: Actor
) -> None:
    seating.wrap_up(by=by, at=at(-3600))
    assert stretches(seat)[-1] == ("ready", "", 0)


def test_one_seat_has_one_person_and_one_person_one_seat(seat: Seat, by: Actor, cast: Cast) -> None:
    Seat.objects.create(code="A02")
    Seat.objects.create(code="A03", active=False)
    other = actor_of(cast.dispatcher)
    with pytest.raises(Conflict, match="话务员甲"):
        seating.sign_on("A01", by=other, at=at(0))
    with pytest.raises(Conflict, match="先签出"):
        seating.sign_on("A02", by=by, at=at(0))
    with pytest.raises(Conflict, match="停用"):
        seating.sign_on("A03", by=other, at=at(0))
    with pytest.raises(Missing):
        seating.sign_on("B99", by=other, at=at(0))
    with pytest.raises(Forbidden):
        seating.sign_on("A02", by=actor_of(cast.analyst), at=at(0))
    with pytest.raises(Conflict, match="没有签入"):
        seating.ready(by=other, at=at(0))
    with pytest.raises(Refused):
        seating.take_break("bored", by=by, at=at(0))


def test_nobody_leaves_while_the_caller_is_on(switch: Switch, seat: Seat, by: Actor) -> None:
    with time_machine.travel(at(20), tick=False):
        switch.tell("newCall", seconds=0)
        switch.tell("answer", seconds=5, answeringNumber="801")
    for deed in (seating.ready, seating.wrap_up, seating.sign_off):
        with pytest.raises(Conflict, match="正在通话"):
            deed(by=by, at=at(30))
    with time_machine.travel(at(60), tick=False):
        switch.tell("hangup", seconds=50)
    seating.ready(by=by, at=at(70))
    assert stretches(seat)[-3:] == [("ready", "", 5), ("talking", "", 45), ("wrap_up", "", 20)]
    assert SeatState.objects.get(state="talking").call_id == switch.call().id


def test_a_caller_passed_on_frees_the_first_seat(switch: Switch, seat: Seat, cast: Cast) -> None:
    Seat.objects.create(code="A02", extension="802")
    seating.sign_on("A02", by=actor_of(cast.dispatcher), at=at(0))
    with time_machine.travel(at(100), tick=False):
        switch.tell("newCall", seconds=0)
        switch.tell("answer", seconds=5, answeringNumber="801")
        switch.tell("answer", seconds=60, answeringNumber="802")
    states = dict(Seat.objects.values_list("code", "state"))
    assert states == {"A01": "wrap_up", "A02": "talking"}
    assert switch.call().seat_id == seat.pk  # the first receiver is responsible


def test_word_left_is_taken_once(seat: Seat, by: Actor, cast: Cast) -> None:
    row = seating.hand_over("110移交的两件等回执", by=by, at=at(0))
    with pytest.raises(Refused):
        seating.hand_over("  ", by=by, at=at(0))
    with pytest.raises(Refused):
        seating.hand_over("长" * 2001, by=by, at=at(0))
    other = actor_of(cast.dispatcher)
    seating.take_over(row.pk, by=other, at=at(60))
    with pytest.raises(Conflict, match="已经有人接下"):
        seating.take_over(row.pk, by=other, at=at(70))
    with pytest.raises(Missing):
        seating.take_over(404, by=other, at=at(70))
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.update(body="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        SeatState.objects.update(reason="meal")


@pytest.mark.django_db(transaction=True)
def test_two_who_want_one_seat_at_once_get_it_once(cast: Cast, telephone: None) -> None:
    Seat.objects.create(code="A01")
    people = [actor_of(cast.operator), actor_of(cast.dispatcher)]
    ready, told = threading.Barrier(2), []

    def want(by: Actor) -> None:
        ready.wait()
        try:
            seating.sign_on("A01", by=by, at=at(0))
            told.append("sits")
        except Conflict as conflict:
            told.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["seat_taken", "sits"]
    assert Shift.objects.count() == 1


def test_a_person_works_the_seat_through_its_page(
    client_at_seat: Client, telephone: None, cast: Cast
) -> None:
    Seat.objects.create(code="A01", extension="801")

    def post(deed: str, **sent: Any) -> int:
        return client_at_seat.post(f"/seat/{deed}/", sent).status_code

    assert "签入" in client_at_seat.get("/seat/").content.decode()
    assert post("ready") == 409
    assert post("sign-on", seat="Z9") == 422
    assert post("sign-on", seat="A01") == 302
    assert post("ready") == 302
    assert "A01" in client_at_seat.get("/seat/").content.decode()
    assert post("break", reason="bored") == 422
    assert post("break", reason="meal") == 302
    assert post("wrap-up") == 302
    assert post("hand-over", note="") == 422
    assert post("hand-over", note="有一件等回电") == 302
    assert "有一件等回电" in client_at_seat.get("/seat/").content.decode()
    assert post("take-over", hand_over=HandOver.objects.get().pk) == 302
    assert post("take-over", hand_over="x") == 422
    assert post("sign-off", note="") == 302
    assert post("jump") == 404
    client_at_seat.force_login(cast.analyst)
    assert post("sign-on", seat="A01") == 403


def test_the_wall_counts_today_by_who_asked_for_a_person(
    switch: Switch, seat: Seat, cast: Cast
) -> None:
    with time_machine.travel(at(600), tick=False):
        for n, wait in enumerate((5, 15, 40)):
            switch.tell("newCall", f"a{n}", seconds=0, queue="general")
            switch.tell("answer", f"a{n}", seconds=wait)
            switch.tell("hangup", f"a{n}", seconds=wait + 60)
        switch.tell("newCall", "gone", seconds=0)
        switch.tell("hangup", "gone", seconds=30, cause="cancel")
        switch.tell("newCall", "w1", seconds=500, queue="labour")
        switch.tell("newCall", "w2", seconds=560, queue="general")
        switch.tell("newCall", "robot", seconds=0)
        switch.tell("ivr", "robot", seconds=1)
    now = wall(at(600))
    assert (now.waiting, now.longest, now.talking) == (2, 100, 0)
    assert now.states == {"ready": 1, "talking": 0, "wrap_up": 0, "break": 0}
    assert (now.today.offered, now.today.answered, now.today.answered_in_time) == (6, 3, 2)
    assert (now.today.abandoned, now.today.missed) == (1, 0)
    assert now.today.in_time_rate == pytest.approx(100 * 2 / 6)
    queues = {queue.name: (queue.waiting, queue.longest) for queue in now.queues}
    assert queues["人社"] == (1, 100)
    assert [(one.code, one.label, one.seconds) for one in now.seats] == [("A01", "空闲", 600)]
    assert wall(at(600) + timedelta(days=1)).today.in_time_rate is None


def test_a_rate_over_nothing_is_a_dash_on_the_wall(
    client_at_seat: Client, telephone: None, switch: Switch
) -> None:
    with time_machine.travel(at(0), tick=False):
        page = client_at_seat.get("/wallboard/").content.decode()
        assert page.count("—") >= 3
        assert "0.0" not in page
        switch.tell("newCall", seconds=-10)
        part = client_at_seat.get("/wallboard/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "10秒" in part
    assert Call.objects.count() == 1
