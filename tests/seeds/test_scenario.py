"""A scenario file is read whole or refused with its file and field named."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from orders.tables import BadData
from seeds.scenario import FOLDER, names, read_scenario

NAME = "yongshun-2014"
Rewrite = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    shutil.copytree(FOLDER, folder)
    return folder


@pytest.fixture
def rewrite(folder: Path) -> Rewrite:
    """Put other words into the copied file in the place of these, which must be there."""

    def put(old: str, new: str) -> None:
        path = folder / f"{NAME}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put


def test_yongshun_is_read_as_its_document_prints_it() -> None:
    scenario = read_scenario(NAME)
    said = {name: count for name, count in asdict(scenario.volumes).items() if count}
    assert said == {"accepted": 1282, "answered": 964, "dispatched": 318, "completed": 314}
    assert scenario.streams[0].ends["open"] == 4
    assert (scenario.period.first, scenario.period.until) == (date(2014, 1, 1), date(2015, 1, 1))
    assert scenario.operators == 5
    printed = {figure.key: figure.printed for figure in scenario.figures}
    assert len(printed) == 11
    assert printed["orders.completed_rate"] == "98.74%"
    assert printed["orders.satisfied_rate"] == "95.7%"


@pytest.mark.parametrize("name", names())
def test_every_assumption_has_its_reason(name: str) -> None:
    scenario = read_scenario(name)
    streams = {stream.name for stream in scenario.streams if stream.name}
    assert set(scenario.reasons) == set(asdict(scenario.assumed)) | streams | {"calls"}
    assert all(len(reason) > 5 for reason in scenario.reasons.values())


PRINTED = {  # scenario: accepted by channel, dispatched, completed before the period's end
    "xianning-2021": ({}, 151_000, 52_500, 51_800),
    "yueyang-2016": ({"phone": 259_000, "mailbox": 5416 + 4924}, 0, 139_436, 139_349),
    "yueyang-2022": (
        {
            "phone": 782_510, "mailbox": 14_039, "cppcc": 152, "premier": 168, "national": 29,
            "deputies": 210, "people_cn": 14, "rednet": 129, "enterprise": 1281, "leaders": 116,
        }, 0, 211_098, 211_028,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_the_streams_of_a_city_are_as_many_as_its_document_prints(name: str) -> None:
    by_channel, accepted, dispatched, completed = PRINTED[name]
    streams = read_scenario(name).streams
    if accepted:
        assert sum(stream.accepted for stream in streams) == accepted
    for channel, count in by_channel.items():
        own = [stream.accepted for stream in streams if list(stream.channels) == [channel]]
        assert sum(own) == count
    assert sum(stream.dispatched for stream in streams) == dispatched
    assert sum(stream.ends["completed"] for stream in streams) == completed


def test_no_scenario_copies_a_verdict() -> None:
    for name in names():
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        assert "verdict" not in text


def test_an_unknown_scenario_lists_the_known_ones() -> None:
    with pytest.raises(BadData, match=r"没有叫“nowhere”的场景；现有：.*yongshun-2014"):
        read_scenario("nowhere")


@pytest.mark.parametrize("name", ["../scenarios/yongshun-2014", "yongshun-2014.toml", ""])
def test_a_scenario_is_named_and_not_reached_by_a_path(name: str) -> None:
    with pytest.raises(BadData, match="没有叫"):
        read_scenario(name)


FAULTS = [
    ("period = [", "period = ", "不是合规的 TOML.*line"),
    ('units = "yongshun"', 'units = "nowhere"', "units：“nowhere”不在.*yongshun.*之中"),
    ('zone = "Asia/Shanghai"', 'zone = "UTC"', "zone：只能是 Asia/Shanghai"),
    ("[2014-01-01, 2015-01-01]", "[2015-01-01, 2014-01-01]", "period：至 2014-01-01 要晚于自"),
    ("[2014-01-01, 2015-01-01]", "[2014-01-01]", "period：应为两个日期"),
    ("[2014-01-01, 2015-01-01]", "[1990-01-01, 1991-01-01]", "period：没有1990年的工作日历"),
    ("accepted = 1282", "accepted = 1283", r"volumes.accepted：直接答复964 \+ 转办318 = 1282"),
    ("completed = 314", "completed = 319", "volumes.completed：不能多于转办的318"),
    ("answered = 964", "answered = -1", "volumes.answered：不能小于0"),
    ("answered = 964", 'answered = "964"', "volumes.answered：应为整数"),
    ("operators = 5", "operators = 0", "staff.operators：不能小于1"),
    ("operators = 5", "", "staff.operators：缺少这个字段"),
    ("operators = 5", "operators = 5\nchairs = 5", "staff.chairs：没有这个字段"),
    ('key = "demands.direct"', 'key = "demands.accepted"', r"figure\[2\].key：.*写了两次"),
    ('scope = "static"', 'scope = "guess"', r"figure\[7\].scope：“guess”不在"),
    ('printed = "964件"', 'printed = ""', r"figure\[2\].printed：不能是空的"),
    ("value = 964", "value = 9.5", r"figure\[2\].value：应为整数"),
    (
        "value = { phone = 1.0 }",
        "value = { phone = 0.9 }",
        "channels.value：各份加起来应为1，现为0.9",
    ),
    (
        "value = { phone = 1.0 }",
        "value = { pigeon = 1.0 }",
        "channels.value：没有代码是“pigeon”的渠道",
    ),
    ("value = { 01 = 0.12", "value = { 77 = 0.12", "categories.value：没有代码是“77”的一级类别"),
    ("value = { help = 0.52", "value = { wish = 0.52", "没有代码是“wish”的性质"),
    ("value = { help = 0.52", "value = { praise = 0.52", "kinds_dispatched.value：表扬"),
    (
        "rework.other",
        "send_back.other",
        "rework_reasons.value：没有代码是“send_back.other”的重办理由",
    ),
    ("value = [0.7, 0.8,", "value = [0.8,", "months.value：应为12个不小于0的数"),
    ("value = [1.2, 1.1,", "value = [-1, 1.1,", "weekdays.value：应为7个不小于0的数"),
    ("value = 0.15", "value = 1.5", "no_answer_share.value：应为0到1的数"),
    ("value = [2, 15]", "value = [15, 2]", "answer_minutes.value：应为两个分钟数，先小后大"),
    ("value = [0.05, 0.90]", "value = [0.05, 1.9]", "sign_part.value：应为两个0到1的数"),
    ("value = 305", "value = 400", "rated.value：不能多于办结的314"),
    ("value = 305", "value = true", "rated.value：应为不小于0的整数"),
    ("value = 292", "value = 306", "satisfied.value：不能多于 rated（305）"),
    ("value = 6\nwhy", "value = 300\nwhy", "合起来不能多于办结的314"),
    ('why = "单位说', 'reason = "单位说', "returns_moved.why：缺少这个字段"),
    ("[assumptions.late]", "[assumptions.early]", "assumptions.late：缺少这个字段"),
    ("inbound = 1466", "inbound = 1467", r"calls.inbound：自助0 \+ 接通1420 \+ 放弃46 不是1467"),
    ("in_15s = 1380", "in_15s = 1421", "calls.in_15s：不能多于 answered（1420）"),
    ("silent = 18", "silent = 1400", "calls.asking：同 silent 合起来不能多于接通的1420"),
    ("seats = 2\nwhy", "seats = 0\nwhy", "calls.seats：不能小于1"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_fault_is_told_with_file_and_field(
    folder: Path, rewrite: Rewrite, old: str, new: str, words: str
) -> None:
    rewrite(old, new)
    with pytest.raises(BadData, match=words) as raised:
        read_scenario(NAME, folder)
    assert str(raised.value).startswith("scenarios/yongshun-2014.toml：")


STREAM = """
[[stream]]
name = "信箱"
channels = { mailbox = 1.0 }
accepted = 10
answered = 2
dispatched = 8
completed = 7
overdue = 1
rated = 5
satisfied = 4
why = "原文没有信箱"
"""
STREAM_FAULTS = [
    ("accepted = 10", "accepted = 11", r"stream\[1\].accepted：直接答复2 \+ 转办8 = 10，不是11"),
    ("overdue = 1", "overdue = 2", r"stream\[1\].completed：不能多于转办的8"),
    ("mailbox = 1.0", "letter = 1.0", r"stream\[1\].channels：没有代码是“letter”的渠道"),
    ("rated = 5", "rated = 8", r"stream\[1\].rated：不能多于办结的7"),
    ("satisfied = 4", "satisfied = 6", r"stream\[1\].satisfied：不能多于 rated（5）"),
    ("rated = 5", "rated = 5\nlate = 8", r"stream\[1\].late：不能多于办结的7"),
    ("rated = 5", 'rated = 5\ngroup = "none"', r"stream\[1\].group：没有代码是“none”的分组"),
    ("rated = 5", "rated = 5\ndays = [2013-01-01]", r"stream\[1\].days：应为场景期间之内的日期"),
    ("rated = 5", "rated = 5\nhours = [1]", r"stream\[1\].hours：应为24个不小于0的数"),
    ('why = "原文没有信箱"', "", r"stream\[1\].why：缺少这个字段"),
    ("rated = 5", "rates = 5", r"stream\[1\].rates：没有这个字段"),
]


@pytest.mark.parametrize(("old", "new", "words"), STREAM_FAULTS)
def test_a_fault_in_a_stream_is_told_with_its_field(
    folder: Path, old: str, new: str, words: str
) -> None:
    assert old in STREAM
    path = folder / f"{NAME}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{STREAM.replace(old, new, 1)}", encoding="utf-8")
    with pytest.raises(BadData, match=words):
        read_scenario(NAME, folder)


def test_a_stream_may_be_of_the_year_before_and_of_single_days(folder: Path) -> None:
    path = folder / f"{NAME}.toml"
    text = path.read_text(encoding="utf-8")
    more = STREAM.replace("rated = 5", "rated = 5\nyears_before = 1", 1)
    path.write_text(f"{text}{more}", encoding="utf-8")
    main, mailbox = read_scenario(NAME, folder).streams
    assert (mailbox.period.first, mailbox.period.until) == (date(2013, 1, 1), date(2014, 1, 1))
    assert (mailbox.accepted, mailbox.dispatched, mailbox.ends["open"]) == (10, 8, 0)
    assert mailbox.kinds_dispatched == main.kinds_dispatched
