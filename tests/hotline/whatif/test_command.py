"""`manage.py whatif`: what people and programs read, the chart, and bad input told in Chinese."""

import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hotline import servers
from hotline.management.commands import whatif as command
from seeds import whatif
from seeds.simulator.telephone.centre import Centre
from tests.seeds.telephone.small import demand, staffing

NAME = "yongshun-2014"
PEAK = tuple(3.0 if 9 <= hour < 11 else 1.0 for hour in range(24))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command over two weeks of a small busy centre, in this process: exit code, output,
    errors."""
    small = Centre(demand(30_000, 14, hours=PEAK), staffing(9, 11, presence=0.7))
    monkeypatch.setattr(whatif, "centre_of", lambda scenario: small)
    monkeypatch.setattr(whatif, "_TRIAL_CALLERS", 30_000)
    monkeypatch.setattr(command, "_processes", lambda: 1)

    def called(*arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("whatif", *arguments, stdout=out, stderr=err)
        except SystemExit as ended:
            return int(str(ended.code)), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return called


def test_it_says_what_changes_with_intervals_and_beside_theory(run: Run) -> None:
    code, out, err = run(NAME, "--seats", "+3", "--operators", "+6", "--seeds", "2")
    assert code == 0
    assert "座席9→12个，话务员11→17名，2个种子" in out
    assert "15秒接通率" in out
    assert "百分点），放弃率" in out
    for name in ("等待 P50", "等待 P80", "等待 P95", "等待 P99", "座席利用率"):
        assert name in out
    assert "最忙的一小时（工作日9时）" in out
    assert "现在 Erlang A" in out
    assert "座席是带电话的桌子" in out
    assert "推演 yongshun-2014 100%" in err


def test_programs_get_one_object_with_every_interval(run: Run) -> None:
    code, out, _ = run(NAME, "--seats=+3", "--operators=+6", "--seeds", "3", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["scenario"], told["seeds"], told["within_seconds"]) == (NAME, 3, 15)
    assert told["seats"] == {"before": 9, "after": 12}
    by_code = {one["code"]: one for one in told["measures"]}
    rate = by_code["in_time_rate"]
    assert rate["before"]["low"] < rate["before"]["mean"] < rate["before"]["high"]
    assert rate["difference"]["mean"] == pytest.approx(
        rate["after"]["mean"] - rate["before"]["mean"], abs=2e-6
    )
    assert 0 < rate["before"]["mean"] < rate["after"]["mean"] <= 1
    assert len(told["working_day"]) == 24
    assert set(told["busy_hour"]["after"]) == {"theory", "simulated"}
    assert told["assumptions"]["patience"]


def test_the_same_question_has_the_same_answer(run: Run) -> None:
    asked = (NAME, "--operators", "-3", "--seeds", "2", "--json")
    assert run(*asked)[1] == run(*asked)[1]


def test_the_wanted_level_is_turned_round_hour_by_hour(run: Run) -> None:
    code, out, err = run(NAME, "--target", "95", "--within", "20")
    assert code == 0
    assert "每个小时都要20秒内接通95.0%，至少" in out
    assert "工作日要有" in out
    assert "反推，第1轮" in err
    told = json.loads(run(NAME, "--target", "95", "--within", "20", "--json")[1])
    hours = told["needed"]["working_day"]
    assert [hour["hour"] for hour in hours] == list(range(24))
    assert all(hour["in_time_rate"] >= 0.95 for hour in hours)
    assert told["needed"]["seats"] == max(
        hour["ready"] for day in ("working_day", "day_off") for hour in told["needed"][day]
    )


def test_both_may_be_asked_at_once(run: Run) -> None:
    code, out, _ = run(NAME, "--seats=+1", "--seeds=2", "--target=90", "--json")
    assert code == 0
    assert {"measures", "needed"} <= set(json.loads(out))


def test_the_chart_is_written(run: Run, tmp_path: Path) -> None:
    for name, arguments, words in (
        ("hours.svg", ("--seats=+2", "--operators=+4", "--seeds=2"), "改变之后"),
        ("needed.svg", ("--target=90",), "现有（平均）"),
    ):
        assert run(NAME, *arguments, f"--chart={tmp_path / name}")[0] == 0
        root = ElementTree.parse(tmp_path / name).getroot()
        assert words in "".join(root.itertext())


BAD = [
    ((), "写明改什么，如 --seats"),
    (("--seats", "20"), "--seats：“20”不是增减的数，写成"),
    (("--seats", "+x"), "--seats：“+x”不是增减的数"),
    (("--operators", "+1.5"), "--operators：“+1.5”不是增减的数"),
    (("--operators", "＋５"), "--operators：“＋５”不是增减的数"),
    (("--seats", "-9"), "座席现有9个，减9个就没有了"),
    (("--operators", "-40"), "话务员现有11名，减40名就没有了"),
    (("--seats", "+99999"), "座席最多加2000个"),
    (("--seats", "+1", "--seeds", "1"), "种子的个数应为2到100"),
    (("--seats", "+1", "--seeds", "many"), "--seeds：“many”不是整数"),
    (("--seats", "+1", "--within", "0"), "接通秒数应为1到600"),
    (("--seats", "+1", "--within", "15s"), "--within：“15s”不是数"),
    (("--target", "100"), "目标接通率应为50到99.9"),
    (("--target", "98.5%"), "--target：“98.5%”不是数"),
    (("--seats", "+1", "--chart", "x.png"), "--chart：“x.png”要以 .svg 结尾"),
    (("--seats", "+1", "--chart", "/no/such/x.svg"), "--chart：没有目录 /no/such"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD)
def test_bad_input_is_told_in_a_line_and_ends_with_two(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(NAME, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_an_unknown_scenario_lists_the_known_ones(run: Run) -> None:
    code, _, err = run("nowhere", "--seats", "+1")
    assert code == 2
    assert "没有叫“nowhere”的场景；现有：" in err
    with pytest.raises(CommandError):
        run("--seats", "+1")


def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken.svg").mkdir()
    code, _, err = run(NAME, "--seats=+1", "--seeds=2", f"--chart={tmp_path / 'taken.svg'}")
    assert code == 2
    assert "--chart：写不进" in err


def test_no_server_is_started_for_it(tmp_path: Path) -> None:
    with servers.for_command(["manage.py", "whatif", NAME], var=tmp_path / "var"):
        assert not (tmp_path / "var").exists()
