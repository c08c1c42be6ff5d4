"""`manage.py statistics`: any figure of any period by any roster, and what cannot be asked."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from reports.catalogue import CATALOGUE
from tests.cast import Cast
from tests.reports.june import June

pytestmark = pytest.mark.django_db
JUNE = ("--period", "2024-06", "--as-of", "2024-07-01")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


@pytest.fixture
def run() -> Run:
    """The command as a shell would call it: exit code, output, errors."""

    def command(*args: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("statistics", *args, stdout=out, stderr=err)
        except SystemExit as stop:
            return int(str(stop.code)), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return command


def objects(run: Run, *args: str) -> list[dict[str, Any]]:
    code, out, err = run(*args, "--json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_without_a_code_every_statistic_is_answered(june: June, run: Run) -> None:
    found = objects(run, *JUNE)
    assert [one["code"] for one in found] == list(CATALOGUE)
    rate = next(one for one in found if one["code"] == "orders.on_time_rate")
    assert (rate["numerator"], rate["denominator"], rate["value"], rate["shown"]) == (
        5, 7, "71.43", "71.43%",
    )  # fmt: skip
    nothing = next(one for one in found if one["code"] == "calls.answered_rate")
    assert (nothing["value"], nothing["shown"]) == (None, "—")


def test_units_are_the_roster_with_what_lies_below_them(june: June, cast: Cast, run: Run) -> None:
    found = objects(run, "orders.dispatched", "orders.handled_p50", *JUNE, "--by", "unit")
    counts = {one["group"]: one["numerator"] for one in found if one["unit"] == "件"}
    assert list(counts) == [
        cast.urban.pk, cast.housing.pk, cast.market.pk, cast.water.pk, cast.east.pk, cast.west.pk,
    ]  # fmt: skip
    assert (counts[cast.urban.pk], counts[cast.east.pk], counts[cast.west.pk]) == (7, 1, 0)
    spread = {one["group"]: one["shown"] for one in found if one["unit"] == "工作小时"}
    assert (spread[cast.east.pk], spread[cast.west.pk]) == ("3.5工作小时", "—")


def test_a_channel_nobody_used_and_a_day_without_anything_stand_there_with_0(
    june: June, run: Run
) -> None:
    by_channel = objects(run, "demands.accepted", *JUNE, "--by", "channel")
    assert {one["group"]: one["numerator"] for one in by_channel} == {
        "phone": 17, "web": 2, "scan": 0,
    }  # fmt: skip
    span = ("--from", "2024-06-02", "--to", "2024-06-04", "--as-of", "2024-07-01")
    days = objects(run, "demands.accepted", *span, "--by", "day")
    assert [(one["group"], one["numerator"]) for one in days] == [
        ("2024-06-02", 0), ("2024-06-03", 10), ("2024-06-04", 3),
    ]  # fmt: skip


def test_filters_narrow_by_values_and_by_a_unit_with_what_is_below(
    june: June, cast: Cast, run: Run
) -> None:
    [web] = objects(run, "demands.accepted", *JUNE, "--where", "channel=web|scan")
    assert web["numerator"] == 2
    [east] = objects(run, "orders.dispatched", *JUNE, "--where", f"unit={cast.east.code}")
    assert east["numerator"] == 1


def test_the_table_names_the_period_the_moment_and_the_parts(june: June, run: Run) -> None:
    code, out, _ = run("orders.*", *JUNE)
    assert code == 0
    assert out.startswith("2024年6月，截至2024-07-01 00:00")
    line = next(line for line in out.splitlines() if line.startswith("orders.on_time_rate"))
    assert line.split() == ["orders.on_time_rate", "按期办结率", "71.43%", "5/7"]


def test_the_help_is_the_catalogue(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--help")
    shown = capsys.readouterr().out
    assert all(f"{one.code}  {one.name}" in shown for one in CATALOGUE.values())


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("orders.on_time_rat", "--period", "2024-06"), "有：orders.on_time_rate"),
        (("nothing.*", "--period", "2024-06"), "没有以“nothing.”开头的"),
        ((), "期间：写代码，如 2016-06"),
        (("--period", "2024-13"), "月份应为1到12"),
        (("--period", "2024-06", "--from", "2024-06-01"), "不要都写"),
        (("--from", "2024-06-09", "--to", "2024-06-01"), "早于开始日"),
        (("--from", "六月", "--to", "2024-06-01"), "“六月”不是日子"),
        (("--from", "1990-01-01", "--to", "2024-06-01"), "最长十年"),
        (("--period", "2999-01"), "还没开始"),
        (("--period", "2024-06", "--as-of", "昨天"), "“昨天”不是时刻"),
        (("--period", "2024-06", "--as-of", "2024-05-01"), "应在期间开始以后"),
        (("--period", "2024-06", "--as-of", "2999-05-01"), "还没到"),
        (("--period", "2024-06", "--by", "colour"), "没有“colour”；可以是：channel（渠道）"),
        (("demands.accepted", "--period", "2024-06", "--by", "unit"), "“受理”不能按单位分"),
        (("--from", "2022-01-01", "--to", "2024-06-01", "--by", "day"), "最多400天"),
        (("--period", "2024-06", "--where", "channel"), "channel=phone 的样子"),
        (("--period", "2024-06", "--where", "colour=red"), "没有“colour”"),
        (("demands.*", "--period", "2024-06", "--where", "channel=pigeon"), "渠道没有“pigeon”"),
        (
            ("orders.*", "--period", "2024-06", "--where", "unit=nowhere"),
            "没有编码是“nowhere”的单位",
        ),
        (("--period", "2024-06", "--scenario", "never-replayed"), "先运行 python manage.py replay"),
    ],
)
def test_what_cannot_be_asked_says_why(
    cast: Cast, rules: None, run: Run, args: tuple[str, ...], words: str
) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err
