"""Heads of units read each morning what is open, due today and overdue: once a head and day."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from orders.models import Assignment, Digest, Notice, NoticePreference
from orders.notices.delivering import deliver
from orders.notices.digest import Figures, figures_of, send_digests
from orders.notices.preferences import Quiet
from orders.states import Verb
from tests.cast import Cast
from tests.factories import Walk, moment, ref
from tests.orders.notices.conftest import messages
from units.models import Staff

MORNING = moment("2024-06-05 08:00")


@pytest.fixture
def busy(walk: Walk) -> Walk:
    """The unit holds two, the second due a day after the first."""
    walk.receive().dispatch()
    walk.at += timedelta(days=1)
    walk.receive().dispatch()
    return walk


def test_the_figures_are_those_of_the_queues(busy: Walk) -> None:
    head = busy.cast.unit_head
    due = sorted(due_moments(busy))
    before = due[0] - timedelta(minutes=1)
    assert figures_of(head, at=before) == Figures(open=2, due_today=1, overdue=0)
    after = due[0] + timedelta(minutes=1)
    assert figures_of(head, at=after).overdue == 1


def due_moments(walk: Walk) -> list[datetime]:
    return [a.due_at for a in Assignment.objects.filter(unit=walk.cast.urban) if a.due_at]


def test_a_head_is_told_in_the_own_list_and_by_mail_once_a_day(
    busy: Walk, messages_file: Path
) -> None:
    head = busy.cast.unit_head
    NoticePreference.objects.create(staff=head, email="head@example.cn")
    for minutes in (0, 20, 40):
        send_digests(at=MORNING + timedelta(minutes=minutes))
        deliver(at=MORNING + timedelta(minutes=minutes))
    (notice,) = Notice.objects.filter(staff=head)
    assert notice.payload["day"] == "2024-06-05"
    assert notice.payload["open"] == 2
    (letter,) = [one for one in messages(messages_file) if one["kind"] == "digest"]
    assert "在办2件" in letter["text"]
    assert send_digests(at=MORNING + timedelta(days=1)) == 1


def test_a_head_with_nothing_on_hand_is_not_bothered(cast: Cast, rules: None) -> None:
    assert send_digests(at=MORNING) == 0
    assert Digest.objects.filter(staff=cast.unit_head).exists()
    assert not Notice.objects.exists()


def test_heads_out_of_use_and_clerks_get_none(busy: Walk) -> None:
    Staff.objects.filter(pk=busy.cast.unit_head.pk).update(is_active=False)
    assert send_digests(at=MORNING) == 0
    assert not Digest.objects.exists()


def test_a_platforms_head_counts_what_was_handed_down_once(walk: Walk) -> None:
    head = walk.cast.platform_dispatcher
    Staff.objects.filter(pk=head.pk).update(roles=["unit_head", "platform_dispatcher"])
    head.refresh_from_db()
    walk.receive().dispatch(walk.cast.east)
    walk.do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(walk.cast.east_urban)])
    assert figures_of(head, at=walk.at).open == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_tell_a_head_once(busy: Walk) -> None:
    told = []

    def beat() -> None:
        try:
            told.append(send_digests(at=MORNING))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=beat) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(told) == 1


NIGHTS = [
    ("22:00", "07:00", "2024-06-03 21:59", "2024-06-03 21:59"),
    ("22:00", "07:00", "2024-06-03 22:00", "2024-06-04 07:00"),
    ("22:00", "07:00", "2024-06-04 06:59", "2024-06-04 07:00"),
    ("22:00", "07:00", "2024-06-04 07:00", "2024-06-04 07:00"),
    ("12:00", "14:00", "2024-06-03 13:00", "2024-06-03 14:00"),
    ("12:00", "14:00", "2024-06-03 14:00", "2024-06-03 14:00"),
    ("07:00", "07:00", "2024-06-03 07:00", "2024-06-03 07:00"),
]


@pytest.mark.parametrize(("start", "end", "at", "until"), NIGHTS)
def test_quiet_hours_end_when_they_end(start: str, end: str, at: str, until: str) -> None:
    quiet = Quiet(*(moment(f"2024-06-03 {clock}").time() for clock in (start, end)))
    assert quiet.until(moment(at)) == moment(until)
