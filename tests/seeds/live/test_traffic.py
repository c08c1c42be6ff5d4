"""The simulated people come by the doors of everybody: the switch, the intake API, the console."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from itertools import islice, pairwise
from threading import Event as Stop
from threading import Thread
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from calls import demo as seats
from calls.models import Call, CallPurpose, HandOver, ReturnCall, Seat, Shift
from intake.models import Credential
from orders.clock.sweep import sweep
from orders.errors import Conflict, Forbidden, LifecycleError
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Event, Order
from orders.period import SHANGHAI
from orders.states import OrderState
from seeds.demo_city import PACE_OF
from seeds.demo_life import demands
from seeds.demo_people import OPERATORS, give_passwords, hire, phone_of
from seeds.load import load
from seeds.scenario import read_scenario
from seeds.simulator.city import City
from seeds.simulator.live.ground import HttpGround
from seeds.simulator.live.intake_door import HOLDER, IntakeDoor
from seeds.simulator.live.person import Away, Person
from seeds.simulator.live.shifts import next_turn, on_turn
from seeds.simulator.live.staff import Everybody
from seeds.simulator.live.telephone import Desk, Operator, Switch
from seeds.simulator.live.traffic import Traffic
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.going_on import going_on
from seeds.simulator.living.grounds import Hands
from seeds.simulator.living.step import Step
from seeds.simulator.people import staff_desk, staff_units
from seeds.simulator.words import read_words
from units import demo
from units.actor import actor_of
from units.models import Staff, Unit, UnitKind

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@dataclass
class Town:
    """A hotline that answers at an address, and everything a simulated city needs to come there."""

    base: str
    city: City
    traffic: Traffic
    ground: HttpGround
    desk: Desk

    def arrival(self, channel: str) -> Arrival:
        """Some demand of that channel, of the last days."""
        end = timezone.localtime()
        some = demands(end - timedelta(days=40), end, city=self.city, words=read_words(),
                       assumed=self.traffic.assumed)  # fmt: skip
        return next(one for one in some if one.channel == channel and not one.confidential)

    def open(self, operators: int = 2) -> list[Operator]:
        """So many operators sign on."""
        people = Staff.objects.filter(staff_number__in=list(OPERATORS)[:operators])
        actors = [actor_of(one) for one in people.select_related("unit")]
        self.desk.turn(actors, actors)
        return self.desk.operators


@pytest.fixture
def town(live_server: LiveServer) -> Iterator[Town]:
    load()
    hotline = Unit.objects.get(kind=UnitKind.HOTLINE)
    staff_desk(hotline, 2)
    hire(hotline)
    staff_units(Unit.objects.order_by("pk"))
    give_passwords()
    seats.create()
    base, now = live_server.url, timezone.localtime
    people, door = Everybody(base, demo.PASSWORD), IntakeDoor(base)
    switch = Switch(base, now())
    desk, ground = Desk(switch, people, now, 1000), HttpGround(people, door, Hands())
    traffic = Traffic(ground, desk, read_scenario(PACE_OF).assumed, now, 1000)
    yield Town(base, traffic.city, traffic, ground, desk)
    people.close()
    door.close()
    switch.close()


def over(moments: Iterator[datetime], most: int = 50) -> int:
    """Let it go on without waiting; how many moments it waited for."""
    return len(list(islice(moments, most)))


def test_a_call_is_answered_and_told_into_the_console(town: Town) -> None:
    operator, _ = town.open()
    arrival = town.arrival("phone")
    over(town.desk.call(arrival.caller, random.Random(1), town.traffic._told(arrival)))
    call = Call.objects.get()
    assert call.answered_at is not None
    assert call.ended_at is not None
    assert call.operator_id == operator.actor.staff_id
    order = Order.objects.get()
    assert order.title == arrival.matter.title
    assert order.received_by_id == operator.actor.staff_id
    assert order.citizen_id == call.citizen_id
    assert list(CallPurpose.objects.values_list("call_id", "order_id", "purpose")) == [
        (call.id, order.pk, "register")
    ]
    assert Seat.objects.get(code=operator.seat).state == "ready"


def test_nobody_free_means_the_caller_gives_up_and_is_called_back(town: Town) -> None:
    operators = town.open(1)
    operators[0].busy = True
    over(town.desk.call(5, random.Random(1), lambda operator, call: None), most=5000)
    assert Call.objects.get().outcome == "abandoned"
    sweep(at=timezone.localtime() + timedelta(hours=1))
    missed = ReturnCall.objects.get()
    operators[0].busy = False
    town.desk.call_back(missed.pk, random.Random(1))
    missed.refresh_from_db()
    assert missed.tries == 1


def test_a_channel_hands_its_demands_in_with_a_signature_of_its_own(town: Town) -> None:
    order_id = town.ground.delivered(town.arrival("wechat"), timezone.localtime())
    order = Order.objects.get(pk=order_id)
    assert order.channel_id == "wechat"
    assert order.received_by_id is None
    assert Event.objects.get(order_id=order_id).by_kind == "channel"
    again = IntakeDoor(town.base)
    body = {"kind": "help", "title": "路灯不亮", "text": "三晚了"}
    again.deliver("wechat", body, uuid4(), timezone.localtime())
    again.close()
    in_use = Credential.objects.filter(channel="wechat", holder=HOLDER, active=True)
    assert in_use.count() == 1, "a new run's credential takes the place of the last one's"


def test_an_order_goes_its_way_by_people_who_are_each_logged_in(town: Town) -> None:
    arrival = town.arrival("app")
    habits = town.traffic.habits
    order_id = town.ground.delivered(arrival, timezone.localtime())
    faults: list[str] = []

    def noted(order: OrderFacts, step: Step, error: LifecycleError) -> None:
        faults.append(f"{step.verb}: {error}")

    since = timezone.localtime()
    over(going_on(town.ground, habits, order_id, since=since, refused=noted), 30)
    assert faults == []
    order = Order.objects.get(pk=order_id)
    assert order.state in {OrderState.ANSWERED, OrderState.CALLING_BACK, OrderState.ARCHIVED}
    events = Event.objects.filter(order_id=order_id).exclude(verb="receive")
    assert events.exists()
    assert not events.exclude(by_kind="staff").exclude(by_kind="system").exists()


def test_the_traffic_runs_until_it_is_told_to_stop(town: Town) -> None:
    stop = Stop()
    runs = Thread(target=town.traffic.run, args=[stop])
    runs.start()
    deadline = timezone.localtime() + timedelta(seconds=150)
    while timezone.localtime() < deadline and Event.objects.count() < 12:
        stop.wait(0.5)
    stop.set()
    runs.join(60)
    assert not runs.is_alive()
    assert Event.objects.count() >= 12
    assert Call.objects.exists()
    turn = len(on_turn(list(OPERATORS), town.traffic.started))
    assert Shift.objects.count() >= turn
    stay = set(Seat.objects.filter(shift__isnull=False).values_list("code", flat=True))
    assert stay == {one.seat for one in town.desk.operators if one.busy}, "the others went home"


def test_a_turn_leaves_word_for_the_next_and_who_talks_leaves_after_the_call(town: Town) -> None:
    staff = Staff.objects.filter(staff_number__in=OPERATORS).select_related("unit")
    first, second, *others = everybody = [actor_of(one) for one in staff.order_by("pk")]
    town.desk.turn([first, second], everybody)
    talking, free = town.desk.operators
    over(town.desk.given_up(9, random.Random(1)))
    sweep(at=timezone.localtime() + timedelta(hours=1))
    call = town.desk.call(5, random.Random(1), lambda by, call_id: None)
    while not talking.busy:
        next(call)
    town.desk.turn(others[:1], everybody)
    on = set(Seat.objects.filter(shift__isnull=False).values_list("shift__staff", flat=True))
    assert on == {talking.actor.staff_id, others[0].staff_id}
    word = HandOver.objects.get()
    assert word.shift.staff_id == free.actor.staff_id
    assert word.taken_by_id == others[0].staff_id
    assert "1个" in word.body
    over(call)
    assert not Seat.objects.filter(shift__staff=talking.actor.staff_id).exists()
    again = Desk(town.desk.switch, town.desk.people, town.desk.now, 1000)
    again.turn(others[1:2], everybody)
    assert [one.actor for one in again.operators] == others[1:2], "who sat since before is relieved"


def test_everybody_has_every_turn_and_none_within_eight_hours() -> None:
    people = list(OPERATORS)
    start = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    at, turns = start, list[tuple[datetime, list[str]]]()
    while at < start + timedelta(days=6):
        turns.append((at, on_turn(people, at)))
        assert on_turn(people, next_turn(at) - timedelta(seconds=1)) == turns[-1][1]
        at = next_turn(at)
    assert len(turns) == 18
    assert {(at.hour, len(some)) for at, some in turns} == {(0, 1), (8, 3), (16, 2)}
    for one in people:
        mine = [at for at, some in turns if one in some]
        assert [at.hour for at in sorted(mine, key=lambda at: at.hour)] == [0, 8, 8, 8, 16, 16]
        assert all(b - a >= timedelta(hours=16) for a, b in pairwise(mine)), "eight hours off"
    assert on_turn(people[:4], start) == people[:4]


def test_who_may_not_is_told_so_and_a_lost_session_logs_in_again(town: Town) -> None:
    order_id = town.ground.delivered(town.arrival("web"), timezone.localtime())
    number = Order.objects.get(pk=order_id).number
    operator = Person(town.base, "1101", demo.PASSWORD)
    with pytest.raises(Forbidden):
        operator.do(number, "dispatch", {"lead": "ys-chengguan"})
    operator._http.cookies.clear()
    operator.do(number, "answer", {"text": "已当场答复"})
    with pytest.raises(Conflict):
        operator.do(number, "answer", {"text": "已当场答复"})
    operator.close()
    stranger = Person(town.base, "1101", "wrong-password")
    with pytest.raises(Forbidden, match="登录不了"):
        stranger.do(number, "answer", {"text": "已当场答复"})
    stranger.close()


def test_a_hotline_that_is_away_loses_nothing_of_the_traffic() -> None:
    nowhere = Person("http://127.0.0.1:9", "1101", demo.PASSWORD)
    with pytest.raises(Away):
        nowhere.do("202611230000384", "sign", {})
    nowhere.close()


@pytest.mark.parametrize("argument", ["--speed=0", "--speed=fast", "--base=nowhere"])
def test_the_command_says_what_is_wrong_with_its_arguments(argument: str) -> None:
    with pytest.raises(CommandError, match="不"):
        call_command("live", argument, stdout=StringIO())


def test_the_command_refuses_where_real_people_may_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/hotline")
    monkeypatch.delenv("HOTLINE_DEMO", raising=False)
    with pytest.raises(CommandError, match="HOTLINE_DEMO=1"):
        call_command("live", stdout=StringIO())
    assert phone_of(0).startswith("154"), "and nobody real is ever called"
