"""`manage.py score` against printed scores, to the digit, and against every sort of bad input."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

Run = Callable[..., tuple[int, str, str]]
FULL = {
    "signed_on_time": {"percent": "100"},
    "completed_on_time": {"percent": "100"},
    "satisfied": {"percent": "100"},
    "reply_quality": {"points": "10"},
    "other": {"points": "34"},
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command as a shell would call it: exit code, output, errors."""

    def command(rule: str, given: object) -> tuple[int, str, str]:
        file = tmp_path / "input.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("score", rule, str(file), stdout=out, stderr=err)
        except SystemExit as stop:
            return int(stop.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return command


@pytest.mark.parametrize(
    ("rule", "given", "points", "total"),
    [
        (
            "prefecture-2021",
            {"completed_on_time": {"n": 4, "of": 5}},
            ["10.00", "5.00", "25.00", "10.00", "34.00"],
            "84.00",
        ),
        (
            "prefecture-2021",
            {"signed_on_time": {"n": 6, "of": 7}, "completed_on_time": {"n": 5, "of": 6}},
            ["0.71", "8.33", "25.00", "10.00", "34.00"],
            "78.04",
        ),
        (
            "prefecture-2021",
            {
                "signed_on_time": {"percent": "80"},
                "satisfied": {"percent": 50},
                "reply_quality": {"points": 9},
            },
            ["0.00", "20.00", "12.50", "9.00", "34.00"],
            "75.50",
        ),
        (
            "prefecture-2021",
            {"satisfied": {"percent": "95"}},
            ["10.00", "20.00", "25.00", "10.00", "34.00"],
            "99.00",
        ),
        (
            "prefecture-2022-08",
            {"satisfied": {"percent": "95"}},
            ["10.00", "20.00", "23.50", "10.00", "34.00"],
            "97.50",
        ),
        (
            "prefecture-2021",
            {"satisfied": {"percent": "77.27"}, "reply_quality": {"percent": 90.0}},
            ["10.00", "20.00", "16.14", "9.00", "34.00"],
            "89.14",
        ),
    ],
)
def test_printed_scores_come_out_to_the_digit(
    run: Run, rule: str, given: dict[str, object], points: list[str], total: str
) -> None:
    code, out, err = run(rule, FULL | given)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [part["points"] for part in found["parts"]] == points
    assert (found["rule"], found["total"], found["grade"]) == (rule, total, None)


def test_a_part_says_what_it_was_fed_and_what_it_could_have_been(run: Run) -> None:
    _, out, _ = run("prefecture-2021", FULL | {"signed_on_time": {"n": 6, "of": 7}})
    first, *_, last = json.loads(out)["parts"]
    assert first == {
        "indicator": "signed_on_time",
        "value": "85.71",
        "points": "0.71",
        "max": "10.00",
    }
    assert last == {"indicator": "other", "value": "34.00", "points": "34.00", "max": "35.00"}


def test_values_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(FULL)))
    out = io.StringIO()
    call_command("score", "prefecture-2021", "-", stdout=out)
    assert json.loads(out.getvalue())["total"] == "99.00"


SIGNED: list[tuple[object, str]] = [
    ({"n": 0, "of": 0}, "of 为0，算不出率"),
    ({"n": 8, "of": 7}, "n（8）不能大于 of（7）"),
    ({"n": -1, "of": 7}, "n 应为不小于0的整数"),
    ({"n": 1, "of": -7}, "of 应为不小于0的整数"),
    ({"n": True, "of": 7}, "n 应为不小于0的整数"),
    ({"n": 6.0, "of": 7}, "n 应为不小于0的整数"),
    ({"n": "6", "of": 7}, "n 应为不小于0的整数"),
    ({"n": 6}, '应为 {"n": 6, "of": 7} 或 {"percent": "77.27"} 或 {"points": "9"}，只写一种'),
    ({"n": 6, "of": 7, "percent": "85"}, "只写一种"),
    ({"percent": "85", "points": "9"}, "只写一种"),
    ({"cases": 3}, "只写一种"),
    ({}, "只写一种"),
    (None, "只写一种"),
    (85, "只写一种"),
    ({"percent": "101"}, "percent 应在0到100之间"),
    ({"percent": "-1"}, "percent 应在0到100之间"),
    ({"percent": "NaN"}, "percent 应为小数"),
    ({"percent": "85%"}, "percent 应为小数"),
    ({"percent": "1e2"}, "percent 应为小数"),
    ({"percent": "８５"}, "percent 应为小数"),
    ({"percent": True}, "percent 应为小数"),
    ({"percent": [85]}, "percent 应为小数"),
    ({"points": "10.01"}, "points 应在0到10之间"),
    ({"points": "-1"}, "points 应在0到10之间"),
]


@pytest.mark.parametrize(("given", "words"), SIGNED)
def test_a_bad_value_is_named_and_exits_2(run: Run, given: object, words: str) -> None:
    code, out, err = run("prefecture-2021", FULL | {"signed_on_time": given})
    assert (code, out) == (2, "")
    assert "signed_on_time：" in err
    assert words in err


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({key: value for key, value in FULL.items() if key != "other"}, "“其他工作”（other）没有"),
        (FULL | {"speed": {"percent": "1"}}, "没有指标“speed”；有：signed_on_time、"),
        (FULL | {"other": {"percent": "90"}}, 'other：应为 {"points": "9"}'),
        ('{"\\ud800": 1}', "没有指标“?”"),
        ('{"\\ud800": 1, "\\ud800": 2}', "“?”写了两次"),
        ([], "应为一个对象"),
        ("{", "不是合规的 JSON"),
        ('{"other": {"points": NaN}}', "NaN 不是数"),
        ('{"other": {"points": -Infinity}}', "-Infinity 不是数"),
        ('{"other": {"points": 1e999999999}}', "points 应为小数"),
        ('{"other": {"points": 1}, "other": {"points": 2}}', "“other”写了两次"),
        ("[" * 100_000, "不是合规的 JSON"),
    ],
)
def test_bad_input_is_told_and_exits_2(run: Run, given: object, words: str) -> None:
    code, out, err = run("prefecture-2021", given)
    assert (code, out) == (2, "")
    assert words in err


def test_an_unknown_rule_lists_those_there_are(run: Run) -> None:
    code, out, err = run("prefecture-2020", FULL)
    assert (code, out) == (2, "")
    assert "没有叫“prefecture-2020”的规则" in err
    assert "prefecture-2021、prefecture-2022-08" in err


@pytest.mark.parametrize(
    ("name", "words"), [("absent.json", "没有这个文件"), ("binary.json", "要用 UTF-8 编码")]
)
def test_an_input_that_cannot_be_read_is_named(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe")
    err = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("score", "prefecture-2021", str(tmp_path / name), stderr=err)
    assert stop.value.code == 2
    assert words in err.getvalue()
