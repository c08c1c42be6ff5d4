"""`manage.py clock`: the sweep by hand says what it did, or would do; bad moments are refused."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from orders.models import Level, Order
from orders.states import Verb
from tests.factories import MONDAY, Walk

NEXT_YEAR = MONDAY + timedelta(days=365)


def clock(*arguments: str) -> str:
    said = StringIO()
    with time_machine.travel(NEXT_YEAR, tick=False):
        call_command("clock", *arguments, stdout=said)
    return said.getvalue()


def in_json(*arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(clock("--json", *arguments))
    return said


def test_it_does_what_is_due_by_the_moment_and_says_so(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    said = in_json("--at", "2024-06-11T17:30+08:00")
    assert said["dry_run"] is False
    assert said["items"]["orders"] == 1
    assert said["deeds"] == {
        "handle.half": 1, "handle.soon": 1, "handle.yellow": 1, "return.closing": 1,
    }  # fmt: skip
    assert Level.objects.filter(rule_id="handle.yellow").count() == 1


def test_a_dry_run_lists_the_same_and_changes_nothing(walk: Walk) -> None:
    walk.receive().dispatch()
    before = Order.objects.values().get()
    said = in_json("--dry-run", "--at", "2024-06-11T17:30+08:00")
    assert said["items"]["orders"] == 1
    (one,) = [order for order in said["orders"] if order["event"] == "raise_level"]
    assert one["number"] == walk.order.number
    assert {level["level"] for level in one["levels"]} >= {"sign.late", "handle.yellow"}
    assert not Level.objects.exists()
    assert Order.objects.values().get() == before


def test_a_dry_run_may_look_into_the_future_and_a_sweep_may_not(walk: Walk) -> None:
    walk.receive().dispatch()
    assert in_json("--dry-run", "--at", "2026-01-01T00:00+08:00")["orders"]
    with pytest.raises(CommandError, match="将来") as refused:
        clock("--at", "2026-01-01T00:00+08:00")
    assert refused.value.returncode == 2
    assert not Level.objects.exists()


def test_a_moment_without_a_zone_is_shanghais(db: None) -> None:
    assert in_json("--at", "2024-06-11 17:30")["at"] == "2024-06-11T17:30:00+08:00"


def test_words_for_people_name_the_levels(walk: Walk) -> None:
    walk.receive().dispatch()
    assert "办理超期" in clock("--at", "2024-06-11 17:30")
    assert "没有到时的" in clock("--at", "2024-06-11 17:30")
    assert walk.order.number in clock("--dry-run")


@pytest.mark.parametrize("at", ["gestern", "2026-02-30", "2026-02-24T25:00", "17:30"])
def test_what_is_no_moment_is_refused_with_an_example(at: str, db: None) -> None:
    with pytest.raises(CommandError, match="2026-02-24T09:00") as refused:
        clock("--at", at)
    assert refused.value.returncode == 2
