"""Early warnings: raised once however often and by however many one looks, told, and settled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction

from hotline.celery import app
from orders.errors import Conflict, Forbidden, LifecycleError, Refused
from orders.models import Order, Outbox
from orders.period import parse
from reports.analysis.warning import raise_warnings, settle
from reports.analysis.watching import LOOKS, rises
from reports.models import EarlyWarning
from tests.cast import Cast, make_cast
from tests.factories import Walk, moment
from tests.rules import make_rules
from units.actor import actor_of

LAMPS = "10.01.01"
DAY = parse("2024-06-25")
NOON, NIGHT = moment("2024-06-25 12:05"), moment("2024-06-26 07:05")


def told(cast: Cast, at: str, many: int = 1, *, back: int = 0, district: str = "east") -> None:
    for _ in range(many):
        when = moment(at) - timedelta(weeks=back)
        Walk(cast, at=when).receive(category_id=LAMPS, district=district)


def burst(cast: Cast, many: int = 14) -> None:
    """One about lamps at 9 on each of five Tuesdays, and many on the last at 11."""
    for back in range(1, 6):
        told(cast, "2024-06-25 09:00", back=back)
    told(cast, "2024-06-25 11:00", many)


@pytest.mark.django_db
def test_a_burst_is_one_warning_with_its_orders_told_to_supervisors_and_analysts(
    cast: Cast, rules: None
) -> None:
    burst(cast)
    (row,) = raise_warnings(at=NOON)
    assert (row.category_id, row.district, row.day) == ("10.01", "", DAY.first)
    assert (row.count, row.expected, row.looked_at) == (14, Decimal(1), NOON)
    assert row.limit <= 14
    behind = Order.objects.filter(received_at__gte=DAY.start)
    assert set(row.members.values_list("order", flat=True)) == {order.pk for order in behind}
    owed = Outbox.objects.filter(kind="warning")
    assert {one.to_id for one in owed} == {"supervisor", "analyst"}
    assert owed[0].payload["theme"] == "市政设施"
    assert owed[0].payload["count"] == 14


@pytest.mark.django_db
def test_looking_again_tells_nothing_and_keeps_up(cast: Cast, rules: None) -> None:
    burst(cast)
    raise_warnings(at=NOON)
    assert raise_warnings(at=NOON) == []
    told(cast, "2024-06-25 21:00", 3)
    assert raise_warnings(at=NIGHT) == []
    row = EarlyWarning.objects.get()
    assert (row.count, row.looked_at, row.raised_at) == (17, DAY.end, NOON)
    assert row.members.count() == 17
    assert Outbox.objects.filter(kind="warning").count() == 2


@pytest.mark.django_db
def test_the_morning_sees_the_evening_before(cast: Cast, rules: None) -> None:
    for back in range(1, 6):
        told(cast, "2024-06-25 09:00", back=back)
    told(cast, "2024-06-25 21:00", 14)
    assert raise_warnings(at=moment("2024-06-25 20:05")) == []
    (row,) = raise_warnings(at=NIGHT)
    assert (row.day, row.count) == (DAY.first, 14)


@pytest.mark.django_db
def test_a_districts_rise_is_told_alone_where_the_city_has_none(cast: Cast, rules: None) -> None:
    for back in range(1, 6):
        told(cast, "2024-06-25 09:00", 12, back=back, district="west")
    told(cast, "2024-06-25 10:00", 12, district="east")
    (rise,) = rises(DAY, as_of=DAY.end)
    assert (rise.district, rise.count, rise.expected.mean) == ("east", 12, Fraction(0))
    told(cast, "2024-06-25 11:00", 40, district="east")
    (rise,) = rises(DAY, as_of=DAY.end)
    assert (rise.district, rise.count) == ("", 52)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 5])
def test_what_chance_brings_is_no_warning(cast: Cast, rules: None, many: int) -> None:
    burst(cast, many)
    assert raise_warnings(at=NOON) == []


@pytest.mark.django_db
def test_without_history_nothing_is_unusual(cast: Cast, rules: None) -> None:
    told(cast, "2024-06-25 11:00", 40)
    assert raise_warnings(at=NOON) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_raise_and_tell_it_once() -> None:
    make_rules()
    burst(make_cast())

    def look(_: int) -> int:
        try:
            return len(raise_warnings(at=NOON))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(look, range(2))) == [0, 1]
    row = EarlyWarning.objects.get()
    assert row.members.count() == 14
    assert Outbox.objects.filter(kind="warning").count() == 2


@pytest.mark.django_db
def test_a_person_settles_it_once_and_says_why_it_is_none(cast: Cast, rules: None) -> None:
    burst(cast)
    (row,) = raise_warnings(at=NOON)
    analyst, clerk = actor_of(cast.analyst), actor_of(cast.dispatcher)
    refused: list[tuple[type[LifecycleError], object, str, str]] = [
        (Forbidden, clerk, "seen", ""),
        (Refused, analyst, "dismissed", " 无 "),
        (Refused, analyst, "forgotten", "因为不想看"),
    ]
    for error, by, as_, reason in refused:
        with pytest.raises(error):
            settle(row.pk, by=by, at=NIGHT, as_=as_, reason=reason)  # type: ignore[arg-type]
    done = settle(row.pk, by=analyst, at=NIGHT, as_="dismissed", reason="集中换灯，已公告")
    assert (done.settled_by_id, done.settled_as) == (cast.analyst.pk, "dismissed")
    with pytest.raises(Conflict):
        settle(row.pk, by=analyst, at=NIGHT, as_="seen")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"settled_as": "seen"},
        {"settled_at": NIGHT},
        {"reason": "没有处置却有说明"},
        {"count": 0},
    ],
)
def test_the_database_holds_a_warning_whole(
    cast: Cast, rules: None, changes: dict[str, object]
) -> None:
    burst(cast)
    (row,) = raise_warnings(at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.filter(pk=row.pk).update(**changes)


def test_the_timetable_looks_as_often_a_day_as_the_rule_reckons_with() -> None:
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["warnings"]
    assert entry["task"] in app.tasks
    assert "5 7-20 * * *" in repr(entry["schedule"])
    assert len(range(7, 20 + 1)) == LOOKS
