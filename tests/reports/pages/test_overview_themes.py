"""The overview's hot themes, and how it says until when figures are counted."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from reports.tallies.refill import refill
from tests.cast import Cast
from tests.factories import Walk, moment

LAMPS, SHOPS = "10.01.01", "05.01"
NOON = moment("2024-06-25 12:00")


def told(cast: Cast, at: datetime, category: str, many: int = 1) -> None:
    for _ in range(many):
        Walk(cast, at=at).receive(category_id=category, district="east")


def read(client: Client, address: str, at: datetime = NOON) -> str:
    with time_machine.travel(at, tick=False):
        answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", "", strip_tags(answer.content.decode()))


@pytest.fixture
def weeks(cast: Cast, rules: None, client: Client) -> Cast:
    """Eight Tuesdays with a demand about lamps at 9; on 25 June two about shops at 10."""
    for back in range(1, 9):
        told(cast, moment("2024-06-25 09:00") - timedelta(weeks=back), LAMPS)
    told(cast, moment("2024-06-25 10:00"), SHOPS, 2)
    client.force_login(cast.analyst)
    return cast


@pytest.fixture
def days(cast: Cast, rules: None, client: Client) -> Cast:
    """A demand about lamps on each of three days, and on the fourth, 25 June, two about shops: a
    tally holds few days as it holds many, and each has to be counted."""
    for back in range(1, 4):
        told(cast, moment("2024-06-25 09:00") - timedelta(days=back), LAMPS)
    told(cast, moment("2024-06-25 10:00"), SHOPS, 2)
    client.force_login(cast.analyst)
    return cast


@pytest.mark.django_db
def test_what_rose_is_told_first_with_its_place(weeks: Cast, client: Client) -> None:
    told(weeks, moment("2024-06-25 10:30"), LAMPS, 14)
    shown = read(client, "/overview/themes/")
    assert re.search(r"突增：14件，是平常的14\.0倍，东湖区14件。", shown), shown
    lead = read(client, "/overview/lead/")
    assert "今天受理16件，是上周二同一时刻的16.0倍。没有来电。" in lead
    assert "市政设施突增：14件，是平常的14.0倍，东湖区14件。没有超期的工单。" in lead
    assert re.search(r"东湖区14件1414\.0倍（平常1\.0件，到\d+件算突增）", shown), shown
    assert re.search(r"平常：前\d周的同一天到同一时刻的平均", shown), shown


@pytest.mark.django_db
def test_what_is_as_usual_is_said_to_be(weeks: Cast, client: Client) -> None:
    told(weeks, moment("2024-06-25 10:30"), LAMPS)
    shown = read(client, "/overview/themes/")
    assert "各主题都在平常范围内，没有突增。" in shown
    assert "突增：" not in shown


@pytest.mark.django_db
def test_a_young_record_is_not_judged_by(weeks: Cast, client: Client) -> None:
    shown = read(client, "/overview/themes/?date=2024-05-07")
    assert client.get("/analysis/?period=2024-05-07").status_code == 200, "where it leads"
    part = client.get("/overview/themes/?date=2024-05-07").content.decode()
    assert 'href="/analysis/?period=2024-05-07"' in part
    assert "往期记录不足，不作突增判断。" in shown
    assert "1—（往期记录不足，不作判断）" in shown
    assert "还没有受理诉求" in read(client, "/overview/themes/?date=2024-05-08")


@pytest.mark.django_db(transaction=True)
def test_a_part_says_whether_it_was_counted_ahead_and_until_when(
    days: Cast, client: Client
) -> None:
    assert "12:00现场计数" in read(client, "/overview/month/")
    refill(at=NOON + timedelta(minutes=5))
    told(days, NOON + timedelta(minutes=6), SHOPS)
    ten_past = NOON + timedelta(minutes=10)
    month = read(client, "/overview/month/", ten_past)
    assert "数到12:05" in month
    assert "受理诉求5件" in month, "what came since is not in it"
    assert "受理诉求2件" in read(client, "/overview/today/", ten_past)
    assert "12:10现场计数" in read(client, "/overview/hours/", ten_past), "no tally has the hours"
    gone = read(client, "/overview/month/?date=2024-06-24", ten_past)
    assert "到当天24时，现场计数" in gone, "tallies know the present alone"


@pytest.mark.django_db(transaction=True)
def test_the_explorer_says_until_when_it_was_counted_ahead_or_that_it_counts_just_now(
    days: Cast, client: Client
) -> None:
    refill(at=NOON + timedelta(minutes=5))
    told(days, NOON + timedelta(minutes=6), SHOPS)
    ten_past = NOON + timedelta(minutes=10)
    path = "/statistics/?code=demands.accepted&period=2024-06-25"
    shown = read(client, path, ten_past)
    assert "数到06-2512:05" in shown
    assert "受理2" in shown, "what came since is not in it"
    assert "数到06-2512:05" in read(client, f"{path}&by=channel", ten_past)
    by_hour = read(client, f"{path}&by=hour", ten_past)
    assert "截至06-2512:10，现场计数" in by_hour, "no tally has the hours"
    assert "全部3" in by_hour, "and the total is as of then too"
    lines = client.get(path.replace("/?", "/csv/?")).getvalue().decode()
    assert "2024-06-25 12:05" in lines
    refill(at=ten_past)
    shown = read(client, path, ten_past)
    assert "数到06-2512:10" in shown
    assert "受理3" in shown
    asked = read(client, f"{path}&as_of=2024-06-25T12:08", ten_past)
    assert "截至06-2512:08，现场计数" in asked, "tallies know the present alone"
    assert "受理3" in asked
