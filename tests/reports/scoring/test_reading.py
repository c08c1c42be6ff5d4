"""Rules read from TOML: those that ship, and every slip of the pen told with its place."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings

from orders.period import Kind, parse
from orders.tables import BadData, Table
from reports.scoring import Rule, Value, score
from reports.scoring.files import find_rule, rule_names
from reports.scoring.reading import read_rule

GOOD = """
name = "月度考核"
source = "样例"
valid_from = 2024-01-01
valid_to = 2025-01-01
start = 10
tie_breakers = ["satisfied"]
missing = "drop"
kinds = ["help"]

[rounding]
parts = 1
total = 0
mode = "truncate"

[minimum]
month = 20

[excluded]
urban = "市政府批准不参加"

[[indicator]]
code = "on_time"
name = "按期"
statistic = "orders.on_time_rate"
points = 50
thresholds = [98, 90]
slopes = [0.5, 2]
floor = 5

[[indicator]]
code = "satisfied"
name = "满意"
statistic = "orders.satisfied_rate"
weight = 30

[[indicator]]
code = "reworked"
name = "重办"
statistic = "orders.rework_rate"
direction = "lower"
points = 10
thresholds = [1, 3]
slopes = [2, 4]

[[band]]
name = "优秀"
from = 90

[[band]]
name = "合格"
from = 0
below = 90

[lists]
red = 3
red_from = "优秀"

[[assumed]]
what = "indicator.on_time.floor"
reason = "没有印"
"""


def read(text: str) -> Rule:
    return read_rule(Table("good.toml", tomllib.loads(text, parse_float=Decimal)), "good")


def test_a_rule_is_read_as_it_is_written() -> None:
    rule = read(GOOD)
    on_time, satisfied, reworked = rule.indicators
    assert on_time.curve.points(Fraction(89)) == 50 - 4 - 2
    assert satisfied.most == 30
    assert satisfied.curve.points(Fraction(50)) == 15
    assert reworked.curve.points(Fraction(4)) == 10 - 4 - 4
    assert (rule.part_places, rule.places, rule.rounding) == (1, 0, "truncate")
    assert rule.least_due(Kind.MONTH) == 20
    assert rule.least_due(Kind.WEEK) == 1
    assert rule.excluded == {"urban": "市政府批准不参加"}
    assert rule.assumed == {"indicator.on_time.floor": "没有印"}
    assert [rule.grade(Fraction(total)) for total in (90, 89, 0)] == ["优秀", "合格", "合格"]
    assert rule.in_force(parse("2024-12"))
    assert not rule.in_force(parse("2025-01"))


def test_each_part_is_cut_or_rounded_as_the_rule_says() -> None:
    values = {
        "on_time": Value(percent=Fraction("97.5")),
        "satisfied": Value(numerator=2, denominator=3),
    }
    found = score(read(GOOD), values)
    assert [part.points for part in found.parts] == [Fraction("49.7"), 20, None]
    # (10 + 49.7 + 20) of 90 made up to 100, and cut
    assert found.total == 88
    assert found.exact == (10 + Fraction("49.75") + 20) * 100 / 90
    assert found.grade == "合格"


def test_parts_summed_exactly_are_rounded_once() -> None:
    rule = read(GOOD.replace("parts = 1", 'parts = "exact"').replace("truncate", "half_up"))
    values = {
        "on_time": Value(percent=Fraction("97.1")),
        "satisfied": Value(percent=Fraction("99.9")),
        "reworked": Value(percent=Fraction(0)),
    }
    assert score(rule, values).total == round(10 + 49.55 + 29.97 + 10)


# what is written wrong: instead of what, and the words that tell it
SLIPS: list[tuple[str, str, str]] = [
    ("slopes = [0.5, 2]", "slope = [0.5, 2]", "indicator[1].slopes：缺少这个字段"),
    ("floor = 5", "flor = 5", "indicator[1].flor：没有这个字段，是不是 floor"),
    ('name = "月度考核"', "", "good.toml：name：缺少这个字段"),
    ("start = 10", "start = 10\nstrat = 1", "strat：没有这个字段，是不是 start"),
    (
        "orders.on_time_rate",
        "orders.ontime_rate",
        "没有代码是“orders.ontime_rate”的统计指标；有：orders",
    ),
    ("orders.on_time_rate", "calls.answered_rate", "“接通率”不能按单位分"),
    ("orders.on_time_rate", "orders.handled_p50", "办理用时中位数”是分位数，不能计分"),
    ("orders.on_time_rate", "orders.due", "“到期”是件数；按件计分要写 by_case = true"),
    ('direction = "lower"', "", "indicator[3].direction：“重办率”越低越好，应写 lower"),
    ("points = 50", 'points = 50\ndirection = "lower"', "“按期办结率”越高越好，不写 lower"),
    (
        "points = 50",
        "points = 40",
        "各项满分加起来应为100，现在是起始10＋按期40＋满意30＋重办10＝90",
    ),
    ("points = 50", "points = 50\nweight = 50", "indicator[1].points：weight 按百分率乘权重"),
    ("points = 50", "points = nan", "indicator[1].points：应为数，如 5 或 0.5"),
    ("points = 50", "points = 1e400", "indicator[1].points：应为数"),
    ("points = 50", "points = true", "indicator[1].points：应为数"),
    ("floor = 5", "floor = 51", "indicator[1].floor：不能高于 points"),
    (
        "thresholds = [98, 90]",
        "thresholds = [90, 98]",
        "thresholds[2]：次序不对：越高越好的从大到小写",
    ),
    ("thresholds = [1, 3]", "thresholds = [3, 3]", "thresholds[2]：次序不对：越低越好的从小到大写"),
    ("thresholds = [98, 90]", "thresholds = [980, 90]", "thresholds[1]：应为0到100的百分数"),
    ("thresholds = [98, 90]", "thresholds = []", "indicator[1].thresholds：至少要有一个数"),
    (
        "slopes = [0.5, 2]",
        "slopes = [0.5]",
        "要与 thresholds 一一对应：thresholds 有2个，slopes 有1个",
    ),
    ("slopes = [0.5, 2]", "slopes = [0.5, 0]", "indicator[1].slopes[2]：每差一点扣多少分，应大于0"),
    ("slopes = [0.5, 2]", 'slopes = [0.5, "2"]', "indicator[1].slopes[2]：应为数"),
    ('code = "satisfied"', 'code = "on_time"', "indicator[2].code：“on_time”写了两次"),
    ('code = "satisfied"', 'code = "Satisfied"', "indicator[2].code：用小写字母"),
    ("weight = 30", "weight = 0", "indicator[2].weight：应大于0"),
    ("weight = 30", "weight = 30\ngiven = 3", "indicator[2].given：有 statistic 的由数据算分"),
    (
        "weight = 30",
        'weight = 30\nkinds = ["helps"]',
        "indicator[2].kinds[1]：“helps”不在consult、",
    ),
    ("weight = 30", "weight = 30\nby_case = true", "indicator[2].weight：只用于越高越好的率"),
    ('tie_breakers = ["satisfied"]', 'tie_breakers = ["x"]', "tie_breakers[1]：“x”不在on_time、"),
    ('missing = "drop"', 'missing = "zero"', "missing：“zero”不在full、drop之中"),
    ('missing = "drop"', 'tie_on = "exactly"', "tie_on：“exactly”不在printed、exact之中"),
    ('missing = "drop"', 'grouped = false\ngroups = ["a"]', "groups：grouped = false 时不分组"),
    ('kinds = ["help"]', 'kinds = ["求助"]', "kinds[1]：“求助”不在consult、help"),
    ("month = 20", "moon = 20", "minimum.moon：没有这种统计期，只能是day、week"),
    ("month = 20", "month = 0", "minimum.month：不能小于1"),
    ("parts = 1", "parts = 3", "rounding.parts：应为0到2的小数位数"),
    ("parts = 1", 'parts = "all"', 'rounding.parts：应为0到2的小数位数或 "exact"'),
    ('mode = "truncate"', 'mode = "floor"', "rounding.mode：“floor”不在half_up、truncate之中"),
    ("valid_to = 2025-01-01", "valid_to = 2024-01-01", "valid_to：要晚于 valid_from（2024-01-01）"),
    ("below = 90", "below = 95", "band[2].below：与“优秀”重叠：应写 below = 90"),
    ("below = 90", "", "band[2].below：与“优秀”重叠：应写 below = 90"),
    ("below = 90", "below = 80", "band[2].below：与“优秀”之间有空当：应写 below = 90"),
    ("below = 90", "below = 0", "band[2].below：要高于 from（0）"),
    ("from = 90", "from = 90\nbelow = 100", "band[1].below：最好的等次要含满分100，不写 below"),
    ("from = 0\n", "from = 60\n", "band[2].from：最差的等次要从15或更低起"),
    ('name = "合格"', 'name = "优秀"', "band[2].name：“优秀”写了两次"),
    ('red_from = "优秀"', 'red_from = "良好"', "lists.red_from：没有代码是“良好”的等次（band）"),
    ("red = 3", "red = -3", "lists.red：不能小于0"),
    ("indicator.on_time.floor", "indicator.on_time.flor", "assumed[1].what：文件里没有"),
    ("indicator.on_time.floor", "indicator.time", "assumed[1].what：文件里没有“indicator.time”"),
    ("indicator.on_time.floor", "minimum.week", "assumed[1].what：文件里没有“minimum.week”"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), SLIPS)
def test_a_slip_is_told_with_its_place(right: str, wrong: str, words: str) -> None:
    assert right in GOOD
    with pytest.raises(BadData) as told:
        read(GOOD.replace(right, wrong, 1))
    assert str(told.value).startswith("good.toml：")
    assert words in str(told.value)


def test_a_rule_without_indicators_is_refused() -> None:
    with pytest.raises(BadData, match="indicator：至少要有一个指标"):
        read("indicator = []\n" + GOOD[: GOOD.index("[rounding]")])


@pytest.mark.parametrize("name", rule_names())
def test_every_rule_that_ships_can_be_read_and_gives_full_points(name: str) -> None:
    rule = find_rule(name)
    values = {
        one.code: Value(cases=Fraction(0)) if one.by_case else Value(points=one.most)
        for one in rule.indicators
    }
    found = score(rule, values)
    assert (found.total, found.exact) == (rule.full, rule.full)
    assert rule.assumed
    assert rule.valid_from >= date(2010, 1, 1)


def test_the_rules_that_are_asked_for_ship() -> None:
    wanted = {
        "bulletin",
        "prefecture-2021",
        "prefecture-2022-08",
        "weighted",
        "three-rates",
        "deduction",
        "yiyang-2017",
    }
    assert wanted <= set(rule_names())


def test_a_city_may_keep_its_rules_elsewhere(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(GOOD, "utf-8")
    settings.RULES_FOLDER = str(tmp_path / "rules")
    assert rule_names() == ["own"]
    assert find_rule("own").code == "own"
    assert find_rule(str(tmp_path / "rules" / "own.toml")).name == "月度考核"


@pytest.mark.parametrize(
    ("text", "words"),
    [(b"name = ", "own.toml：不是合规的 TOML"), (b"\xff", "own.toml：要用 UTF-8 编码")],
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: bytes, words: str) -> None:
    (tmp_path / "own.toml").write_bytes(text)
    with pytest.raises(BadData, match=words):
        find_rule(str(tmp_path / "own.toml"))


def test_a_folder_is_no_rule(tmp_path: Path) -> None:
    (tmp_path / "own.toml").mkdir()
    with pytest.raises(BadData, match=r"own\.toml：是文件夹，不是文件"):
        find_rule(str(tmp_path / "own.toml"))
    with pytest.raises(BadData, match="也没有这个文件"):
        find_rule(str(tmp_path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"gone\.toml：没有这个文件"):
        find_rule(str(tmp_path / "gone.toml"))
