"""A county's year, replayed by the command into a database of its own, gives what was printed."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from hotline.management.commands import figures, replay
from hotline.scenario_building import building
from hotline.scenario_database import database_name, read_as_default
from orders.models import Assignment, CallbackTask, Event, Order, Request, Round
from orders.states import OrderState, Verb
from seeds.calendars import load_years, working_calendar
from seeds.scenario import Scenario, read_scenario
from seeds.simulator.drawing import draw_plans
from seeds.simulator.plan import Outcome
from seeds.simulator.words import read_words, tops_by_kind

pytestmark = pytest.mark.long

MODEL_KEYS = {
    "demands.accepted": (1282, None, "1282件"),
    "demands.direct": (964, None, "964件"),
    "orders.dispatched": (318, None, "318件"),
    "orders.completed": (314, None, "314件"),
    "orders.completed_rate": (314, 318, "98.74%"),
    "orders.satisfied_rate": (292, 305, "95.7%"),
}


def yongshun() -> Scenario:
    """Under a name of the tests' own database, so that runs do not meet."""
    own = connection.settings_dict["NAME"].replace("_", "-")
    return replace(read_scenario("yongshun-2014"), name=f"yongshun-{own}")


@dataclass
class Result:
    code: int
    out: str
    err: str


def run(name: str, *args: str, of: Scenario | None = None) -> Result:
    """The command as a shell would call it."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        if of is not None:
            for module in (figures, replay):
                patch.setattr(module, "read_scenario", lambda _: of)
        try:
            call_command(name, *args, stdout=out, stderr=err)
        except SystemExit as stop:
            return Result(int(stop.code or 0), out.getvalue(), err.getvalue())
    return Result(0, out.getvalue(), err.getvalue())


def databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


@contextmanager
def own_cursor() -> Iterator[CursorWrapper]:
    """A connection of its own, outside any transaction."""
    own = connection.copy()
    try:
        own.set_autocommit(True)
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def drop(name: str) -> None:
    with own_cursor() as cursor:
        for one in (name, f"{name}_new", f"{name}_old"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Result, Result, str]]:
    """Replayed twice: the second replaces the first. The last is the database's name."""
    with django_db_blocker.unblock():
        scenario = yongshun()
        name = database_name(scenario.name)
        first = run("replay", "yongshun", of=scenario)
        second = run("replay", "--scenario", "yongshun", "--seed", "12345", of=scenario)
        yield first, second, name
        drop(name)


def test_the_table_shows_each_figure_printed_and_recomputed(
    played: tuple[Result, Result, str],
) -> None:
    first, _, _ = played
    assert first.code == 0, first.err
    lines = {line.split()[0]: line for line in first.out.splitlines() if "." in line}
    for key, (numerator, denominator, shown) in MODEL_KEYS.items():
        counts = f"{numerator}/{denominator}" if denominator else str(numerator)
        assert counts in lines[key].split()
        assert shown in lines[key]
        assert lines[key].endswith("是")
    assert "矛盾" in lines["orders.satisfied_rate"]
    assert "1227/1282" in first.out, "the bases that would give 95.7 % are listed"
    assert "1223/1278" in first.out


def test_progress_is_told_in_percent_on_the_error_stream(
    played: tuple[Result, Result, str],
) -> None:
    first, _, _ = played
    for percent in (25, 50, 75, 100):
        assert f"{percent}%" in first.err


def test_the_same_seed_gives_the_same_digest_of_all_rows(
    played: tuple[Result, Result, str],
) -> None:
    first, second, _ = played
    digest = first.out.split("摘要 ")[1].strip()
    assert len(digest) == 64
    assert second.out == first.out


def test_another_seed_draws_another_year_with_the_same_totals() -> None:
    scenario = yongshun()
    tops = {"": tops_by_kind(read_words().templates)}
    one, again, other = (
        draw_plans(scenario.streams, scenario.assumed, tops, seed=seed) for seed in (1, 1, 2)
    )
    assert one == again != other
    assert Counter(plan.outcome for plan in one) == Counter(plan.outcome for plan in other)
    assert [plan.at for plan in one] != [plan.at for plan in other]
    assert Counter(plan.outcome for plan in one) == {
        Outcome.ANSWERED: 964,
        Outcome.COMPLETED: 314,
        Outcome.OPEN: 4,
    }


def test_the_city_takes_its_name_when_it_is_whole(
    played: tuple[Result, Result, str], db: None
) -> None:
    *_, name = played
    assert name in databases()
    assert not {f"{name}_new", f"{name}_old"} & databases()


def test_figures_reads_the_same_city(
    played: tuple[Result, Result, str], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        result = run("figures", "yongshun", "--json", of=yongshun())
    assert result.code == 0
    rows = {row["key"]: row for row in json.loads(result.out)}
    assert len(rows) == 11
    for key, (numerator, denominator, shown) in MODEL_KEYS.items():
        row = rows[key]
        assert (row["numerator"], row["denominator"], row["shown"]) == (
            numerator,
            denominator,
            shown,
        )
        assert row["reproduced"] == "yes"
    assert rows["staff.operators"]["reproduced"] == "given"
    assert rows["orders.satisfied_rate"]["verdict"] == "conflict"


def test_what_was_open_at_the_end_is_played_on_and_leaves_the_figures(
    played: tuple[Result, Result, str], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), read_as_default(yongshun().name):
        end = yongshun().period.end
        later = Round.objects.filter(n=1, replied_at__gte=end)
        assert later.count() == 4
        orders = Order.objects
        states = {state: orders.filter(state=state).count() for state in OrderState}
        assert states[OrderState.ARCHIVED] == 318
        assert states[OrderState.ANSWERED] == 964
        last = Event.objects.latest("at").at
        assert end < last < end + timedelta(days=60)


def test_the_year_has_its_returns_extensions_assists_and_reworks(
    played: tuple[Result, Result, str], django_db_blocker: DjangoDbBlocker
) -> None:
    assumed = yongshun().assumed
    with django_db_blocker.unblock(), read_as_default(yongshun().name):
        requests = Request.objects
        assignments = Assignment.objects
        assert requests.filter(verdict="moved").count() == assumed.returns_moved
        assert requests.filter(verdict="upheld").count() == assumed.returns_upheld
        assert requests.filter(kind="extension").count() == assumed.extensions
        assert requests.filter(kind="suspension").count() == assumed.suspensions
        assert assignments.filter(parent__isnull=False).count() == assumed.hand_downs
        assert assignments.filter(role="assist").exists()
        assert Round.objects.filter(n=2).count() == assumed.reworked
        tasks = CallbackTask.objects
        assert not tasks.filter(closed_at__isnull=True).exists()
        assert tasks.filter(outcome="unreached").count() == 314 - assumed.rated


def test_units_work_in_working_hours_of_that_years_calendar(
    played: tuple[Result, Result, str], django_db_blocker: DjangoDbBlocker
) -> None:
    period = yongshun().period
    calendar = working_calendar(load_years(), period.first, period.until)
    with django_db_blocker.unblock(), read_as_default(yongshun().name):
        events = Event.objects.filter(at__lt=period.end)
        replied = list(events.filter(verb=Verb.COMPLETE).values_list("at", flat=True))
        received = list(events.filter(verb=Verb.RECEIVE).values_list("at", flat=True))
    zone = period.start.tzinfo
    outside = [at for at in replied if not calendar.is_working_day(at.astimezone(zone).date())]
    assert len(outside) < len(replied) / 50
    assert any(not calendar.is_working_day(at.astimezone(zone).date()) for at in received)


def interrupted(scenario: str) -> None:
    """Somebody presses Ctrl-C in the middle of building."""
    with building(scenario) as new:
        assert connections["default"] is new
        assert not Order.objects.exists()
        raise KeyboardInterrupt


def test_an_interrupted_build_leaves_the_old_city_and_no_half_one(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        scenario = f"{yongshun().name}-broken"
        name = database_name(scenario)
        drop(name)
        with own_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}_new"')  # left by a killed process
        try:
            with pytest.raises(KeyboardInterrupt):
                interrupted(scenario)
            assert connections["default"].settings_dict["NAME"] != f"{name}_new"
            assert name in databases()
            assert f"{name}_new" not in databases()
        finally:
            drop(name)


def test_two_do_not_build_one_city_at_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), own_cursor() as cursor:
        scenario = yongshun()
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [database_name(scenario.name)])
        result = run("replay", "yongshun", of=scenario)
    assert result.code == 2
    assert "正在另一处重放" in result.err


def test_without_the_right_to_make_databases_the_error_says_so(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    own = connection.settings_dict
    role = f"{own['NAME']}_poor"
    with django_db_blocker.unblock(), own_cursor() as cursor:
        cursor.execute(f'DROP ROLE IF EXISTS "{role}"')
        cursor.execute(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{own['PASSWORD'] or 'x'}'")
        before = databases()
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(own, "USER", role)
                result = run("replay", "yongshun", of=yongshun())
            assert result.code == 2
            assert f"ALTER ROLE {role} CREATEDB" in result.err
            assert databases() == before
        finally:
            cursor.execute(f'DROP ROLE "{role}"')


BAD_INPUT: list[tuple[tuple[str, ...], str]] = [
    (("nowhere",), "没有叫“nowhere”的场景；现有：xianning-2021、yongshun-2014、yueyang-2016"),
    ((), "写明一个场景"),
    (("yongshun-2014", "--scenario", "other"), "写明一个场景"),
    (("yongshun-2014", "--as-of", "soon"), "--as-of：“soon”不是时刻"),
    (("yongshun-2014", "--as-of", "2014-06-01"), "--as-of：应在 2015-01-01 之后一年之内"),
    (("yongshun-2014", "--as-of", "2020-01-01"), "--as-of：应在 2015-01-01 之后一年之内"),
    (("yongshun-2014", "--scale", "half"), "--scale：“half”不是数，写成 0.01"),
    (("yongshun-2014", "--scale", "0"), "--scale：应大于0，不大于1"),
    (("yongshun-2014", "--scale", "1.5"), "--scale：应大于0，不大于1"),
    (("yongshun-2014", "--scale", "1/0"), "--scale：“1/0”不是数"),
]


@pytest.mark.parametrize(("args", "words"), BAD_INPUT)
def test_bad_input_is_said_with_exit_code_2(args: tuple[str, ...], words: str) -> None:
    result = run("replay", *args)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_a_process_that_is_killed_ends_the_replay_with_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*args: object, **options: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(replay, "building", lambda _: nullcontext(connection))
    monkeypatch.setattr(replay, "replay", killed)
    result = run("replay", "yongshun-2014")
    assert (result.code, result.out) == (2, "")
    assert "重放的一个进程中途没了" in result.err


def test_a_seed_is_a_number() -> None:
    with pytest.raises(CommandError, match="--seed"):
        run("replay", "yongshun-2014", "--seed", "many")
