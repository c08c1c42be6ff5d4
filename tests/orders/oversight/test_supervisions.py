"""Supervision: its limit is copied and kept, its answer looked at, its clock fires once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from orders.clock.sweep import sweep
from orders.errors import Conflict, Forbidden, Refused
from orders.models import Event, Level, LimitRule, Outbox, Supervision, SupervisionAnswer
from orders.states import OrderState, Verb
from tests.factories import Walk, moment
from units.actor import Actor

pytestmark = pytest.mark.django_db


def supervised(walk: Walk, kind: str = "daily") -> Walk:
    """Issued on Monday at noon: three working days end on Thursday at half past five."""
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    return walk.do(Verb.SUPERVISE, "supervisor", kind=kind, text="三天内修好")


def only(walk: Walk) -> Supervision:
    return Supervision.objects.get(order_id=walk.order_id)


def levels(walk: Walk) -> list[tuple[str, datetime]]:
    rows = Level.objects.filter(order_id=walk.order_id, subject="supervision").order_by("id")
    return list(rows.values_list("rule_id", "occurred_at"))


def test_the_limit_is_copied_and_a_later_rule_changes_nothing(walk: Walk) -> None:
    supervised(walk, "listed")
    LimitRule.objects.filter(clock="supervision").update(amount=9)
    row = only(walk)
    assert row.terms == {"rule": "supervision", "amount": 3, "measure": "working_days"}
    assert row.due_at == moment("2024-06-06 17:30")
    assert (row.kind, row.issued_by) == ("listed", walk.cast.supervisor)
    told = Outbox.objects.filter(kind="supervised").order_by("id").values_list("to_kind", "to_id")
    assert list(told) == [(to, str(walk.cast.urban.pk)) for to in ("unit", "unit_head")]


def test_it_changes_no_state_and_no_version(walk: Walk) -> None:
    walk.receive().dispatch()
    before = (walk.order.state, walk.order.version)
    walk.do(Verb.SUPERVISE, "supervisor", kind="talk", text="来说明")
    assert (walk.order.state, walk.order.version) == before


def test_reminder_and_lateness_come_once_each_at_their_true_moment(walk: Walk) -> None:
    supervised(walk)
    due = only(walk).due_at
    for late in (timedelta(0), timedelta(hours=5), timedelta(days=9)):
        sweep(at=due + late)
    assert levels(walk) == [
        ("supervision.soon", moment("2024-06-06 10:42")),
        ("supervision.late", due),
    ]
    told = Outbox.objects.filter(kind="level.supervision.late").values_list("to_kind", flat=True)
    assert sorted(told) == ["role", "unit", "unit_head"]


def test_while_an_answer_lies_with_the_hotline_nothing_is_late(walk: Walk) -> None:
    supervised(walk).do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="已修好")
    sweep(at=only(walk).due_at + timedelta(days=30))
    assert levels(walk) == []


def test_sent_back_the_limit_moves_on_by_the_time_it_lay_with_the_hotline(walk: Walk) -> None:
    supervised(walk)
    old = only(walk).due_at
    walk.do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="快好了", hours=2)  # Monday 14:00
    walk.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="sent_back", text="写明几时", hours=2)
    row = only(walk)
    assert row.due_at == moment("2024-06-07 10:30") == old + timedelta(hours=17)
    assert (row.replied_at, row.closed_at) == (None, None)
    event = Event.objects.filter(verb="close_supervision").get()
    assert datetime.fromisoformat(event.payload["due"]["old"]) == old
    sweep(at=row.due_at)
    assert [rule for rule, _ in levels(walk)] == ["supervision.soon", "supervision.late"]


def test_met_it_is_closed_and_its_clock_is_silent(walk: Walk) -> None:
    supervised(walk).do(Verb.ANSWER_SUPERVISION, "unit_head", text="已修好")
    walk.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="met")
    row = only(walk)
    assert (row.verdict, row.closed_at, row.closed_by) == ("met", walk.at, walk.cast.supervisor)
    assert SupervisionAnswer.objects.get().verdict == "met"
    sweep(at=row.due_at + timedelta(days=30))
    assert levels(walk) == []
    walk.do(Verb.SUPERVISE, "supervisor", kind="talk", text="又坏了")
    assert Supervision.objects.filter(order_id=walk.order_id).count() == 2


def test_each_answer_is_a_row_and_stays(walk: Walk) -> None:
    supervised(walk)
    for n in range(3):
        walk.do(Verb.ANSWER_SUPERVISION, "unit_clerk", text=f"第{n}次")
        walk.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="sent_back", text="不行")
    rows = SupervisionAnswer.objects.order_by("n").values_list("n", "verdict", "text__body")
    assert list(rows) == [(n + 1, "sent_back", f"第{n}次") for n in range(3)]


def test_one_supervision_at_a_time(walk: Walk) -> None:
    with pytest.raises(Conflict, match="先了结上一张"):
        supervised(walk).do(Verb.SUPERVISE, "supervisor", kind="talk", text="再来")
    row = only(walk)
    row.pk = None
    with pytest.raises(IntegrityError, match="one_open_supervision"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("verb", "who", "inputs", "field"),
    [
        (Verb.SUPERVISE, "supervisor", {"kind": "shout", "text": "快"}, "kind"),
        (Verb.SUPERVISE, "supervisor", {"kind": "daily", "text": " "}, "text"),
    ],
)
def test_what_is_missing_is_said(
    walk: Walk, verb: Verb, who: str, inputs: dict[str, Any], field: str
) -> None:
    walk.receive().dispatch()
    with pytest.raises(Refused) as refused:
        walk.do(verb, who, **inputs)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"verdict": "met"}, "verdict"),
        ({"verdict": "sent_back", "text": "不行"}, "verdict"),
        ({"verdict": "lifted"}, "text"),
        ({"verdict": "burnt"}, "verdict"),
    ],
)
def test_without_an_answer_it_can_only_be_lifted_with_a_reason(
    walk: Walk, inputs: dict[str, Any], field: str
) -> None:
    supervised(walk)
    with pytest.raises(Refused) as refused:
        walk.do(Verb.CLOSE_SUPERVISION, "supervisor", **inputs)
    assert refused.value.field == field
    walk.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="lifted", text="市民撤了")
    assert only(walk).verdict == "lifted"


def test_an_answer_is_given_once_until_it_is_looked_at(walk: Walk) -> None:
    supervised(walk).do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="好了")
    with pytest.raises(Conflict, match="等热线看过"):
        walk.do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="又好了")


def test_nobody_answers_for_another_unit(walk: Walk) -> None:
    with pytest.raises(Forbidden):
        supervised(walk).do(Verb.ANSWER_SUPERVISION, "other_clerk", text="好了")


def test_who_no_longer_holds_the_order_owes_no_answer(walk: Walk) -> None:
    supervised(walk).do(Verb.RECALL, "dispatcher", text="派错了")
    row = only(walk)
    assert (row.verdict, row.closed_at, row.closed_by) == ("lapsed", walk.at, None)
    sweep(at=row.due_at + timedelta(days=3))
    assert levels(walk) == []


def test_an_archived_order_still_owes_the_answer(walk: Walk) -> None:
    supervised(walk).to(OrderState.ARCHIVED)
    walk.do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="都办好了")
    walk.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="met")
    assert only(walk).verdict == "met"


def test_the_system_may_supervise_what_went_round_too_often(walk: Walk) -> None:
    walk.receive().dispatch()
    walk.do(Verb.SUPERVISE, Actor.system(), kind="daily", text="重办三次仍不满意")
    assert only(walk).issued_by is None


def test_a_half_closed_supervision_is_refused_by_the_database(walk: Walk) -> None:
    supervised(walk)
    with pytest.raises(IntegrityError, match="supervision_closed_whole"), transaction.atomic():
        Supervision.objects.filter(order_id=walk.order_id).update(closed_at=walk.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(order_id=walk.order_id).update(verdict="met")


def test_the_unit_finds_it_in_a_queue_of_its_own_until_it_has_answered(
    walk: Walk, client: Client
) -> None:
    supervised(walk)
    client.force_login(walk.cast.unit_clerk)
    page = client.get("/orders/supervised/").content.decode()
    assert walk.order.number in page
    assert "报督办结果" in page
    walk.do(Verb.ANSWER_SUPERVISION, "unit_clerk", text="好了")
    page = client.get("/orders/supervised/").content.decode()
    assert "已报待看" in page
    assert "报督办结果" not in page
    client.force_login(walk.cast.other_clerk)
    assert walk.order.number not in client.get("/orders/supervised/").content.decode()
