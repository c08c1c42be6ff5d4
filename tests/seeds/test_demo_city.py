"""The demo city stands in every state at whatever moment it is loaded, once, and nowhere real."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Max, Min
from pytest_django import Settings
from time_machine import travel

from calls.models import Call, CallPurpose, Seat
from knowledge.models import Citation
from orders.citizens import identity_of
from orders.lifecycle import take_in
from orders.models import (
    Assignment,
    Citizen,
    Event,
    InspectionItem,
    Order,
    QualityCheck,
    Request,
    Round,
)
from orders.numbering import allocator
from orders.period import shanghai_day
from orders.states import OrderState
from seeds import demo_city
from seeds.demo_city import load_demo
from seeds.demo_people import PHONE
from seeds.demo_shapes import SHAPES
from seeds.load import load
from seeds.reference import read_reference
from seeds.simulator.words import read_words
from tests.factories import demand, moment
from units.actor import actor_of
from units.demo import PASSWORD
from units.models import Staff

pytestmark = pytest.mark.long

NOON = moment("2026-11-25 12:00")


def fill(at: datetime) -> int:
    return load_demo(at=at, production=False, environ={})


@pytest.fixture(autouse=True)
def shapes_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixty days are looked at once; elsewhere only what stands in certain states."""
    if "sixty_days" not in request.keywords:
        monkeypatch.setattr(demo_city, "live_through", lambda *_, **__: None)


@pytest.fixture
def city(db: None) -> None:
    """The county's units, as `make run` has them before the demo data."""
    load()


@pytest.mark.parametrize(
    "at",
    [
        NOON,
        moment("2026-11-29 23:50"),  # a Sunday night
        moment("2026-10-04 03:00"),  # in the week of National Day
        moment("2026-02-24 08:31"),  # the first minute after the Spring Festival
        moment("2026-01-01 00:05"),
    ],
)
def test_every_shape_stands_at_whatever_moment(city: None, at: datetime) -> None:
    assert fill(at) == 200 == sum(shape.count for shape in SHAPES)
    states = Counter(Order.objects.values_list("state", flat=True))
    assert set(states) == set(OrderState)
    assert states[OrderState.RECEIVED] == 8
    assert set(Seat.objects.values_list("code", "extension")) >= {("A01", "801"), ("B02", "812")}
    last = Event.objects.values("order_id").annotate(last=Max("id")).values("last")
    stopped = Counter(Event.objects.filter(id__in=last).values_list("verb", flat=True))
    wanted = Counter({str(shape.stop): 0 for shape in SHAPES if shape.stop})
    for shape in SHAPES:
        if shape.stop:
            wanted[str(shape.stop)] += shape.count
    assert {verb: stopped[verb] for verb in wanted} == dict(wanted)
    asked = Request.objects.filter(decided_at__isnull=True)
    assert Counter(asked.values_list("kind", flat=True)) == {
        "return": 3,
        "extension": 3,
        "suspension": 2,
    }


def test_nothing_happens_after_the_moment_or_long_before_it(city: None) -> None:
    fill(NOON)
    moments = Event.objects.aggregate(first=Min("at"), last=Max("at"))
    assert moments["last"] <= NOON
    assert NOON - moments["first"] < timedelta(days=24)
    assert Citizen.objects.filter(created_at__gt=NOON).count() == 0


def test_every_account_finds_work(city: None) -> None:
    fill(NOON)
    for number, least in (("3001", 20), ("2001", 8)):
        staff = Staff.objects.get(staff_number=number)
        held = Assignment.objects.filter(unit=staff.unit, state__in=["to_sign", "handling"])
        assert held.count() >= least
        assert Event.objects.filter(by_id=staff.pk).exists()
    assert Assignment.objects.filter(parent__isnull=False, state="to_sign").count() == 3
    assert Assignment.objects.filter(role="assist", state="to_sign").count() == 2
    late = Assignment.objects.filter(state="handling", due_at__lt=NOON, pauses=None)
    assert late.count() == 2
    assert Order.objects.filter(confidential=True, texts__kind="redacted").count() == 2
    merged = Order.objects.filter(state=OrderState.MERGED)
    assert all(order.merged_into is not None for order in merged)


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
        assert identity.phone.startswith("+86" + PHONE[:3])
        assert identity.name.startswith("市民")


@pytest.mark.django_db(transaction=True)
def test_a_demand_taken_in_afterwards_gets_a_fresh_number() -> None:
    load()
    at = NOON + timedelta(days=14)  # a day that no other test counts
    allocator.next(at)  # the day's counter has begun before the demo comes
    fill(at)
    operator = actor_of(Staff.objects.get(staff_number="1001"))
    known = set(Order.objects.values_list("number", flat=True))
    for _ in range(25):
        done = take_in(demand(district=""), by=operator, at=at)
        assert done.number not in known
        known.add(done.number)
    assert Order.objects.count() == 225


def test_without_reference_data_it_says_what_to_run(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="load_reference") as refused:
        call_command("load_demo")
    assert refused.value.returncode == 2
    assert not Staff.objects.exists()


def test_without_the_tables_it_says_what_to_run(
    city: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_daycounter RENAME TO gone")
    with pytest.raises(CommandError, match=r"先运行 python manage.py migrate") as refused:
        call_command("load_demo")
    assert refused.value.returncode == 2


def test_the_command_says_how_many_came(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = StringIO()
    with travel(NOON, tick=False):
        call_command("load_demo", stdout=said)
        call_command("load_demo", stdout=said)
    assert said.getvalue().splitlines() == ["演示诉求 200 件，60天", "已有诉求，不再装演示数据"]


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


@pytest.fixture
def first_ids(db: None) -> None:
    """Numbering begins at 1, as in a new city: what the demo's people do is drawn by ids, and
    those must not depend on the tests that ran before. Undone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname='public'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {name} RESTART")


@pytest.mark.sixty_days
def test_sixty_days_have_been_lived(first_ids: None, city: None) -> None:
    """Of twenty demands a day most are over, by the city's own people, none after the moment."""
    assert fill(NOON) > 1200
    moments = Event.objects.aggregate(first=Min("at"), last=Max("at"))
    assert moments["last"] <= NOON
    assert timedelta(days=58) < NOON - moments["first"] <= timedelta(days=60)
    states = Counter(Order.objects.values_list("state", flat=True))
    assert set(states) == set(OrderState)
    assert states[OrderState.ARCHIVED] > 400
    assert states[OrderState.ANSWERED] > 400
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs >= {"ask_return", "decide_extension", "send_back", "rework", "urge", "supervise"}
    assert Round.objects.filter(rating__lt=3).exists()
    assert Round.objects.filter(replied_at__gt=F("due_at")).count() > 5
    lived = Event.objects.filter(at__lt=NOON - timedelta(days=25))
    by_night = lived.filter(verb="record_callback", at__hour__in=[22, 23, *range(7)])
    assert not by_night.exists(), "nobody is called by night"
    staff = Staff.objects.get(staff_number="1101")
    assert staff.check_password(PASSWORD)
    clerk = Staff.objects.filter(unit__kind="bureau").exclude(staff_number="3001").first()
    assert clerk is not None
    assert clerk.check_password(PASSWORD)
    calls = Call.objects.filter(direction="in", answered_at__isnull=False)
    told = CallPurpose.objects.filter(purpose="register").values("order_id")
    by_phone = Order.objects.filter(channel="phone", received_at__lt=NOON - timedelta(hours=1))
    assert by_phone.exclude(pk__in=told).exclude(kind="praise").count() == 0
    assert calls.count() > by_phone.count()
    assert Call.objects.filter(ended_at__gt=NOON).count() == 0
    assert Call.objects.filter(direction="out", purpose="callback").exists()
    assert QualityCheck.objects.filter(checked_at__lt=NOON).count() > 20
    assert InspectionItem.objects.exclude(finding=None).filter(found_at__lt=NOON).exists()
    _sit_all_day()
    _draw_on_articles()


def _draw_on_articles() -> None:
    """A good part of the answers name an article, cited by who answered as they answered."""
    answered = Event.objects.filter(verb="answer").values_list("order_id", "by_id", "at")
    cited = Citation.objects.values_list("order_id", "staff_id", "at")
    assert set(cited) <= set(answered)
    assert answered.count() / 4 < cited.count() < answered.count()
    assert Citation.objects.values("article").distinct().count() > 20


def _sit_all_day() -> None:
    """An operator's next call of the same day comes to the same seat."""
    last: dict[tuple[int | None, date], int | None] = {}
    moved = stayed = 0
    for call in Call.objects.exclude(seat=None).order_by("at", "id"):
        key = call.operator_id, shanghai_day(call.at)
        if key in last:
            moved += last[key] != call.seat_id
            stayed += last[key] == call.seat_id
        last[key] = call.seat_id
    assert stayed > 20 * moved > 0
