"""A scenario's year is read under its own address, by those who count, and cannot be changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from django.db import InternalError, connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from hotline import scenario_pages, scenario_reading
from hotline.scenario_building import building
from hotline.scenario_database import NoScenarioDatabase, database_name, read_as_default
from hotline.scenario_note import Made, write_note
from orders.models import Order
from orders.period import SHANGHAI, shanghai_day
from orders.states import OrderState
from seeds.scenario import Scenario, read_scenario
from tests.cast import Cast, make_cast
from tests.factories import Walk
from tests.rules import make_rules
from tests.seeds.test_replay import drop
from units.models import Staff

pytestmark = [pytest.mark.long, pytest.mark.django_db]
NAME = "yongshun-2014"
AS_OF = datetime(2015, 2, 3, 4, 5, tzinfo=SHANGHAI)


def own() -> Scenario:
    """Under a name of the tests' own database, so that runs do not meet."""
    mark = connection.settings_dict["NAME"].replace("_", "-")
    return replace(read_scenario(NAME), name=f"pages-{mark}")


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A scenario's database with one archived order; its number."""
    with django_db_blocker.unblock():
        scenario = own()
        with building(scenario.name) as built:
            write_note(built, Made(12345, Fraction(1, 10), AS_OF))
            cast = make_cast()
            make_rules()
            number = Walk(cast).receive_from_citizen().to(OrderState.ARCHIVED).order.number
        yield number
        drop(database_name(scenario.name))


@pytest.fixture
def at(year: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where that scenario is read."""
    scenario = own()
    for module in (scenario_pages, scenario_reading):
        monkeypatch.setattr(module, "names", lambda: [scenario.name])
        monkeypatch.setattr(module, "read_scenario", lambda _: scenario)
    return f"/scenario/{scenario.name}/"


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    client.force_login(cast.analyst)
    return client


def test_its_orders_are_read_with_the_consoles_own_pages(
    at: str, year: str, reader: Client
) -> None:
    assert not Order.objects.exists(), "the city itself has none"
    listed = reader.get(f"{at}orders/")
    assert listed.status_code == 200
    shown = listed.content.decode()
    assert f'href="{at}orders/{year}/"' in shown, "links stay within the scenario"
    assert f'href="{at}scenario/' not in shown, "no scenario is read within another"
    assert "只读" in shown
    assert listed.context["moment"] == AS_OF, "until then was played"
    assert "data-stream" not in shown
    page = reader.get(f"{at}orders/{year}/")
    assert page.status_code == 200
    assert year in page.content.decode()
    assert reader.get(f"/orders/{year}/").status_code == 404, "and it is no order of the city's"


def test_a_stream_is_read_to_its_end_while_its_database_is_there(
    at: str, year: str, reader: Client
) -> None:
    answer = reader.get(f"{at}supervision/cards.csv")
    assert answer.status_code == 200
    assert "单位".encode() in b"".join(answer)


def test_its_page_puts_what_was_printed_beside_what_its_facts_give(at: str, reader: Client) -> None:
    shown = reader.get(at).content.decode()
    assert "1282件" in shown
    assert "缩到 0.1" in shown
    assert "受理" in shown
    assert "假定" in shown
    assert reader.get("/scenario/").content.decode().count(at) >= 2


def test_it_keeps_no_bulletins_of_its_own(at: str, reader: Client) -> None:
    bulletins = reader.get(f"{at}bulletins/").content.decode()
    assert "场景里不存通报" in bulletins
    assert f"bulletin --scenario {at.split('/')[2]} --period 2014-01" in bulletins
    assert reader.get(f"{at}bulletins/1/").status_code == 404


@pytest.mark.parametrize("rest", ["admin/", "login/", "live/", "me/", "notices/", "nothing/"])
def test_what_is_nobodys_to_read_there_does_not_exist(at: str, rest: str, reader: Client) -> None:
    assert reader.get(at + rest).status_code == 404
    assert reader.get("/scenario/atlantis-1999/orders/").status_code == 404


def test_nothing_is_changed_there(at: str, year: str, reader: Client) -> None:
    assert reader.post(f"{at}orders/{year}/archive/").status_code == 405
    assert reader.get(f"{at}orders/{year}/reopen/").status_code == 403
    with read_as_default(own().name), pytest.raises(InternalError, match="read-only"):
        Order.objects.update(title="改了")
    assert connection.settings_dict["NAME"] != database_name(own().name)


@pytest.mark.parametrize("who", ["operator", "unit_clerk", "dispatcher"])
def test_only_those_who_count_read_it(at: str, who: str, cast: Cast, client: Client) -> None:
    assert client.get(f"{at}orders/").status_code == 302, "first the login"
    client.force_login(getattr(cast, who))
    assert client.get(f"{at}orders/").status_code == 403
    assert client.get(at).status_code == 403
    assert client.get("/scenario/").status_code == 403


def test_a_scenario_never_replayed_says_how_to(
    at: str, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(own(), name="never-replayed")
    for module in (scenario_pages, scenario_reading):
        monkeypatch.setattr(module, "names", lambda: [other.name])
        monkeypatch.setattr(module, "read_scenario", lambda _: other)
    for path in ("/scenario/never-replayed/", "/scenario/never-replayed/orders/"):
        answer = reader.get(path)
        assert answer.status_code == 404
        assert "manage.py replay never-replayed" in answer.content.decode()
    assert "还没重放" in reader.get("/scenario/").content.decode()
    with pytest.raises(NoScenarioDatabase), read_as_default("never-replayed"):
        pass


def test_the_readers_own_account_is_none_of_that_place(at: str, reader: Client) -> None:
    before = Staff.objects.count()
    reader.get(f"{at}orders/")
    assert Staff.objects.count() == before


def test_its_figures_are_asked_for_with_the_consoles_own_explorer(at: str, reader: Client) -> None:
    """Without a choice it is the last month of its year that is shown, as of its own moment."""
    page = reader.get(f"{at}statistics/")
    shown = page.content.decode()
    assert page.status_code == 200, shown
    last = min(own().period.last, shanghai_day(AS_OF))
    assert f"{last.year}年{last.month}月" in shown
    assert f'href="{at}catalogue/"' in shown
    file = reader.get(f"{at}statistics/csv/?code=demands.accepted&period={last:%Y-%m}")
    assert file.status_code == 200
    assert b"".join(file.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]
    assert reader.get(f"{at}catalogue/").status_code == 200


def test_its_overview_is_of_the_last_day_of_its_year(at: str, reader: Client) -> None:
    page = reader.get(f"{at}overview/")
    shown = page.content.decode()
    assert page.status_code == 200, shown
    last = min(own().period.last, shanghai_day(AS_OF))
    assert f"{last.month}月{last.day}日" in shown
    assert "data-every" not in shown, "nothing moves there any more"
    assert reader.get(f"{at}overview/?date={last.year + 1}-02-01").status_code == 400
    assert reader.get(f"{at}overview/now/").status_code == 200
