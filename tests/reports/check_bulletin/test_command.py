"""`manage.py check-bulletin` as a shell calls it: output, and the exit codes."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class

from reports.ledger import Verdict
from reports.ledger.bulletin import check_bulletin
from reports.ledger.bulletin.format import EXAMPLE, FORMAT
from tests.reports.check_bulletin.writing import written

GOOD = written("rate", name="满意率", n=1113, of=1281, printed="86.9%")
BARE = written("rate", name="群众满意率", printed="92.6%")
BAD = written("rate", name="信箱办结率", n=5269, of=5416, printed="99.87%")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Exit code, output and errors of the command over a file with that text."""

    def command(text: str | bytes, *args: str) -> tuple[int, str, str]:
        path = tmp_path / "通报.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return called(str(path), *args)

    return command


def called(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check-bulletin", *args, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_all_fine_exits_0_and_figures_without_parts_are_fine(run: Run) -> None:
    code, out, err = run(GOOD + BARE)
    assert (code, err) == (0, "")
    assert "共2项：相符1；无分项1" in out


@pytest.mark.parametrize(
    "entry",
    [
        BAD,
        written("rate", name="接通率", n=18851, of=19668, printed="95.84%"),
        written("change", name="同比", printed="-120%"),
        written("sum", name="合计", parts=[1, 2], total=4),
    ],
)
def test_findings_exit_1(run: Run, entry: str) -> None:
    code, out, err = run(GOOD + entry)
    assert (code, err) == (1, "")
    assert "：" in out.splitlines()[-2], "and what is wrong is told"


def test_the_objects_have_name_verdict_value_and_fits(run: Run) -> None:
    code, out, _ = run(BARE + BAD + written("sum", name="合计", parts=[964, 318], total=1282),
                       "--json")  # fmt: skip
    bare, bad, total = json.loads(out)
    assert code == 1
    assert bare == {
        "kind": "rate",
        "name": "群众满意率",
        "printed": "92.6%",
        "verdict": "no-parts",
        "value": None,
        "unit": "%",
        "shown": "—",
        "fits": [],
        "note": "",
        "verdict_words": "无分项",
    }
    assert (bad["verdict"], bad["value"], bad["fits"]) == ("conflict", 97.285820, [5276])
    assert (total["verdict"], total["value"], total["fits"]) == ("ok", 1282, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有条目"),
        (b"\xff\xfe\x00", "要用 UTF-8 编码"),
        ("[[rate", "不是合规的 TOML"),
        (GOOD + "n = 3", "不是合规的 TOML"),
        (GOOD + "base = 3", "rate[1]（满意率）.base：没有这个字段"),
    ],
)
def test_bad_input_exits_2_with_words_alone(run: Run, text: str | bytes, says: str) -> None:
    code, out, err = run(text, "--json")
    assert (code, out) == (2, "")
    assert says in err


def test_a_file_that_is_not_there_or_no_file_exits_2(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.toml", tmp_path):
        code, out, err = called(str(path))
        assert (code, out) == (2, "")
        assert str(path) in err


def test_a_bulletin_may_come_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(BAD))
    assert called("-")[0] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("[[rate"))
    code, _, err = called("-")
    assert (code, err.startswith("标准输入：不是合规的 TOML")) == (2, True)


def test_a_byte_order_mark_does_no_harm(run: Run) -> None:
    assert run(b"\xef\xbb\xbf" + GOOD.encode())[0] == 0


def test_help_explains_the_format_with_an_example_that_holds() -> None:
    command = load_command_class("hotline", "check-bulletin")
    words = command.create_parser("manage.py", "check-bulletin").format_help()
    assert FORMAT.strip() in words
    assert EXAMPLE in FORMAT
    assert [one.verdict for one in check_bulletin(EXAMPLE)] == [
        Verdict.OK, Verdict.TRUNCATED, Verdict.OK, Verdict.OK, Verdict.OK,
    ]  # fmt: skip
    assert all(f"  {verdict.value} " in words for verdict in Verdict)
