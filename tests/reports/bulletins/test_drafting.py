"""Bulletins are counted by a worker: once, whoever asks, seen by who waits, and again after a
fault."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from kombu.exceptions import OperationalError

from hotline.celery import app
from orders import period
from reports.bulletins.gathering import gather
from reports.bulletins.kinds import kind_for
from reports.bulletins.workflow import drafting, steps
from reports.models import Bulletin, Drafting
from reports.tasks import draft_asked
from tests.cast import Cast, make_cast
from tests.reports.bulletins.by_page import AT, as_, said, send
from tests.reports.june import June
from tests.rules import make_rules
from units.actor import Actor, actor_of
from units.models import Unit, UnitKind

JUNE = period.parse("2024-06")
Handed = list[dict[str, Any]]


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


@pytest.fixture(autouse=True)
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """What the page hands to the workers."""
    found: Handed = []
    monkeypatch.setattr(draft_asked, "apply_async", lambda kwargs, **options: found.append(kwargs))
    return found


def work(**kwargs: Any) -> None:
    """What a worker does with what it was handed; without anything, what the timetable does."""
    with time_machine.travel(AT):
        draft_asked(**kwargs)


def test_a_month_is_asked_for_waited_for_and_opened(
    client: Client, june: June, handed: Handed
) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    row = Drafting.objects.get()
    assert (waiting, handed) == (f"/bulletins/drafting/{row.pk}/", [{"drafting_id": row.pk}])
    words = said(client, waiting)
    assert "月通报〔2024〕第6期" in words
    assert "排着队" in words
    assert "看现在" in words
    assert "月通报〔2024〕第6期 正在编" in said(client, "/bulletins/")
    assert not Bulletin.objects.exists()
    work(**handed[0])
    made = Bulletin.objects.get()
    assert (made.period, made.drafted_by, made.drafted_at) == ("2024-06", june.cast.analyst, AT)
    answer = client.get(waiting)
    assert (answer.status_code, answer["Location"]) == (302, f"/bulletins/{made.pk}/")
    by_script = client.get(waiting, headers={"HX-Request": "true"})
    assert by_script["HX-Redirect"] == f"/bulletins/{made.pk}/"
    assert "正在编" not in said(client, "/bulletins/")


def test_who_waits_sees_what_is_being_counted(
    client: Client, june: June, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    seen = []

    def watched(*args: Any, say: Any, **kwargs: Any) -> Any:
        def look(stage: int) -> None:
            say(stage)
            seen.append(said(client, waiting))

        return gather(*args, say=look, **kwargs)

    monkeypatch.setattr(steps, "gather", watched)
    work(**handed[0])
    assert [at for at, words in enumerate(seen, 1) if f"（第{at}步，共4步）" in words] == [
        1,
        2,
        3,
        4,
    ]
    assert "正在数各单位的工单" in seen[1]


def test_two_people_and_a_double_click_wait_for_the_same_one(
    client: Client, june: June, handed: Handed
) -> None:
    as_(client, june.cast.analyst)
    first = send(client, "/bulletins/draft/", period="2024-06")
    assert send(client, "/bulletins/draft/", period="2024-06") == first
    as_(client, june.cast.administrator)
    assert send(client, "/bulletins/draft/", period="2024-06") == first
    for one in handed:
        work(**one)
    work()
    assert (Drafting.objects.count(), Bulletin.objects.count()) == (1, 1)
    assert Bulletin.objects.get().drafted_by == june.cast.analyst


def test_what_is_there_is_opened_and_nothing_is_counted(
    client: Client, june: June, handed: Handed
) -> None:
    as_(client, june.cast.analyst)
    made = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    assert send(client, "/bulletins/draft/", period="2024-06") == f"/bulletins/{made.pk}/"
    assert "这一期已经编过" in said(client, f"/bulletins/{made.pk}/")
    assert (handed, Drafting.objects.count()) == ([], 0)


def test_what_the_timetable_drafted_meanwhile_is_taken(
    client: Client, june: June, handed: Handed
) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    made = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    work(**handed[0])
    assert client.get(waiting)["Location"] == f"/bulletins/{made.pk}/"


def test_a_recount_and_a_correction_are_waited_for_too(
    client: Client, june: June, handed: Handed
) -> None:
    analyst, supervisor = june.cast.analyst, june.cast.supervisor
    row = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    as_(client, analyst)
    waiting = send(client, f"/bulletins/{row.pk}/recount/")
    assert "重新统计" in said(client, waiting)
    work(**handed.pop())
    assert client.get(waiting)["Location"] == f"/bulletins/{row.pk}/"
    steps.check(row, by=actor_of(analyst), at=AT)
    steps.sign(row, by=actor_of(supervisor), at=AT)
    steps.issue(row, by=actor_of(analyst), at=AT)
    waiting = send(client, f"/bulletins/{row.pk}/correct/")
    assert send(client, f"/bulletins/{row.pk}/correct/") == waiting
    assert "（更正版）" in said(client, waiting)
    work(**handed.pop())
    made = Bulletin.objects.get(supersedes=row)
    assert client.get(waiting)["Location"] == f"/bulletins/{made.pk}/"
    send(client, f"/bulletins/{row.pk}/correct/", 409)
    send(client, f"/bulletins/{row.pk}/recount/", 409)


def test_a_draft_checked_meanwhile_is_not_counted_anew_and_says_so(
    client: Client, june: June, handed: Handed
) -> None:
    row = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    as_(client, june.cast.analyst)
    waiting = send(client, f"/bulletins/{row.pk}/recount/")
    steps.check(row, by=actor_of(june.cast.analyst), at=AT)
    work(**handed[0])
    assert "这一期现在是已审核，做不了这一步" in said(client, waiting)


def test_what_came_to_nothing_says_why_and_is_tried_again(
    client: Client, june: June, handed: Handed
) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    Unit.objects.filter(kind=UnitKind.HOTLINE).update(kind=UnitKind.BUREAU)
    work(**handed.pop())
    words = said(client, waiting)
    assert "没编成" in words
    assert "先运行 python manage.py load_reference" in words
    assert "再试一次" in words
    assert "没编成" in said(client, "/bulletins/")
    assert "没编成" not in said(client, "/bulletins/", at=AT + drafting.SHOWN * 2)
    Unit.objects.filter(code=june.cast.hotline.code).update(kind=UnitKind.HOTLINE)
    again = send(client, "/bulletins/draft/", period="2024-06")
    assert again != waiting
    assert "没编成" not in said(client, "/bulletins/")
    work(**handed.pop())
    assert client.get(again)["Location"] == f"/bulletins/{Bulletin.objects.get().pk}/"


@pytest.mark.parametrize(
    ("error", "words"),
    [(ZeroDivisionError("no"), "原因在日志里"), (SoftTimeLimitExceeded(), "数了太久，停下了")],
)
def test_a_fault_nobody_foresaw_stops_that_one_alone_and_is_logged(
    client: Client,
    june: June,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    words: str,
) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    send(client, "/bulletins/draft/", period="2024-05")
    real = gather

    def fails_once(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(steps, "gather", real)
        raise error

    monkeypatch.setattr(steps, "gather", fails_once)
    work()
    assert words in said(client, waiting)
    assert "drafting" in caplog.text
    assert list(Bulletin.objects.values_list("period", flat=True)) == ["2024-05"]


def test_without_a_queue_the_timetable_begins_with_it(
    client: Client, june: June, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(kwargs: object, **options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(draft_asked, "apply_async", unreachable)
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    assert app.conf.beat_schedule["drafting"]["task"] == draft_asked.name
    work()
    assert client.get(waiting).status_code == 302


def test_nothing_is_begun_for_whom_it_is_not(client: Client, june: June, handed: Handed) -> None:
    as_(client, june.cast.analyst)
    waiting = send(client, "/bulletins/draft/", period="2024-06")
    send(client, "/bulletins/draft/", 422, period="2024-07")
    row = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]
    as_(client, june.cast.supervisor)
    send(client, "/bulletins/draft/", 403, period="2024-05")
    send(client, f"/bulletins/{row.pk}/recount/", 403)
    assert "正在编" in said(client, "/bulletins/")
    as_(client, june.cast.unit_head)
    said(client, waiting, status=403)
    assert "正在编" not in said(client, "/bulletins/")
    said(client, "/bulletins/drafting/999/", status=403)
    assert len(handed) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"done_at": AT},  # without what was made
        {"failed_at": AT},  # without a reason
        {"fault": "原因"},
        {"step": "issue"},
        {"step": "recount"},  # of nothing
        {"kind": "century"},
    ],
)
def test_the_database_refuses_half_of_it(june: June, changes: dict[str, object]) -> None:
    drafting.ask_draft(kind_for(JUNE), JUNE, by=actor_of(june.cast.analyst), at=AT)
    with pytest.raises(Error), transaction.atomic():
        Drafting.objects.update(**changes)


def test_the_database_keeps_one_under_way(june: June) -> None:
    drafting.ask_draft(kind_for(JUNE), JUNE, by=actor_of(june.cast.analyst), at=AT)
    row = Drafting.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="drafting_one_at_a_time"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_and_neither_waits() -> None:
    make_rules()
    cast = make_cast()
    June(cast).play()
    asked = drafting.ask_draft(kind_for(JUNE), JUNE, by=actor_of(cast.analyst), at=AT)

    def count(_: int) -> int:
        try:
            return drafting.work_off(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(count, range(2))) == 1
    assert (Bulletin.objects.count(), Drafting.objects.filter(done_at=AT).count()) == (1, 1)
    assert not drafting.work(asked.pk, at=AT)
