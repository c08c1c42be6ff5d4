"""The demo city stands in every state at whatever moment it is loaded, once, and nowhere real."""

from collections import Counter
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from orders.citizens import identity_of
from orders.models import Assignment, Citizen, Event, Order
from orders.states import OrderState, Verb
from seeds.demo import NoReference, fill
from seeds.load import load
from seeds.reference import read_reference
from seeds.simulator.words import read_words
from tests.factories import moment
from units import demo
from units.models import Staff

NOON = moment("2026-11-25 12:00")


@pytest.fixture
def city(db: None) -> None:
    """The county's units and its demo accounts, as `make run` has them before the demo data."""
    load()
    demo.create(production=False, environ={})


@pytest.mark.parametrize(
    "at",
    [
        NOON,
        moment("2026-11-29 23:50"),  # a Sunday night
        moment("2026-10-04 03:00"),  # in the week of National Day
        moment("2026-01-01 00:05"),
    ],
)
def test_every_state_is_there_at_whatever_moment(city: None, at: datetime) -> None:
    assert fill(at) == 200
    states = Counter(Order.objects.values_list("state", flat=True))
    assert set(states) == set(OrderState)
    assert Event.objects.latest("at").at <= at


def test_a_visitor_finds_work_under_every_account(city: None) -> None:
    fill(NOON)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {
        Verb.ASK_RETURN,
        Verb.ASK_EXTENSION,
        Verb.HAND_DOWN,
        Verb.SEND_BACK,
        Verb.REWORK,
        Verb.MERGE,
    } <= verbs
    clerk = Staff.objects.get(staff_number="3001")
    assert Assignment.objects.filter(unit=clerk.unit).exists()
    assert Order.objects.filter(confidential=True).exists()


def test_the_second_time_it_does_nothing(city: None) -> None:
    fill(NOON)
    events = Event.objects.count()
    assert fill(NOON) == 0
    assert (Order.objects.count(), Event.objects.count()) == (200, events)


def test_citizens_have_numbers_nobody_was_given(city: None) -> None:
    fill(NOON)
    citizens = list(Citizen.objects.all())
    assert len(citizens) > 100
    for citizen in citizens:
        identity = identity_of(citizen)
        assert identity is not None
        assert identity.phone.startswith("+86154")


def test_without_reference_data_it_says_what_to_run(db: None) -> None:
    with pytest.raises(NoReference, match="load_reference"):
        fill(NOON)


def test_it_is_refused_where_real_people_may_work(
    city: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/hotline")
    monkeypatch.delenv("HOTLINE_DEMO", raising=False)
    with pytest.raises(CommandError, match="HOTLINE_DEMO=1") as refused:
        call_command("load_demo")
    assert refused.value.returncode == 2
    settings.PRODUCTION = True
    monkeypatch.setenv("HOTLINE_DEMO", "1")
    with pytest.raises(CommandError, match="生产环境"):
        call_command("load_demo")
    assert not Order.objects.exists()


def test_every_template_names_a_category_of_the_reference_and_fills_its_place() -> None:
    categories = {one.code for one in read_reference().categories}
    for templates in read_words().templates.values():
        for template in templates:
            assert template.category in categories
            words = template.title.format(place="灵溪镇") + template.body.format(place="灵溪镇")
            assert "{" not in words
