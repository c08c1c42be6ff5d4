"""opening + dispatched = completed + moved + recalled + excluded + closing, for every unit."""

import io
import json
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from orders import period
from orders.errors import LifecycleError
from orders.models import Assignment, Citizen
from orders.period import Period
from reports.balance import Terms, balance, count_by_unit
from reports.catalogue import find
from reports.measure import evaluate
from reports.models import TallyDay
from reports.tallies.audit import Unbalanced, audit
from reports.tallies.fill import fill
from reports.tallies.stale import collect
from seeds.simulator.copying import copy_out
from tests.cast import Cast
from tests.factories import MONDAY, moment
from tests.reports.june import June
from tests.seeds.random_play import Play
from tests.seeds.test_memory_world import new_world

pytestmark = pytest.mark.django_db
JULY_FIRST = moment("2024-07-01 00:00")
ORDERS, MOVES = 90, 14


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


def at_random(cast: Cast, seed: int) -> datetime:
    """Lives of orders by any verbs, copied into the database; the answer is when they end."""
    citizens = Citizen.objects.bulk_create(Citizen(created_at=MONDAY) for _ in range(3))
    play, world = Play(cast, [one.pk for one in citizens], seed), new_world(seed)
    at = last = MONDAY
    known: list[int] = []
    for _ in range(ORDERS):
        at += timedelta(minutes=play.draw.randrange(1, 600))
        order = world.take_in(play.demand(), by=play.people[0], at=at)
        known, now, onward = [*known[-20:], order], at, play.draw.random() < 0.5
        for _ in range(play.draw.randrange(MOVES)):
            now += timedelta(minutes=play.draw.choice((5, 40, 300, 1500, 9000)))
            facts = world.facts(order)
            for move in play.moves(facts, now, known, onward=onward):
                on = None if move.place is None else facts.assignments[move.place].id
                inputs = {"assignment_id": on, "main_id": move.main_id, **move.inputs}
                try:
                    world.perform(move.verb, order, by=move.by, at=move.at, **inputs)
                except LifecycleError:
                    continue
                break
        last = max(last, now)
    copy_out(world, connection)
    return last


@pytest.mark.parametrize("seed", [1, 2])
def test_random_lives_close_for_every_unit_and_period(cast: Cast, rules: None, seed: int) -> None:
    end = at_random(cast, seed) + timedelta(days=1)
    whole = balance(period.parse("2024"), as_of=end).whole
    assert min(whole.completed, whole.moved, whole.recalled, whole.closing) > 0
    days = [str(day) for day in period.parse("2024-06-03..2024-06-18").days]
    for as_of in (end, MONDAY + timedelta(days=20, hours=5)):
        for code in ["2024", "2024-Q2", "2024-06", "2024-W25", "2024-06-X2", *days]:
            over = period.parse(code)
            counted = count_by_unit(over, as_of=as_of)
            assert not any(terms.difference for terms in counted.values()), (code, as_of)
            assert not balance(over, as_of=as_of).broken
    june, july = (count_by_unit(period.parse(code), as_of=end) for code in ("2024-06", "2024-07"))
    for unit, terms in june.items():
        assert terms.closing == july.get(unit, Terms()).opening, "it opens what comes after"


def _lines(over: Period, as_of: datetime) -> dict[str, Terms]:
    return {line.name: line.terms for line in balance(over, as_of=as_of).lines}


def test_each_term_of_a_june_counted_by_hand(june: June) -> None:
    """城管局 was given nine, moved one and recalled one; one was excluded, two lie there still:
    the one never completed and that of 28 June. What was completed and reworked is completed."""
    found = _lines(period.parse("2024-06"), JULY_FIRST)
    cast = june.cast
    assert found[cast.urban.short_name] == Terms(
        dispatched=9, completed=4, moved=1, recalled=1, excluded=1, closing=2
    )
    assert found[cast.housing.short_name] == Terms(dispatched=1, completed=1)
    assert found[cast.east.short_name] == Terms(dispatched=1, completed=1)


def test_what_was_given_before_opens_a_day(june: June) -> None:
    """On 11 June: 城管局 has the overdue, the excluded and the one replied to on the 13th."""
    on_eleventh = _lines(period.parse("2024-06-11"), JULY_FIRST)[june.cast.urban.short_name]
    assert on_eleventh == Terms(opening=3, closing=3)
    on_thirteenth = _lines(period.parse("2024-06-13"), JULY_FIRST)[june.cast.urban.short_name]
    assert on_thirteenth == Terms(opening=3, completed=1, closing=2)
    on_twentieth = _lines(period.parse("2024-06-20"), JULY_FIRST)[june.cast.urban.short_name]
    assert on_twentieth == Terms(opening=2, excluded=1, closing=1)


def test_later_facts_are_not_known_yet(june: June) -> None:
    """On 19 June nobody had excluded anything, and the month stands as of then."""
    found = _lines(period.parse("2024-06"), moment("2024-06-19 00:00"))
    assert found[june.cast.urban.short_name].excluded == 0
    assert found[june.cast.urban.short_name].closing == 2


def test_its_terms_are_those_of_the_statistics_where_nothing_was_taken_back(june: June) -> None:
    june_of = period.parse("2024-06")
    whole = balance(june_of, as_of=JULY_FIRST).whole
    codes = ("orders.given", "orders.completed")
    given, completed = evaluate(list(map(find, codes)), period=june_of, as_of=JULY_FIRST)
    assert (whole.dispatched - whole.recalled, whole.completed) == (
        given.numerator,
        completed.numerator,
    )


def damage(june: June) -> Assignment:
    """A lead that was closed as done although no reply was ever accepted."""
    lead = june.walks["not_yet_due"].lead
    row = Assignment.objects.get(pk=lead.id)
    Assignment.objects.filter(pk=row.pk).update(
        closed_as="done", closed_at=moment("2024-06-29 09:00")
    )
    return row


def test_a_damaged_row_does_not_close(june: June) -> None:
    row = damage(june)
    found = balance(period.parse("2024-06"), as_of=JULY_FIRST)
    assert [(line.unit_id, line.terms.difference) for line in found.broken] == [(row.unit_id, 1)]
    counted = count_by_unit(period.parse("2024-06-29"), as_of=JULY_FIRST)
    assert counted[row.unit_id].difference == 1


def test_what_left_before_it_was_given_does_not_close(june: June) -> None:
    lead = june.walks["moved"].lead
    left = Assignment.objects.get(order_id=june.walks["moved"].order_id, closed_as="moved")
    Assignment.objects.filter(pk=left.pk).update(closed_at=moment("2024-06-02 09:00"))
    counted = count_by_unit(period.parse("2024-06-02"), as_of=JULY_FIRST)
    assert counted[left.unit_id].difference == -1
    assert lead.unit_id != left.unit_id


def test_faults_of_two_units_that_count_as_one_do_not_hide_each_other(june: June) -> None:
    """On one day the platform has one too few and a bureau below it one too many: their sum is
    right, the line is not."""
    cast, day = june.cast, period.parse("2024-06-05")
    given = june.received("2024-06-04 08:00").dispatch(cast.east_urban).order_id
    Assignment.objects.filter(order_id=given).update(
        closed_as="done", closed_at=moment("2024-06-05 09:00")
    )
    Assignment.objects.filter(pk=june.walks["platform"].lead.id).update(
        closed_as="moved", closed_at=moment("2024-06-05 10:00")
    )
    found = balance(day, as_of=JULY_FIRST)
    assert [(line.unit_id, line.terms.difference) for line in found.broken] == [(cast.east.pk, 0)]


def test_the_audit_reports_what_does_not_balance(
    june: June, caplog: pytest.LogCaptureFixture
) -> None:
    days = period.parse("2024-06-28..2024-06-29").days
    at = moment("2024-06-30 12:00")
    collect(at=at)
    fill(days, at=at)
    assert audit(at=at) == []
    row = damage(june)
    fill(days, at=at)
    [odd] = audit(at=at)
    assert isinstance(odd, Unbalanced)
    assert (odd.day, odd.unit_id, odd.terms.difference) == (days[1], row.unit_id, 1)
    assert f"unit {row.unit_id} does not balance on 2024-06-29" in caplog.text
    assert not TallyDay.objects.filter(stale_since__isnull=False).exists(), "no recount mends it"


def run(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("statistics", "--balance", *args, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_tells_every_term_and_fails_where_it_does_not_close(june: June) -> None:
    asked = ("--from", "2024-06-01", "--to", "2024-06-30", "--as-of", "2024-07-01")
    code, out, _ = run(*asked, "--json")
    told = json.loads(out)
    assert (code, told["closes"], told["whole"]["difference"]) == (0, True, 0)
    [urban] = [one for one in told["units"] if one["unit"] == june.cast.urban.pk]
    assert (urban["dispatched"], urban["recalled"], urban["closing"]) == (9, 1, 2)
    assert "各单位都平" in run(*asked)[1]
    damage(june)
    code, out, _ = run(*asked)
    assert code == 1
    assert f"不平的单位：{june.cast.urban.short_name}" in out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--period", "2024-06", "--by", "unit"), "--balance 总是按单位列"),
        (("orders.due", "--period", "2024-06"), "--balance 总是按单位列"),
        (("--period", "2024-13"), "期间"),
    ],
)
def test_what_cannot_be_balanced_is_refused(june: June, args: tuple[str, ...], words: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err


def test_a_naive_moment_is_refused(june: June) -> None:
    with pytest.raises(ValueError, match="aware"):
        count_by_unit(period.parse("2024-06"), as_of=datetime(2024, 7, 1))  # noqa: DTZ001
