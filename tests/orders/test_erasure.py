"""Erasure leaves no word and no number of a citizen, and every fact that figures are made of."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from orders import erasure
from orders.citizens import citizen_for, find_by_last4, find_by_phone, identity_of
from orders.erasure import ERASED, erase
from orders.errors import Conflict, Forbidden
from orders.models import Change, Citizen, Erasure, Event, Order, Text
from orders.states import OrderState, Verb
from tests.factories import MONDAY, Walk
from units.actor import Actor

PHONE = "13800000001"
LATER = MONDAY + timedelta(days=400)


@pytest.fixture
def settled(walk: Walk) -> Walk:
    """An archived order of a known citizen, who told the own name and number in words too."""
    citizen = citizen_for(PHONE, "李四", "李女士", at=MONDAY)
    walk.receive(
        citizen_id=citizen.pk,
        title="李四家门口路灯不亮",
        body="我是李四，电话13800000001",
        street="柳岸街道",
        place="柳岸街道2号路5栋401",
    )
    return walk.to(OrderState.ARCHIVED)


def citizen_of(walk: Walk) -> Citizen:
    found = walk.order.citizen
    assert found is not None
    return found


def everything_stored() -> str:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f'SELECT t::text FROM "{name}" t' for name in tables))
        return "\n".join(row for (row,) in cursor.fetchall())


def test_no_word_and_no_number_stays_anywhere(settled: Walk) -> None:
    before = everything_stored()
    assert "李四" in before
    assert PHONE in before
    erase(citizen_of(settled), by=settled.actor("supervisor"), at=LATER)
    after = everything_stored()
    for word in ("李四", PHONE, "138****0001", "李女士", "5栋401", "已修好", "门口"):
        assert word not in after
    assert find_by_phone(PHONE) is None
    assert not find_by_last4("0001").exists()
    assert identity_of(citizen_of(settled)) is None


def test_what_figures_are_made_of_stays(settled: Walk) -> None:
    dates = Order.objects.values("number", "state", "received_at", "archived_at", "district")
    before, events = dates.get(), list(Event.objects.order_by("id").values())
    texts = Text.objects.count()
    record = erase(citizen_of(settled), by=settled.actor("administrator"), at=LATER)
    assert dates.get() == before
    assert list(Event.objects.order_by("id").values()) == events
    assert (record.orders, record.texts, record.files) == (1, texts, 0)
    assert record.by_id == settled.cast.administrator.pk
    assert record.at == LATER
    assert set(Text.objects.values_list("body", flat=True)) == {ERASED}
    assert Change.objects.order_by("-id")[0].order_id == settled.order_id


def test_the_same_number_calling_again_is_a_new_citizen(settled: Walk) -> None:
    old = citizen_of(settled)
    erase(old, by=Actor.system(), at=LATER)
    assert citizen_for(PHONE, at=LATER) != old


def test_a_citizen_is_erased_once(settled: Walk) -> None:
    citizen = citizen_of(settled)
    erase(citizen, by=Actor.system(), at=LATER)
    with pytest.raises(Conflict, match="已经抹去"):
        erase(citizen, by=Actor.system(), at=LATER)
    assert Erasure.objects.count() == 1


def test_a_running_order_keeps_its_words(walk: Walk) -> None:
    citizen = citizen_for(PHONE, at=MONDAY)
    walk.receive(citizen_id=citizen.pk).to(OrderState.HANDLING)
    with pytest.raises(Conflict, match="还有1件没有办完"):
        erase(citizen, by=Actor.system(), at=LATER)
    assert find_by_phone(PHONE) == citizen
    walk.do(Verb.COMPLETE, "unit_clerk", text="已修好", uncontacted="打不通")
    with pytest.raises(Conflict):
        erase(citizen, by=Actor.system(), at=LATER)


@pytest.mark.parametrize("who", ["operator", "dispatcher", "analyst", "unit_head"])
def test_others_do_not_erase(settled: Walk, who: str) -> None:
    with pytest.raises(Forbidden):
        erase(citizen_of(settled), by=settled.actor(who), at=LATER)
    assert find_by_phone(PHONE) is not None


def test_other_citizens_are_not_touched(settled: Walk, walk: Walk) -> None:
    other = citizen_for("13900000002", "王五", at=MONDAY)
    neighbour = Walk(settled.cast).receive(citizen_id=other.pk, body="隔壁的路灯").order
    erase(citizen_of(settled), by=Actor.system(), at=LATER)
    assert find_by_phone("13900000002") == other
    assert neighbour.texts.get().body == "隔壁的路灯"


def test_other_apps_erase_in_the_same_transaction(
    settled: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[int]] = []
    monkeypatch.setattr(erasure, "STEPS", [])
    erasure.also(lambda citizen, orders, at: told.append(list(orders)))

    def fails(*_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(erasure, "STEPS", [*erasure.STEPS, fails])
    with pytest.raises(IntegrityError), transaction.atomic():
        erase(citizen_of(settled), by=Actor.system(), at=LATER)
    assert told == [[settled.order_id]]
    assert find_by_phone(PHONE) is not None
    assert not Erasure.objects.exists()


def command(number: str, by: str) -> str:
    said = StringIO()
    call_command("erase_citizen", number, by=by, stdout=said)
    return said.getvalue()


def test_the_command_erases_by_the_number_of_an_order(settled: Walk) -> None:
    said = command(settled.order.number, settled.cast.administrator.staff_number)
    assert "工单1件" in said
    assert find_by_phone(PHONE) is None
    assert Erasure.objects.get().by_id == settled.cast.administrator.pk


@pytest.mark.parametrize(
    ("number", "by", "says"),
    [("", "9999", "没有这个工号"), ("none", "1007", "没有这个工单号"), ("", "1001", "由督办员")],
)
def test_the_command_says_what_is_wrong(settled: Walk, number: str, by: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        command(number or settled.order.number, by)
    assert find_by_phone(PHONE) is not None


def test_the_command_knows_an_anonymous_order(walk: Walk) -> None:
    with pytest.raises(CommandError, match="匿名"):
        command(walk.receive().order.number, "1007")
