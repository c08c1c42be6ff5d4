"""Like demands raise one alert: who counts, when it is full, who joins, when it rests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from orders.alerts.watching import alerts_due, drain_alerts
from orders.clock.sweep import sweep
from orders.models import Alert, AlertOrder, AlertRule, CatalogueEntry, Citizen, Notice, Outbox
from orders.notices.delivering import deliver
from orders.states import Verb
from tests.cast import make_cast
from tests.factories import MONDAY, Walk
from tests.orders.alerts.conftest import come, make_rule
from tests.rules import make_rules


def look(minutes: float) -> dict[str, int]:
    return dict(drain_alerts(MONDAY + timedelta(minutes=minutes), 200).deeds)


def test_the_nth_like_demand_raises_one_alert_with_all_of_them(walk: Walk, rule: AlertRule) -> None:
    ids = come(walk, 0, 20)
    assert look(21) == {}
    ids += come(walk, 40)
    assert alerts_due(MONDAY + timedelta(minutes=41)) == 1
    assert look(41) == {"alert_raised": 1}
    alert = Alert.objects.get()
    assert set(alert.members.values_list("order_id", flat=True)) == set(ids)
    assert alert.raised_at == MONDAY + timedelta(minutes=40)
    assert (alert.district, alert.category_id, alert.rule) == ("east", "10.01", rule)
    assert look(42) == {}


def test_demands_apart_in_time_place_or_matter_raise_none(walk: Walk, rule: AlertRule) -> None:
    come(walk, 0, 30, 61)
    come(walk, 62, district="west")
    come(walk, 63, category_id="05.01")
    come(walk, 64, district="")
    assert look(65) == {}


def test_the_window_is_half_open(walk: Walk, rule: AlertRule) -> None:
    come(walk, 0, 30, 60)
    assert look(61) == {}
    come(walk, 59.99)
    assert look(61) == {"alert_raised": 1}


def test_one_citizen_who_calls_three_times_is_one_voice_and_praise_is_none(
    walk: Walk, rule: AlertRule
) -> None:
    who = Citizen.objects.create(created_at=MONDAY)
    come(walk, 0, 1, 2, citizen_id=who.pk)
    come(walk, 3)
    come(walk, 4, 5, kind="praise")
    assert look(6) == {}
    come(walk, 6)
    assert look(7) == {"alert_raised": 1}


def test_more_demands_join_and_raise_no_second_and_tell_nobody_again(
    walk: Walk, rule: AlertRule
) -> None:
    come(walk, 0, 1, 2)
    look(3)
    told = Outbox.objects.filter(kind="alert").count()
    come(walk, 50, 70, 100)
    assert look(101) == {"alert_joined": 3}
    alert = Alert.objects.get()
    assert alert.members.count() == 6
    assert alert.quiet_at == MONDAY + timedelta(minutes=160)
    assert Outbox.objects.filter(kind="alert").count() == told


def test_it_rests_when_none_came_for_the_window_and_the_next_flood_is_a_new_one(
    walk: Walk, rule: AlertRule
) -> None:
    come(walk, 0, 1, 2)
    look(3)
    assert look(61.9) == {}
    assert look(62) == {"alert_rested": 1}
    first = Alert.objects.get()
    assert (first.closed_as, first.closed_at) == ("quiet", MONDAY + timedelta(minutes=62))
    come(walk, 63, 64)
    assert look(65) == {}, "what was told of does not count again"
    come(walk, 66)
    assert look(67) == {"alert_raised": 1}
    assert Alert.objects.count() == 2


def test_a_demand_of_the_last_minute_joins_though_the_clock_looks_late(
    walk: Walk, rule: AlertRule
) -> None:
    come(walk, 0, 1, 2)
    look(3)
    come(walk, 61)
    assert look(90) == {"alert_joined": 1}
    assert look(121) == {"alert_rested": 1}


def test_what_a_stopped_clock_missed_is_raised_late_and_old_news_never(
    walk: Walk, rule: AlertRule
) -> None:
    come(walk, 0, 1, 2)
    assert look(6 * 60 + 3) == {}
    assert look(5 * 60) == {"alert_raised": 1}
    alert = Alert.objects.get()
    assert alert.recorded_at - alert.raised_at > timedelta(hours=4)


def test_a_demand_corrected_into_the_place_counts(walk: Walk, rule: AlertRule) -> None:
    come(walk, 0, 1)
    wrong = Walk(walk.cast, MONDAY).receive(district="west")
    assert look(2) == {}
    wrong.do(Verb.CORRECT, "operator", hours=0.03, changes={"district": "east"})
    assert look(3) == {"alert_raised": 1}


def test_a_rule_of_a_category_and_an_urgency_needs_fewer(walk: Walk, rule: AlertRule) -> None:
    make_rule("critical", n=2, urgency="urgent")
    make_rule("market", n=2, category_id="05")
    come(walk, 0, urgency="urgent")
    come(walk, 1, urgency="critical")
    come(walk, 2, 3, category_id="05.01", district="west")
    assert look(4) == {"alert_raised": 2}
    assert set(Alert.objects.values_list("rule_id", flat=True)) == {"critical", "market"}


def test_the_narrowest_place_has_the_demand_and_the_city_does_not_raise_again(
    walk: Walk, rule: AlertRule
) -> None:
    make_rule("city", n=4, area="city")
    make_rule("street", n=2, minutes=30, area="street")
    come(walk, 0, 1, street="柳岸街道")
    come(walk, 2, 3, 4)
    assert look(5) == {"alert_raised": 2}
    keys = set(Alert.objects.values_list("key", flat=True))
    assert keys == {"place:street:10.01:east:柳岸街道", "place:district:10.01:east"}
    assert AlertOrder.objects.count() == 5


def test_demands_about_one_unit_are_alike_wherever_they_come_from(walk: Walk, rules: None) -> None:
    make_rule("unit", by="unit", area="", n=3)
    for minute, district in enumerate(("east", "west", "")):
        come(walk, minute, district=district, about_unit_id=walk.cast.market.pk)
    assert look(5) == {"alert_raised": 1}
    alert = Alert.objects.get()
    assert alert.about_unit == walk.cast.market
    assert list(alert.units.all()) == [walk.cast.market]


def test_supervisors_and_heads_of_affected_units_are_told_though_it_is_night(
    walk: Walk, rule: AlertRule
) -> None:
    CatalogueEntry.objects.create(
        category_id="10.01.01", lead=walk.cast.housing, basis="三定方案", edition="2024"
    )
    night = timedelta(hours=14)
    for minute in range(3):
        one = Walk(walk.cast, MONDAY + night + timedelta(minutes=minute)).receive()
    one.dispatch(walk.cast.urban)
    at = one.at + timedelta(minutes=1)
    drain_alerts(at, 200)
    owed = set(Outbox.objects.filter(kind="alert").values_list("to_kind", "to_id"))
    urban, housing = str(walk.cast.urban.pk), str(walk.cast.housing.pk)
    assert owed == {("role", "supervisor"), ("unit_head", urban), ("unit_head", housing)}
    deliver(at=at)
    told = set(Notice.objects.filter(kind="alert").values_list("staff__name", flat=True))
    assert {"督办员甲", "城管负责人甲"} <= told


def test_the_sweep_does_it_and_a_rule_out_of_use_does_nothing(walk: Walk, rule: AlertRule) -> None:
    come(walk, 0, 1, 2)
    AlertRule.objects.update(active=False)
    at = MONDAY + timedelta(minutes=3)
    assert sweep(at=at).items["alerts"] == 0
    AlertRule.objects.update(active=True)
    assert sweep(at=at).deeds["alert_raised"] == 1


def test_an_idle_look_is_a_few_probes_however_many_old_orders_there_are(
    walk: Walk, rule: AlertRule
) -> None:
    come(walk, *range(0, 300, 30))
    with CaptureQueriesContext(connection) as seen:
        drain_alerts(MONDAY + timedelta(days=2), 200)
    asked = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"]]
    assert len(asked) == 4


def test_the_database_lets_one_alert_of_a_key_be_open(walk: Walk, rule: AlertRule) -> None:
    come(walk, 0, 1, 2)
    look(3)
    again = Alert.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="one_open_alert"), transaction.atomic():
        again.save(force_insert=True)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            gate.wait(5)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
def test_two_operators_and_two_clocks_at_once_raise_one() -> None:
    make_rules()
    cast = make_cast()
    make_rule()
    walk = Walk(cast)
    come(walk, 0, 1)
    together(*(lambda minute=m: come(walk, minute) for m in (2, 2.1)))
    at = MONDAY + timedelta(minutes=3)
    together(*(lambda: drain_alerts(at, 200) for _ in range(4)))
    drain_alerts(at, 200)
    assert Alert.objects.get().members.count() == 4
    assert Outbox.objects.filter(kind="alert", to_kind="role").count() == 1
