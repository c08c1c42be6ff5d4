"""`manage.py bulletin` over a scenario's database and over the city's own; files read back."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from hotline.management.commands import bulletin
from hotline.scenario_database import database_name
from orders import period
from seeds.scenario import Scenario, read_scenario
from tests.cast import make_cast
from tests.reports.bulletins.test_rendering import docx_text, html_text, pdf_text
from tests.reports.june import June
from tests.rules import make_rules

_WORDS = {"html": html_text, "pdf": pdf_text, "docx": docx_text}
Run = Callable[..., tuple[int, str, str]]


def june() -> Scenario:
    """June as a scenario; its database is named after the tests', so that runs do not meet."""
    name = f"sheets-{connection.settings_dict['NAME'].replace('_', '-')}"
    return replace(
        read_scenario("yongshun-2014"), name=name, title="六月", period=period.parse("2024-06")
    )


@pytest.fixture
def replayed(transactional_db: None) -> Iterator[None]:
    """June in the scenario's own database."""
    make_rules()
    June(make_cast()).play()
    source, own = connection.settings_dict["NAME"], database_name(june().name)
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{source}"')
    yield
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Run:
    """The command as a shell would call it: exit code, output, errors."""

    def command(*args: str, of: Scenario | None = None) -> tuple[int, str, str]:
        if of is not None:
            monkeypatch.setattr(bulletin, "read_scenario", lambda _: of)
        out, err = io.StringIO(), io.StringIO()
        try:
            with django_db_blocker.unblock():
                call_command("bulletin", *args, stdout=out, stderr=err)
        except SystemExit as stop:
            return int(stop.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return command


def test_a_month_is_written_in_every_format_with_the_same_figures(
    replayed: None, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "folder"
    code, out, err = run(
        "--scenario", "june", "--period", "2024-06", "--kind", "month", "--out", str(folder),
        of=june(),
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert out.split() == [
        str(folder / f"月通报-2024-06.{name}") for name in ("html", "pdf", "docx", "xlsx")
    ]
    made = {name: (folder / f"月通报-2024-06.{name}").read_bytes() for name in _WORDS}
    texts = [read(made[name]) for name, read in _WORDS.items()]
    for text in texts:
        flat = text.replace("\n", "").replace("\r", "")
        assert "应办结工单7件，按期办结5件，按期办结率71.43%" in flat
        assert "2024年7月1日" in flat
    book = openpyxl.load_workbook(folder / "月通报-2024-06.xlsx")
    annex = book["2024年6月各单位主要指标"]
    last = next(row for row in annex.iter_rows(min_row=3) if row[0].value == "合计")
    assert [cell.value for cell in last[1:4]] == [9, 7, 5]
    assert last[4].value == pytest.approx(5 / 7)


def test_only_the_formats_asked_for_are_written(replayed: None, run: Run, tmp_path: Path) -> None:
    args = ("--scenario", "june", "--period", "2024-06-11", "--format", "xlsx, html,xlsx")
    code, _, _ = run(*args, "--out", str(tmp_path), of=june())
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "日统计-2024-06-11.html",
        "日统计-2024-06-11.xlsx",
    ]


@pytest.mark.django_db
def test_the_citys_own_is_composed_too(run: Run, tmp_path: Path) -> None:
    make_rules()
    June(make_cast()).play()
    code, _, err = run("--period", "2024-06", "--format", "html", "--out", str(tmp_path))
    assert (code, err) == (0, "")
    assert "受理诉求19件" in (tmp_path / "月通报-2024-06.html").read_text()


@pytest.mark.django_db
def test_without_units_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    code, _, err = run("--period", "2024-06", "--out", str(tmp_path))
    assert code == 2
    assert "先运行 python manage.py load_reference" in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--period", "2024-13"), "--period：统计期“2024-13”有误"),
        (("--period", "2024-H1"), "2024年上半年没有对应的通报"),
        (("--period", "2024-06", "--kind", "week"), "周排名（week）不是2024年6月的"),
        (
            ("--period", "2024-06", "--format", "doc"),
            "没有“doc”；有：html、pdf、docx、xlsx",
        ),
        (("--period", "2024-06", "--format", ","), "--format：没有"),
        (("--period", "2024-06", "--rule", "nowhere"), "没有叫“nowhere”的规则"),
        (("--period", "2024-06", "--scenario", "nowhere"), "没有叫“nowhere”的场景；现有："),
        (("--period", "2024-06", "--scenario", "yueyang-2016"), "没有2024年6月"),
        (("--period", "2999-06"), "2999年6月还没有结束"),
        (("--period", "2024-06", "--as-of", "2024-06-15"), "--as-of：应在2024年6月结束之后"),
        (("--period", "2024-06", "--as-of", "soon"), "--as-of：“soon”不是时刻"),
        (("--period", "2024-06", "--chosen", "nowhere.toml"), "nowhere.toml：没有这个文件"),
    ],
)
def test_bad_input_exits_2_with_words(run: Run, args: tuple[str, ...], words: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err


def test_a_scenario_never_replayed_says_how_to(db: None, run: Run) -> None:
    own = replace(june(), name="never-replayed")
    code, _, err = run("--scenario", "june", "--period", "2024-06", of=own)
    assert code == 2
    assert "先运行 python manage.py replay never-replayed" in err
