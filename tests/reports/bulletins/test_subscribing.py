"""The mailing list: who is on it, what goes out when a bulletin is issued, and to whom."""

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from orders import period
from orders.models import Delivery, Outbox
from orders.models.notice import Medium
from orders.notices.delivering import deliver
from orders.notices.expanding import expand
from orders.notices.sending import send_due
from reports.bulletins.kinds import kind_for
from reports.bulletins.workflow import steps
from reports.models import Bulletin, Subscriber
from tests.cast import Cast
from tests.factories import moment
from tests.reports.june import June
from units.actor import Actor, actor_of

AT = moment("2024-07-01 09:00")
JUNE = period.parse("2024-06")
LIST = "/bulletins/subscribers/"
OFFICE = {"name": "市政府办公室", "email": "Office@example.gov.cn", "kinds": ["month", "year"]}


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


@pytest.fixture
def analyst(client: Client, cast: Cast) -> Client:
    client.force_login(cast.analyst)
    return client


def send(client: Client, data: dict[str, Any], path: str = LIST) -> Any:
    with time_machine.travel(AT, tick=False):
        return client.post(path, data)


def issued(june: June) -> Bulletin:
    cast = june.cast
    row = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    steps.check(row, by=actor_of(cast.analyst), at=AT)
    steps.sign(row, by=actor_of(cast.supervisor), at=AT)
    steps.issue(row, by=actor_of(cast.analyst), at=AT)
    row.refresh_from_db()
    return row


def test_an_analyst_adds_an_address_and_takes_it_off(analyst: Client) -> None:
    assert "还没有要寄的人" in analyst.get(LIST).content.decode()
    assert send(analyst, OFFICE).status_code == 302
    row = Subscriber.objects.get()
    assert (row.email, row.kinds, row.since) == ("office@example.gov.cn", ["month", "year"], AT)
    shown = analyst.get(LIST).content.decode()
    assert "市政府办公室" in shown
    assert "月通报、年度" in shown
    assert send(analyst, {}, f"{LIST}{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.until == AT
    assert f"{LIST}{row.pk}/end/" not in analyst.get(LIST).content.decode()
    assert send(analyst, OFFICE).status_code == 302, "and may begin again"


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"name": ""}, 422, "写上是谁"),
        ({"email": "office"}, 422, "不像一个邮箱"),
        ({"kinds": []}, 422, "至少选一种"),
        ({"kinds": ["century"]}, 422, "没有这种通报"),
        ({"email": "there@example.gov.cn"}, 409, "已在名单上"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    analyst: Client, change: dict[str, Any], status: int, says: str
) -> None:
    assert send(analyst, OFFICE | {"email": "there@example.gov.cn"}).status_code == 302
    answer = send(analyst, OFFICE | change)
    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    assert Subscriber.objects.count() == 1


def test_others_read_the_list_or_nothing_and_change_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    assert "加一位" not in client.get(LIST).content.decode()
    assert send(client, OFFICE).status_code == 403
    client.force_login(cast.unit_head)
    assert client.get(LIST).status_code == 403
    assert not Subscriber.objects.exists()


def test_an_issued_bulletin_is_mailed_to_those_who_read_its_kind(
    june: June, analyst: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example.gov.cn"
    send(analyst, OFFICE)
    send(analyst, OFFICE | {"name": "政数局", "email": "data@example.gov.cn", "kinds": ["week"]})
    row = issued(june)
    for _ in range(2):
        deliver(at=AT)
        send_due(at=AT)
    letters = [one for one in mail.outbox if one.to == ["office@example.gov.cn"]]
    assert [one.to for one in mail.outbox if one not in letters] == []
    (letter,) = letters
    assert f"月通报{row.number}印发了" in letter.body
    ((name, content, media_type),) = letter.attachments
    assert (name, media_type) == (f"月通报{row.number}.pdf", "application/pdf")
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF-")


def test_who_ended_before_the_letter_went_gets_none(june: June, analyst: Client) -> None:
    send(analyst, OFFICE)
    issued(june)
    expand(at=AT)
    Subscriber.objects.update(until=AT)
    send_due(at=AT)
    delivery = Delivery.objects.get(medium=Medium.EMAIL)
    assert (delivery.state, delivery.fault) == ("skipped", "reads_no_more")


def test_with_nobody_on_the_list_nothing_is_owed(june: June) -> None:
    issued(june)
    assert not Outbox.objects.filter(to_kind=Outbox.To.READERS).exists()


def test_heads_of_units_hear_of_a_month_and_read_it_once_it_is_issued(
    june: June, client: Client
) -> None:
    draft = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    client.force_login(june.cast.unit_head)
    assert client.get(f"/bulletins/{draft.pk}/").status_code == 404
    assert client.get(f"/bulletins/{draft.pk}/file.pdf").status_code == 404
    assert "印发了就出现在这里" in client.get("/bulletins/").content.decode()
    row = issued(june)
    assert Outbox.objects.filter(kind="bulletin.issued", to_id="unit_head").count() == 1
    shown = client.get(f"/bulletins/{row.pk}/").content.decode()
    assert "按期办结率" in shown
    assert "出更正版" not in shown
    assert row.number in client.get("/bulletins/").content.decode()
    assert client.get(f"/bulletins/{row.pk}/file.xlsx").status_code == 200
    assert client.post(f"/bulletins/{row.pk}/correct/").status_code == 403


def test_the_list_of_bulletins_turns_pages(client: Client, cast: Cast) -> None:
    figures: dict[str, Any] = {}
    days = [period.parse(f"2024-05-{n:02}") for n in range(1, 31)]
    days += [period.parse(f"2024-06-{n:02}") for n in range(1, 31)]
    Bulletin.objects.bulk_create(
        Bulletin(kind="day", period=day.code, first=day.first, number=day.code, figures=figures,
                 chosen={}, as_of=day.end, definitions="1", drafted_at=AT)
        for day in days
    )  # fmt: skip
    client.force_login(cast.analyst)
    first = client.get("/bulletins/?kind=day").content.decode()
    assert "2024-06-30" in first
    assert "2024-05-10" not in first
    assert 'href="/bulletins/?kind=day&amp;page=2"' in first
    assert "2024-05-10" in client.get("/bulletins/?kind=day&page=2").content.decode()
