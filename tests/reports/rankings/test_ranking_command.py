"""`manage.py ranking`: a table for people, JSON for programs, and what is refused with exit 2."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoDbBlocker

from orders.period import parse
from reports.rankings import from_json, rank
from tests.factories import moment
from tests.reports.rankings.conftest import RULE, rule
from tests.reports.rankings.months import Months

Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Run:
    """The command as a shell would call it: exit code, output, errors."""
    file = tmp_path / "two.toml"
    file.write_text(RULE, "utf-8")

    def command(*args: str, period: str = "2024-06", by: str = str(file)) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        given = ("--period", period, "--rule", by, "--as-of", "2024-07-01", *args)
        try:
            with django_db_blocker.unblock():
                call_command("ranking", *given, stdout=out, stderr=err)
        except SystemExit as stop:
            return int(stop.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return command


def test_the_table_reads_as_a_bulletin_would(months: Months, run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert out.startswith("两项考核，2024年6月，截至2024年07月01日 00:00\n\n市直部门\n名次")
    urban = "2 城市管理局 87.50 良好 升1 按期+25.00分 4 100.00% 51.0–100.0 83.33% 75.00% 30.1–95.4"
    assert urban.split() in lines
    assert "不排名（本期无应办结工单）：云湖水务公司" in out
    assert "红榜（市直部门）：市场监督管理局（100.00分）\n红榜（县市区）：西山区（100.00分）" in out
    assert (
        "等次变动：城市管理局由合格到良好（按期+25.00分）、"
        "住房和城乡建设局由优秀到良好（按期−16.67分）" in out
    )
    assert "黑榜：东湖区（75.00分，按期失25.00分）" in out


def test_who_is_apart_with_figures_keeps_its_row(months: Months, run: Run, tmp_path: Path) -> None:
    (tmp_path / "three.toml").write_text(f"minimum = {{month = 3}}\n{RULE}", "utf-8")
    _, out, _ = run(by=str(tmp_path / "three.toml"))
    row = "— 东湖区 75.00 — 不排名 应办结2件，不足3件 2 50.00% 9.5–90.5 89.90% 100.00% 34.2–100.0"
    assert row.split() in [line.split() for line in out.splitlines()]


@pytest.mark.parametrize(("way", "how"), [("full", "按满分"), ("drop", "不计，其余折算")])
def test_scores_on_fewer_figures_are_named(
    months: Months, run: Run, tmp_path: Path, way: str, how: str
) -> None:
    text = RULE.replace("orders.satisfied_rate", "orders.reply_quality")
    (tmp_path / "few.toml").write_text(f'over_nothing = "{way}"\n{text}', "utf-8")
    _, out, _ = run(by=str(tmp_path / "few.toml"))
    assert f"“满意”没有可算的，{how}：西山区、东湖区" in out


def test_ties_are_named_below_the_table(months: Months, run: Run) -> None:
    _, out, _ = run(period="2024-05")
    assert "并列第1名：住房和城乡建设局、市场监督管理局" in out


def test_programs_get_the_whole_ranking(months: Months, run: Run) -> None:
    code, out, _ = run("--json")
    found = json.loads(out)
    assert code == 0
    whole = rank(rule(), parse("2024-06"), as_of=moment("2024-07-01 00:00"))
    assert from_json(found) == whole
    market = found["groups"][0]["units"][0]
    assert (market["place"], market["total"], market["grade"]) == (1, "100.00", "优秀")
    assert market["move"] == {"direction": "level", "steps": 0, "words": "平", "cause": None}
    assert market["beside"]["on_time"] == {
        "n": 2,
        "of": 2,
        "percent": "100.00",
        "low": "34.2",
        "high": "100.0",
    }
    _, out, _ = run("--json", "--group", "县市区")
    assert [group["code"] for group in json.loads(out)["groups"]] == ["districts"]


@pytest.mark.parametrize(
    "name", ["bulletin", "prefecture-2021", "three-rates", "weighted", "deduction"]
)
def test_every_rule_that_ships_ranks(months: Months, run: Run, name: str) -> None:
    code, out, err = run(by=name)
    assert (code, err) == (0, "")
    assert "市直部门" in out


@pytest.mark.parametrize(
    ("args", "more", "words"),
    [
        ((), {"period": "2024-13"}, "--period：统计期“2024-13”有误：月份应为1到12"),
        ((), {"period": "June"}, "--period：统计期“June”有误"),
        ((), {"period": "2024-07"}, "2024年7月还没有开始"),
        ((), {"period": "2014-06"}, "2014年6月没有应办结的工单"),
        ((), {"by": "nobody"}, "没有叫“nobody”的规则，也没有这个文件；现有："),
        (("--group", "towns"), {}, "没有叫“towns”的分组；有：bureaus（市直部门）"),
        (("--as-of", "yesterday"), {}, "--as-of：“yesterday”不是时刻"),
        (("--as-of", "0001-01-01"), {}, "--as-of：“0001-01-01”不是时刻"),
        (("--scenario", "never-replayed"), {}, "没有叫“never-replayed”的场景"),
    ],
)
def test_bad_input_exits_2_with_words(
    months: Months, run: Run, args: tuple[str, ...], more: dict[str, str], words: str
) -> None:
    code, out, err = run(*args, **more)
    assert (code, out) == (2, "")
    assert words in err


def test_a_rule_with_a_typo_is_named(months: Months, run: Run, tmp_path: Path) -> None:
    (tmp_path / "slip.toml").write_text(RULE.replace("weight", "wieght", 1), "utf-8")
    code, _, err = run(by=str(tmp_path / "slip.toml"))
    assert code == 2
    assert err.startswith("slip.toml：indicator[1].")


@pytest.mark.parametrize("left_out", ["--period", "--rule"])
def test_period_and_rule_must_be_told(left_out: str) -> None:
    given = {"--period": "2024-06", "--rule": "weighted"}
    del given[left_out]
    with pytest.raises(CommandError, match=left_out):
        call_command("ranking", *[word for pair in given.items() for word in pair])
