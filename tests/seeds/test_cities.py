"""The great cities' years, scaled and played in several chunks, give what was printed."""

import re
from collections import Counter
from dataclasses import asdict, replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

import seeds.replay
from calls.models import Call, CallPurpose
from orders.models import CallbackAttempt, Event, Level, LimitRule, Order, Round, Supervision
from orders.states import Verb
from reports.ledger import Figure, Line, Reproduced, is_finding, reckon
from seeds.replay import Replayed, as_of_for, replay
from seeds.scaling import scaled
from seeds.scenario import read_scenario
from seeds.simulator.bare import bare
from seeds.simulator.chunks import cut
from seeds.simulator.copying import ALL, digest
from units.models import Unit, UnitKind

pytestmark = [pytest.mark.long, pytest.mark.django_db]
SCALES = {"xianning-2021": "0.008", "yueyang-2016": "0.005", "yueyang-2022": "0.002"}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred demands a chunk, so that a small city has several."""
    monkeypatch.setattr(seeds.replay, "cut", partial(cut, least=300))


def play(name: str, *, seed: int = 1, processes: int = 1) -> Replayed:
    """The scaled city in the tests' own database."""
    scenario = scaled(read_scenario(name), Fraction(SCALES[name]))
    return replay(scenario, seed=seed, as_of=as_of_for(scenario, None), processes=processes)


def lines_of(name: str) -> list[Line]:
    scenario = read_scenario(name)
    return reckon(
        [Figure(**asdict(figure)) for figure in scenario.figures],
        period=scenario.period,
        as_of=scenario.period.end,
        scale=Fraction(SCALES[name]),
    )


@pytest.mark.parametrize("name", sorted(SCALES))
def test_every_figure_of_a_scaled_city_comes_out(name: str, small_chunks: None) -> None:
    played = play(name)
    found = lines_of(name)
    missed = [(one.figure.key, one.numerator, one.denominator) for one in found if is_finding(one)]
    assert missed == []
    model = [o for o in found if o.figure.scope == "model" and o.figure.modelled]
    assert all(one.reproduced is Reproduced.YES for one in model)
    assert played.demands == Order.objects.count()
    assert played.verbs > 3 * played.demands
    _calls_hang_together(name)


def _calls_hang_together(name: str) -> None:
    scenario = scaled(read_scenario(name), Fraction(SCALES[name]))
    assert scenario.calls is not None
    period = scenario.period
    calls = Call.objects.filter(at__gte=period.start, at__lt=period.end)
    assert calls.count() == scenario.calls.inbound + scenario.calls.outbound
    answered = calls.filter(direction="in", answered_at__isnull=False)
    assert answered.count() == scenario.calls.answered
    spoken = Order.objects.filter(channel_id__in=["phone", "enterprise", "deputies", "leaders"])
    told = CallPurpose.objects.filter(purpose__in=["register", "praise"])
    assert set(spoken.values_list("id", flat=True)) <= set(told.values_list("order_id", flat=True))
    assert told.count() == told.values("order_id").distinct().count()
    by_call = dict(Call.objects.values_list("id", "citizen_id"))
    for purpose in told.select_related("order"):
        assert purpose.order is not None
        assert by_call[purpose.call_id] == purpose.order.citizen_id
    twice = Counter(told.values_list("call_id", flat=True))
    assert max(twice.values()) == 2 or not scenario.calls.twice
    placed = Call.objects.filter(direction="out", purpose="callback").count()
    assert placed == CallbackAttempt.objects.filter(way="call").count()


def test_one_seat_has_one_call_at_a_time_while_there_are_seats_enough(small_chunks: None) -> None:
    play("xianning-2021")
    busy = Call.objects.filter(seat__isnull=False).order_by("seat_id", "answered_at")
    last: dict[int, Call] = {}
    overlaps = 0
    for call in busy:
        before = last.get(call.seat_id or 0)
        if before is not None and before.ended_at and call.answered_at:
            overlaps += before.ended_at > call.answered_at + timedelta(seconds=200)
        last[call.seat_id or 0] = call
    assert overlaps < busy.count() / 20


def test_late_orders_have_their_cards(small_chunks: None) -> None:
    play("yueyang-2016")
    period = read_scenario("yueyang-2016").period
    late = Order.objects.filter(
        assignments__role="lead",
        assignments__rounds__n=1,
        assignments__rounds__replied_at__gt=F("assignments__rounds__due_at"),
        received_at__gte=period.start,
    )
    carded = set(Level.objects.filter(card="yellow").values_list("order_id", flat=True))
    assert set(late.values_list("id", flat=True)) <= carded


def test_hard_orders_are_supervised_as_often_as_their_quota_says(small_chunks: None) -> None:
    scenario = scaled(read_scenario("yueyang-2022"), Fraction(SCALES["yueyang-2022"]))
    main, *others = scenario.streams
    pressed = replace(main, counts={**main.counts, "supervised": 3})
    scenario = replace(scenario, streams=(pressed, *others))
    replay(scenario, seed=1, as_of=as_of_for(scenario, None), processes=1)
    assert [one.verdict for one in Supervision.objects.all()] == ["met"] * 3


def test_who_joins_a_running_matter_joins_one_completed_within_the_period(
    small_chunks: None,
) -> None:
    scenario = scaled(read_scenario("yueyang-2022"), Fraction(SCALES["yueyang-2022"]))
    main, *others = scenario.streams
    ends = {**main.ends, "merged": 200, "open": 20, "answered": 939, "completed": 370}
    crowded = replace(scenario, streams=(replace(main, ends=ends), *others))
    replay(crowded, seed=1, as_of=as_of_for(crowded, None), processes=1)
    joined = Order.objects.filter(merged_into__isnull=False)
    lasting = joined.exclude(
        merged_into__assignments__rounds__n=1,
        merged_into__assignments__rounds__replied_at__lt=scenario.period.end,
    )
    assert joined.count() > 150
    assert not lasting.exists()


def test_what_is_solved_is_not_what_is_satisfied_and_reasons_of_reworking_fit(
    small_chunks: None,
) -> None:
    play("yueyang-2016")
    rated = Round.objects.filter(rating__isnull=False)
    assert rated.filter(rating__gte=3, solved=False).exists()
    assert rated.filter(rating__lt=3, solved=True).exists()
    reworked = Event.objects.filter(verb=Verb.REWORK)
    assert reworked.exists()
    for event in reworked:
        assert event.assignment_id is not None
        before = Round.objects.get(assignment_id=event.assignment_id, n=1)
        assert not (before.solved and event.payload["reason"] == "rework.unsolved")


def test_the_responsible_units_of_yueyang_are_as_many_as_printed(small_chunks: None) -> None:
    play("yueyang-2016")
    own = Unit.objects.filter(parent__kind=UnitKind.CITY).exclude(kind=UnitKind.HOTLINE)
    assert own.count() == 89
    platforms = own.filter(kind=UnitKind.PLATFORM)
    assert sorted(platforms.values_list("short_name", flat=True)) == ["君山区", "岳阳楼区"]
    assert all(Unit.objects.subtree_of(one).count() > 5 for one in platforms)
    assert LimitRule.objects.get(code="handle.scan").amount == 3


# PostgreSQL writes a definition it reads again with its casts elsewhere.
_CASTS = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")


def shape() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The indexes and references of all tables of a replay."""
    tables = [model._meta.db_table for model in ALL.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY 1",
            [tables],
        )
        indexes = [(name, _CASTS.sub("", words)) for name, words in cursor.fetchall()]
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = ANY(%s::regclass[]) ORDER BY 1, 2",
            [tables],
        )
        return indexes, cursor.fetchall()


def test_a_replay_leaves_every_index_and_reference_as_it_was(small_chunks: None) -> None:
    before = shape()
    with transaction.atomic(), bare(connection, ALL.values()):
        inside = shape()
    assert len(inside[0]) < len(before[0])
    assert len(inside[1]) < len(before[1])
    play("yueyang-2016")
    assert shape() == before


def test_a_row_without_what_it_points_at_is_found_when_references_come_back() -> None:
    at = read_scenario("yongshun-2014").period.start
    lost = CallPurpose(call_id=1, order_id=77, purpose="ask", at=at)
    with (
        pytest.raises(IntegrityError, match="foreign key"),
        transaction.atomic(),
        bare(connection, ALL.values()),
    ):
        lost.save()


@pytest.mark.django_db(transaction=True)
def test_two_processes_write_the_same_rows_as_one(small_chunks: None) -> None:
    digests = []
    for processes in (1, 2):
        call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
        play("yueyang-2016", processes=processes)
        digests.append(digest(connection))
    assert digests[0] == digests[1]
