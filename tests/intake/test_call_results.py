"""The gateway's door: signed by its own credential, every report answered, bad ones in words."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from redis import Redis

from intake import simulated_gateway
from intake.credentials import issue
from intake.models import Credential
from intake.simulated_gateway import SimulatedGateway, reports_of
from orders.callbacks import gateway as connected
from orders.callbacks.gateway import Call
from orders.citizens import citizen_for
from orders.clock.sweep import sweep
from orders.models import CallbackAttempt, CallbackTask, PlacedCallback, Round
from orders.states import OrderState
from tests.factories import MONDAY, SHANGHAI, Walk
from tests.intake.conftest import BODY, ORDERS, Platform

RESULTS = "/api/v1/callbacks/results"


@pytest.fixture
def line(walk: Walk) -> Platform:
    """The gateway's own credential."""
    return Platform(*issue(None, "回访网关", at=datetime.now(SHANGHAI)))


@pytest.fixture
def out(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> PlacedCallback:
    """A call that was handed to a gateway."""

    class Taking:
        def place(self, call: Call) -> str:
            return f"line-{call.key}"

    monkeypatch.setattr(connected, "_connected", [Taking])
    citizen = citizen_for("13800000001", at=walk.at)
    walk.receive(citizen_id=citizen.pk).to(OrderState.CALLING_BACK)
    due = CallbackTask.objects.get().next_attempt_at
    assert due is not None
    sweep(at=due)
    return PlacedCallback.objects.get()


def report(line: Platform, out: PlacedCallback, **said: Any) -> Any:
    body = {"reference": str(out.key), "result": "reached", **said}
    return line.send(body, path=RESULTS)


def test_a_report_is_recorded_once_and_may_be_repeated(line: Platform, out: PlacedCallback) -> None:
    first = report(line, out, rating=5, solved=True, contacted=True)
    assert (first.status_code, first.json()) == (200, {"outcome": "recorded"})
    again = report(line, out, rating=5, solved=True, contacted=True)
    assert (again.status_code, again.json()) == (200, {"outcome": "before"})
    assert Round.objects.get().rating == 5
    assert CallbackAttempt.objects.count() == 1


def test_an_unknown_call_is_not_found(line: Platform, out: PlacedCallback) -> None:
    response = line.send({"reference": str(uuid.uuid4()), "result": "busy"}, path=RESULTS)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert response["Content-Type"].startswith("application/problem+json")


BAD = [
    ({"reference": "17", "result": "busy"}, "#/reference"),
    ({"reference": 17, "result": "busy"}, "#/reference"),
    ({"result": "busy"}, "#/reference"),
    ({"result": "no_result"}, "#/result"),
    ({"result": "answered"}, "#/result"),
    ({"rating": 6}, "#/rating"),
    ({"rating": "5"}, "#/rating"),
    ({"solved": "yes"}, "#/solved"),
    ({"phone": "13800000001"}, "#/phone"),
    ({"result": "busy", "rating": 4}, "#/result"),
]


@pytest.mark.parametrize(("wrong", "pointer"), BAD)
def test_a_bad_report_is_named_and_nothing_is_kept(
    line: Platform, out: PlacedCallback, wrong: dict[str, Any], pointer: str
) -> None:
    body: dict[str, Any] = {"reference": str(out.key), "result": "reached"} | wrong
    if "reference" not in wrong and pointer == "#/reference":
        del body["reference"]
    response = line.send(body, path=RESULTS)
    assert response.status_code == 422
    assert pointer in {error["pointer"] for error in response.json()["errors"]}
    assert not CallbackAttempt.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b"\xff"])
def test_what_is_no_object_is_refused(line: Platform, out: PlacedCallback, raw: bytes) -> None:
    assert line.send(raw=raw, path=RESULTS).status_code in {400, 422}
    assert not CallbackAttempt.objects.exists()


def test_only_the_gateways_signature_opens_the_door(
    line: Platform, out: PlacedCallback, platform: Platform
) -> None:
    unsigned = Client().post(RESULTS, "{}", content_type="application/json")
    assert unsigned.status_code == 401
    foreign = report(platform, out)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "wrong_credential")
    demand = line.send(BODY, path=ORDERS)
    assert (demand.status_code, demand.json()["code"]) == (403, "wrong_credential")
    assert not CallbackAttempt.objects.exists()


@pytest.fixture
def city(walk: Walk) -> Any:
    """The cast and the rules are there already."""
    from orders.models import Channel

    Channel.objects.create(code="province", name="省12345")
    return walk.cast


def test_a_credential_for_the_gateway_is_issued_by_command(
    rules: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_credential", "--callbacks", "--holder", "某某公司")
    assert "智能回访网关" in capsys.readouterr().out
    credential = Credential.objects.get()
    assert (credential.serves, credential.channel) == ("callbacks", None)
    for wrong in ((), ("web", "--callbacks")):
        with pytest.raises(CommandError, match="两者选一"):
            call_command("make_credential", *wrong)


# --- the simulated gateway


@pytest.fixture
def simulated() -> SimulatedGateway:
    made = SimulatedGateway(seed="test")
    made.redis.delete(made._waiting)
    return made


def call(n: int) -> Call:
    key = uuid.UUID(int=n)
    return Call(key, "+8613800000001", MONDAY, MONDAY + timedelta(minutes=15))


def test_a_simulated_gateway_behaves_like_one() -> None:
    told = [list(reports_of(call(n), "test")) for n in range(2000)]
    results = {said["result"] for reports in told for _, said in reports}
    assert results == {"reached", "busy", "no_answer", "refused", "wrong_number"}
    counts = {n: sum(len(reports) == n for reports in told) for n in (0, 1, 2)}
    assert min(counts.values()) > 40, "some calls are never told of, some twice"
    late = [m for reports in told for m, _ in reports if m > MONDAY + timedelta(minutes=15)]
    assert len(late) > 40
    assert told == [list(reports_of(call(n), "test")) for n in range(2000)]
    assert told != [list(reports_of(call(n), "other")) for n in range(2000)]


def test_the_same_call_placed_twice_is_one_call(simulated: SimulatedGateway) -> None:
    assert simulated.place(call(3)) == simulated.place(call(3))
    told: list[bytes] = []
    simulated.redis.delete(simulated._waiting)
    for _ in range(2):
        simulated.place(call(3))
    assert simulated.redis.zcard(simulated._waiting) == len(list(reports_of(call(3), "test")))
    assert not told


def test_its_reports_come_through_the_door_and_what_is_not_taken_is_told_again(
    walk: Walk, simulated: SimulatedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connected, "_connected", [lambda: simulated])
    monkeypatch.setattr(simulated_gateway, "LATE", 0)
    monkeypatch.setattr(simulated_gateway, "BECOMES", {"rated": 100})
    monkeypatch.setattr(simulated_gateway, "SILENT", 0)
    citizen = citizen_for("13800000001", at=walk.at)
    walk.receive(citizen_id=citizen.pk).to(OrderState.CALLING_BACK)
    due = CallbackTask.objects.get().next_attempt_at
    assert due is not None
    sweep(at=due)
    client = Client()

    def post(body: bytes, headers: dict[str, str]) -> int:
        sent = {name: value for name, value in headers.items() if name != "Content-Type"}
        answer = client.post(RESULTS, body, content_type="application/json", headers=sent)
        assert json.loads(answer.content)["outcome"] in {"recorded", "before"}
        return answer.status_code

    soon = due + timedelta(minutes=3)
    assert simulated.deliver(at=soon, post=lambda body, headers: 503) >= 1
    with time_machine.travel(soon + timedelta(minutes=1), tick=False):
        assert simulated.deliver(at=soon + timedelta(minutes=1), post=post) >= 1
    assert CallbackTask.objects.get().outcome == "rated"
    assert simulated.deliver(at=soon + timedelta(hours=1), post=post) == 0


def test_without_redis_a_call_is_not_taken(simulated: SimulatedGateway) -> None:
    away = SimulatedGateway(redis=Redis(port=1, socket_connect_timeout=0.1))
    with pytest.raises(connected.GatewayAway):
        away.place(call(1))
