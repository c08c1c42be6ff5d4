"""Words a person writes do not say who somebody is."""

from pathlib import Path

import pytest

from orders.tables import BadData
from reports.bulletins.blocks import Case
from reports.bulletins.chosen import Chosen, read_chosen
from reports.bulletins.privacy import PersonalData, findings


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("请联系13812345678核实", "手机号"),
        ("请联系138 1234 5678核实", "手机号"),
        ("电话0730-8881234一直占线", "电话号码"),
        ("打8881234没人接", "电话号码"),
        ("身份证43060219800101123X", "身份证号"),
        ("工单202606010000123", "工单号"),
        ("卡号6222020200112233445", "长号码"),
        ("湘F12345停在路口", "车牌号"),
        ("湘F·D12345占了充电位", "车牌号"),
        ("家住3栋2单元501室", "门牌"),
        ("建湘路12号门口", "门牌"),
        ("来信人邮箱a.b@example.com", "电子邮箱"),
        ("王建国同志拾金不昧", "姓名"),
        ("感谢张女士", "姓名"),
        ("李某反映楼道堆物", "姓名"),
        ("欧阳先生来电", "姓名"),
        ("联系人：赵小明", "姓名"),
    ],
)
def test_what_names_somebody_is_found(text: str, what: str) -> None:
    assert what in {one.what for one in findings(text)}


@pytest.mark.parametrize(
    "text",
    [
        "10月9日起，东屏区某片区多户居民反映高层水压不足，10月16日水压恢复。",
        "某小区路灯不亮，热线派市路灯处办理，两天修好。",
        "公交驾驶员拾金不昧、民警救助走失老人和社区及时排险",
        "受理诉求129163件，按期办结率98.41%。",
        "某道路1号线施工围挡占道。",
        "一位市民来电感谢窗口工作人员。",
    ],
)
def test_plain_telling_is_left_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    "words",
    [
        {"praise": "王建国同志拾金不昧"},
        {"about": {"04.01": "13812345678反映停水"}},
        {"cases": (Case("某小区停水", ("家住3栋2单元的住户反映停水",)),)},
        {"cases": (Case("张女士的停水事", ("两天恢复。",)),)},
        {"commended": ("李红同志",)},
    ],
)
def test_words_that_name_somebody_are_refused_wherever_they_stand(words: dict[str, object]) -> None:
    with pytest.raises(PersonalData, match="个人信息"):
        Chosen(**words)  # type: ignore[arg-type]


def test_chosen_words_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "chosen.toml"
    file.write_text(
        'praise = "驾驶员拾金不昧"\nto = "市委办公室。"\ncommended = ["市公交集团"]\n'
        '[about]\n"04.01" = "水压不足"\n[[case]]\ntitle = "某小区停水"\ntext = ["两天恢复。"]\n'
    )
    chosen = read_chosen(file)
    assert chosen.about == {"04.01": "水压不足"}
    assert chosen.cases == (Case("某小区停水", ("两天恢复。",)),)
    assert (chosen.praise, chosen.to, chosen.commended) == (
        "驾驶员拾金不昧",
        "市委办公室。",
        ("市公交集团",),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('praise = "王建国同志拾金不昧"', "表扬里有个人信息：姓名“王建国同志”；改掉再用"),
        ('praised = "谁"', "没有这个字段，是不是 praise"),
        ('[[case]]\ntitle = "某小区停水"', "至少要有一段"),
        ("praise = ", "不是合规的 TOML"),
    ],
)
def test_a_slip_in_the_file_is_told(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "chosen.toml"
    file.write_text(text)
    with pytest.raises(BadData, match=words):
        read_chosen(file)
