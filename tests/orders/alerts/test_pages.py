"""要情: the list, one alert, what was done, closing; who may; the banner."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from orders.alerts.watching import drain_alerts
from orders.models import Alert, AlertNote, AlertRule
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.orders.alerts.conftest import come

AT = MONDAY + timedelta(minutes=5)


@pytest.fixture
def alert(walk: Walk, rule: AlertRule) -> Alert:
    one = Walk(walk.cast, MONDAY).receive()
    come(walk, 1, 2)
    one.dispatch(hours=0.05)
    drain_alerts(AT, 200)
    return Alert.objects.get()


def page(client: Client, path: str) -> str:
    with time_machine.travel(AT, tick=False):
        answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_supervisor_sees_place_matter_and_how_many(
    client: Client, cast: Cast, alert: Alert
) -> None:
    client.force_login(cast.supervisor)
    said = page(client, "/alerts/")
    assert "东湖区 市政设施" in said
    assert "3件" in said
    assert "在进行" in said
    said = page(client, f"/alerts/{alert.pk}/")
    assert said.count("柳岸街道路灯不亮") == 3
    assert "60分钟内3件即报" in said


def test_the_banner_is_for_supervisors_and_dispatchers_while_it_is_open(
    client: Client, cast: Cast, alert: Alert
) -> None:
    for person, told in ((cast.supervisor, True), (cast.dispatcher, True), (cast.operator, False)):
        client.force_login(person)
        assert ("要情1条：东湖区 市政设施 3件" in page(client, "/me/")) == told
    client.force_login(cast.supervisor)
    assert "要情1条" in page(client, "/alerts/banner/")
    client.post(f"/alerts/{alert.pk}/", {"body": "已抢修", "close": "1"})
    assert "要情" not in page(client, "/alerts/banner/")


def test_a_unit_it_touches_sees_it_with_its_own_demand_alone_and_writes_what_it_did(
    client: Client, cast: Cast, alert: Alert
) -> None:
    client.force_login(cast.unit_clerk)
    assert "东湖区 市政设施" in page(client, "/alerts/")
    assert page(client, f"/alerts/{alert.pk}/").count("柳岸街道路灯不亮") == 1
    client.post(f"/alerts/{alert.pk}/", {"body": "抢修队已到，电话 13800000001"})
    assert AlertNote.objects.get().by == cast.unit_clerk
    assert "138****0001" in page(client, f"/alerts/{alert.pk}/")
    closing = client.post(f"/alerts/{alert.pk}/", {"body": "好了", "close": "1"})
    assert closing.status_code == 403
    assert AlertNote.objects.count() == 1


def test_to_a_unit_it_does_not_touch_it_does_not_exist(
    client: Client, cast: Cast, alert: Alert
) -> None:
    for person in (cast.other_clerk, cast.platform_dispatcher, cast.town_clerk):
        client.force_login(person)
        assert "没有要情" in page(client, "/alerts/")
        assert client.get(f"/alerts/{alert.pk}/").status_code == 404
        assert client.post(f"/alerts/{alert.pk}/", {"body": "x"}).status_code == 404


def test_the_list_of_notices_leads_to_what_a_person_may_open(
    client: Client, cast: Cast, rules: None
) -> None:
    for person, count in ((cast.supervisor, 4), (cast.unit_head, 3), (cast.knowledge_editor, 0)):
        client.force_login(person)
        source = client.get("/notices/").content.decode()
        found = [
            p for p in ("alerts", "quality", "inspections", "explanations") if f'"/{p}/"' in source
        ]
        assert len(found) == count


def test_who_only_reads_writes_nothing(client: Client, cast: Cast, alert: Alert) -> None:
    for person in (cast.analyst, cast.administrator):
        client.force_login(person)
        assert client.get(f"/alerts/{alert.pk}/").status_code == 200
        assert client.post(f"/alerts/{alert.pk}/", {"body": "x"}).status_code == 403
    client.force_login(cast.knowledge_editor)
    assert client.get(f"/alerts/{alert.pk}/").status_code == 403
    assert not AlertNote.objects.exists()


def test_closing_needs_words_and_is_done_once(client: Client, cast: Cast, alert: Alert) -> None:
    client.force_login(cast.supervisor)
    path = f"/alerts/{alert.pk}/"
    empty = client.post(path, {"body": " ", "close": "1"})
    assert empty.status_code == 422
    assert "写明怎么处置的" in empty.content.decode()
    with time_machine.travel(AT, tick=False):
        client.post(path, {"body": "已抢修", "close": "1"})
        again = client.post(path, {"body": "我也来", "close": "1"})
    alert.refresh_from_db()
    assert (alert.closed_as, alert.closed_by, alert.closed_at) == ("handled", cast.supervisor, AT)
    assert again.status_code == 409
    assert "已经了结" in again.content.decode()
    assert AlertNote.objects.count() == 1


def test_after_it_was_closed_what_it_told_of_raises_no_other(
    client: Client, cast: Cast, walk: Walk, alert: Alert
) -> None:
    client.force_login(cast.supervisor)
    with time_machine.travel(AT, tick=False):
        client.post(f"/alerts/{alert.pk}/", {"body": "已抢修", "close": "1"})
    come(walk, 6)
    assert not drain_alerts(AT + timedelta(minutes=5), 200).deeds
    come(walk, 7, 8)
    assert drain_alerts(AT + timedelta(minutes=5), 200).deeds["alert_raised"] == 1
    assert page(client, "/alerts/").count("东湖区 市政设施") >= 2


@pytest.mark.parametrize("path", ["/alerts/?page=x", "/alerts/?page=a9"])
def test_a_place_that_is_none_is_said(client: Client, cast: Cast, path: str, rules: None) -> None:
    client.force_login(cast.supervisor)
    assert client.get(path).status_code == 400


def test_unknown_alerts_and_other_methods(client: Client, cast: Cast, rules: None) -> None:
    client.force_login(cast.supervisor)
    assert client.get("/alerts/987654/").status_code == 404
    assert client.post("/alerts/").status_code == 405
    assert client.put("/alerts/1/").status_code == 405
