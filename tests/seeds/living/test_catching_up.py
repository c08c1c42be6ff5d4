"""A demo city that stood still for some days lives through them when it is started again."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Max

from orders.models import Event, Level, Order
from orders.states import OrderState
from orders.transitions import FINAL
from seeds import demo_city, demo_life
from seeds.demo_city import PACE_OF, load_demo
from seeds.demo_life import MOST_MISSED, TooLong, catch_up
from seeds.load import load
from seeds.scenario import read_scenario
from tests.factories import moment

pytestmark = pytest.mark.long

STOPPED = moment("2026-08-12 12:00")  # a Wednesday


@pytest.fixture
def stopped(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A city with its two hundred demands; when anything last happened in it."""
    load()
    monkeypatch.setattr(demo_city, "live_through", lambda *_, **__: None)
    monkeypatch.setattr(demo_life, "SEED", "tests")
    load_demo(at=STOPPED, production=False, environ={})
    last: datetime = Event.objects.aggregate(last=Max("at"))["last"]
    return last


def again(at: datetime) -> int:
    return catch_up(at, read_scenario(PACE_OF).assumed)


def test_three_days_are_lived_through_by_verbs_and_clock(stopped: datetime) -> None:
    now = STOPPED + timedelta(days=3)
    open_then = set(Order.objects.exclude(state__in=FINAL).values_list("pk", flat=True))
    came = again(now)
    assert came > 30
    assert Order.objects.count() == 200 + came
    new = Event.objects.filter(at__gt=stopped)
    assert new.aggregate(last=Max("at"))["last"] <= now
    assert new.filter(verb="receive").count() == came
    assert new.exclude(verb="receive").values("order_id").distinct().count() > came
    over = Order.objects.filter(pk__in=open_then, state=OrderState.ARCHIVED)
    assert over.exists(), "what was open has gone on"
    assert Level.objects.filter(occurred_at__gt=stopped).exists(), "and its clocks have run"
    assert not Level.objects.filter(recorded_at__gt=now).exists()


def test_a_moment_later_there_is_nothing_to_catch_up_with(stopped: datetime) -> None:
    assert again(stopped + timedelta(minutes=5)) == 0
    assert Order.objects.count() == 200


def test_after_more_than_fourteen_days_it_asks_to_begin_anew(stopped: datetime) -> None:
    with pytest.raises(TooLong, match="make clean"):
        again(stopped + MOST_MISSED + timedelta(minutes=1))
    assert Order.objects.count() == 200
