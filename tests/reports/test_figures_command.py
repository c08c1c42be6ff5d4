"""`manage.py figures` over a database of its own, with the exit codes other programs rely on."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

import pytest
from django.core.management import call_command
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from hotline.management.commands import figures
from hotline.scenario_database import as_default, database_name
from orders import period
from reports.ledger import Figure
from seeds.scenario import Scenario, read_scenario
from tests.cast import make_cast
from tests.reports.june import June
from tests.rules import make_rules

RIGHT = Figure("orders.completed_rate", "办结率", "75.00%", of="dispatched")
WRONG = Figure("demands.accepted", "受理", "20件", value=20)
Run = Callable[..., tuple[int, str, str]]


def scenario(*printed: Figure) -> Scenario:
    """June as a scenario; its database is named after the tests', so that runs do not meet."""
    name = f"june-{connection.settings_dict['NAME'].replace('_', '-')}"
    yongshun = read_scenario("yongshun-2014")
    kind = type(yongshun.figures[0])
    own = tuple(kind(**asdict(one)) for one in printed)
    return replace(yongshun, name=name, title="六月", period=period.parse("2024-06"), figures=own)


@pytest.fixture
def replayed(transactional_db: None) -> Iterator[None]:
    """June in the scenario's own database."""
    make_rules()
    June(make_cast()).play()
    source, own = connection.settings_dict["NAME"], database_name(scenario(RIGHT).name)
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{source}"')
    yield
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{own}"')


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Run:
    """The command as a shell would call it: exit code, output, errors. The blocker lets it reach
    a database that the tests' own settings do not name."""

    def command(*args: str, of: Scenario | None = None) -> tuple[int, str, str]:
        if of is not None:
            monkeypatch.setattr(figures, "read_scenario", lambda _: of)
        out, err = io.StringIO(), io.StringIO()
        try:
            with django_db_blocker.unblock():
                call_command("figures", *args, stdout=out, stderr=err)
        except SystemExit as stop:
            return int(stop.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return command


def test_figures_that_come_out_exit_0_and_others_1(replayed: None, run: Run) -> None:
    code, out, _ = run("june", "--json", of=scenario(RIGHT))
    [row] = json.loads(out)
    assert (code, row["key"], row["numerator"], row["denominator"], row["shown"]) == (
        0,
        "orders.completed_rate",
        6,
        8,
        "75.00%",
    )
    code, out, _ = run("--scenario", "june", of=scenario(RIGHT, WRONG))
    assert code == 1
    assert out.startswith("六月，截至2024年06月30日")
    assert "20件" in out
    assert "19件" in out


def test_the_default_database_is_the_own_one_again_when_the_command_is_done(
    replayed: None, run: Run
) -> None:
    run("june", of=scenario(RIGHT))
    assert connection.settings_dict["NAME"] != database_name(scenario(RIGHT).name)


def test_an_outdated_database_says_to_replay_again(
    replayed: None, run: Run, django_db_blocker: DjangoDbBlocker
) -> None:
    own = scenario(RIGHT)
    with django_db_blocker.unblock(), as_default(database_name(own.name)) as there:
        there.cursor().execute("DROP TABLE orders_round CASCADE")
    code, out, err = run("june", of=own)
    assert (code, out) == (2, "")
    assert "重新运行 python manage.py replay" in err


def test_a_scenario_never_replayed_says_how_to(db: None, run: Run) -> None:
    own = replace(scenario(RIGHT), name="never-replayed")
    code, out, err = run("never-replayed", of=own)
    assert (code, out) == (2, "")
    assert "先运行 python manage.py replay never-replayed" in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nowhere",), "没有叫“nowhere”的场景；现有："),
        ((), "写明一个场景"),
        (("one", "--scenario", "other"), "写明一个场景"),
    ],
)
def test_bad_input_exits_2_with_words(run: Run, args: tuple[str, ...], words: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err


def test_a_figure_that_cannot_be_read_is_named(replayed: None, run: Run) -> None:
    code, _, err = run("june", of=scenario(replace(RIGHT, parts="6 / x")))
    assert code == 2
    assert "orders.completed_rate：parts" in err
