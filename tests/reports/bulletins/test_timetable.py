"""Bulletins make themselves: on their day, once each, and those that were missed."""

import pytest
import time_machine

from hotline.celery import app
from orders import period
from orders.models import Outbox
from reports.bulletins.kinds import kind_for
from reports.bulletins.workflow import steps, timetable
from reports.models import Bulletin
from reports.tasks import draft_bulletins
from tests.cast import Cast
from tests.factories import moment
from tests.reports.june import June
from units.actor import actor_of


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


def due(at: str) -> list[str]:
    return [one.period.code for one in timetable.due_by(moment(at))]


@pytest.mark.parametrize(
    ("at", "there", "not_there"),
    [
        ("2024-07-31 06:10", {"2024-07-30", "2024-07-29", "2024-W30", "2024-07-X2"}, {"2024-07"}),
        ("2024-08-01 06:10", {"2024-07-31", "2024-07-X3", "2024-07"}, {"2024-Q2", "2024-06"}),
        # 1 September 2024 is a Sunday: what is formal waits for the first working day
        ("2024-09-01 06:10", {"2024-08-31", "2024-08-X3"}, {"2024-08"}),
        ("2024-09-02 06:10", {"2024-09-01", "2024-W35", "2024-08"}, {"2024-W36"}),
        # 1 to 7 October are holidays
        ("2024-10-07 06:10", {"2024-10-06", "2024-W40"}, {"2024-09", "2024-Q3"}),
        ("2024-10-08 06:10", {"2024-09", "2024-Q3"}, {"2024"}),
    ],
)
def test_each_kind_has_its_day(june: June, at: str, there: set[str], not_there: set[str]) -> None:
    found = set(due(at))
    assert there <= found
    assert not not_there & found


def test_nothing_is_due_before_there_is_a_demand(rules: None) -> None:
    assert due("2024-08-01 06:10") == []


def test_what_was_missed_is_drafted_at_the_next_look_and_once(june: June) -> None:
    with time_machine.travel(moment("2024-08-01 06:10")):
        draft_bulletins()
        made = list(Bulletin.objects.order_by("pk").values_list("period", flat=True))
        draft_bulletins()
    assert made == due_order(made)
    assert {"2024-07", "2024-07-31", "2024-07-30", "2024-07-29", "2024-W30"} <= set(made)
    assert Bulletin.objects.count() == len(made)
    assert due("2024-08-01 07:40") == []
    notices = Outbox.objects.filter(kind="bulletin.drafted", to_kind="role", to_id="analyst")
    assert notices.count() == len(made)
    assert set(notices.values_list("payload__number", flat=True)) >= {"〔2024〕第7期"}


def due_order(codes: list[str]) -> list[str]:
    """Oldest first, by the day a period ends on; the shorter first of one day."""
    parsed = [period.parse(code) for code in codes]
    return [one.code for one in sorted(parsed, key=lambda one: (one.until, one.length))]


def test_what_a_person_drafted_is_left_alone(june: June) -> None:
    july = period.parse("2024-07")
    at = moment("2024-08-01 06:00")
    row, _ = steps.draft(kind_for(july), july, by=actor_of(june.cast.analyst), at=at)
    assert "2024-07" not in due("2024-08-01 06:10")
    row.refresh_from_db()
    assert row.drafted_by == june.cast.analyst


def test_whoever_has_the_next_step_hears_of_it(june: June) -> None:
    july, at, cast = period.parse("2024-07"), moment("2024-08-01 09:00"), june.cast
    row, _ = steps.draft(kind_for(july), july, by=actor_of(cast.analyst), at=at)
    steps.check(row, by=actor_of(cast.analyst), at=at)
    steps.sign(row, by=actor_of(cast.supervisor), at=at)
    steps.issue(row, by=actor_of(cast.analyst), at=at)
    told = Outbox.objects.filter(kind__startswith="bulletin.").order_by("id")
    assert list(told.values_list("kind", "to_id")) == [
        ("bulletin.checked", "supervisor"),
        ("bulletin.signed", "analyst"),
        ("bulletin.issued", "analyst"),
        ("bulletin.issued", "supervisor"),
        ("bulletin.issued", "administrator"),
        ("bulletin.issued", "unit_head"),
    ]


def test_the_timetable_names_a_task_that_is_there() -> None:
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["bulletins"]
    assert entry["task"] in app.tasks
