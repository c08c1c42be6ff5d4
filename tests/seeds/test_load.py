"""Reference data: what the files say, what they may not say, and how it gets into the database."""

import shutil
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from orders.models import (
    CalendarEdition,
    CatalogueEntry,
    Category,
    Channel,
    LimitRule,
    Reason,
    WorkWeek,
)
from orders.models.limits import Clock
from orders.tables import BadData
from seeds.load import load
from seeds.places import read_place
from seeds.reference import FOLDER, read_reference
from units.models import GroupMembership, Unit

TOP = [
    "人力资源社会保障",
    "住房城乡建设",
    "医疗卫生健康",
    "农林水利",
    "市场管理",
    "交通运输与交通秩序",
    "公共服务",
    "社会治安与综合治理",
    "科教文体",
    "城市管理",
    "社情民意",
    "民政与社会救助",
    "环境保护",
    "其他",
]
CHANNELS = [
    "phone",
    "wechat",
    "web",
    "app",
    "scan",
    "mailbox",
    "county_mailbox",
    "province",
    "market",
    "police",
    "people_cn",
    "rednet",
    "premier",
    "national",
    "deputies",
    "cppcc",
    "enterprise",
    "leaders",
    "window",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files, to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rows() -> dict[str, int]:
    models = (CalendarEdition, CatalogueEntry, Category, Channel, LimitRule, Reason, WorkWeek)
    more = (Unit, GroupMembership, CatalogueEntry.assists.through)
    return {model.__name__: model._default_manager.count() for model in (*models, *more)}


def test_the_top_categories_are_the_fourteen_and_each_ends_with_other() -> None:
    categories = read_reference().categories
    assert [one.name for one in categories if one.level == 1] == TOP
    for parent in categories:
        children = [one.name for one in categories if one.parent == parent.code]
        assert (children[-1:] == ["其他"]) is (parent.level < 3)


def test_every_channel_of_the_field_is_there() -> None:
    codes = {channel.code for channel in read_reference().channels}
    assert codes >= set(CHANNELS)
    assert [code for code in codes if code.startswith("line.")]


def test_every_clock_and_every_list_of_reasons_is_filled() -> None:
    reference = read_reference()
    assert {limit.clock for limit in reference.limits} == set(Clock.values)
    kinds = Counter(reason.kind for reason in reference.reasons)
    assert set(kinds) == set(Reason.Kind.values)
    assert min(kinds.values()) >= 4
    assert all(limit.source for limit in reference.limits)


def test_the_county_has_the_units_its_report_counts() -> None:
    place = read_place("yongshun", read_reference().categories)
    groups = Counter(unit.group for unit in place.units)
    assert groups["towns"] == 30
    assert groups["bureaus"] + groups["companies"] == 55


def test_loading_twice_leaves_the_rows_of_loading_once(db: None) -> None:
    first = load()
    once = rows()
    assert load() == first
    assert rows() == once
    assert once["Category"] == first.counts["类别"] == Category.objects.count()
    assert Unit.objects.get(code="ys-jiaojing").is_within(Unit.objects.get(code="ys-gongan"))
    assert Unit.objects.get(code="ys-huanbao").pinyin.split()[-1] == "xhbj"


def test_loading_again_writes_no_history_of_units(db: None) -> None:
    load()
    stamps = set(Unit.objects.values_list("code", "events__pgh_id"))
    load()
    assert set(Unit.objects.values_list("code", "events__pgh_id")) == stamps


def test_a_changed_file_changes_the_rows_and_leaves_added_ones(db: None, folder: Path) -> None:
    load(folder=folder)
    Channel.objects.create(code="fax", name="传真")
    spoil(folder, "channels.toml", 'name = "微信"', 'name = "微信公众号"')
    spoil(folder, "units/yongshun.toml", 'short = "县环保局"', 'short = "环保局"')
    spoil(folder, "catalogue/yongshun.toml", 'assists = ["ys-zhujian", "ys-gongan"], ', "")
    load(folder=folder)
    assert Channel.objects.get(code="wechat").name == "微信公众号"
    assert Channel.objects.filter(code="fax").exists()
    assert Unit.objects.get(code="ys-huanbao").short_name == "环保局"
    assert not CatalogueEntry.objects.get(category="01.01").assists.exists()


def test_what_was_put_out_of_use_stays_out_of_use(db: None) -> None:
    load()
    Channel.objects.filter(code="wechat").update(active=False)
    load()
    assert not Channel.objects.get(code="wechat").active


def test_the_catalogue_and_the_calendar_arrive_whole(db: None) -> None:
    load()
    entry = CatalogueEntry.objects.get(category="08.06", district="furong")
    assert entry.lead.code == "ys-furong"
    assert [unit.code for unit in entry.assists.all()] == ["ys-sifa"]
    year = CalendarEdition.objects.get(year=2014)
    assert date(2014, 10, 1) in year.holidays
    assert date(2014, 10, 11) in year.workdays
    assert WorkWeek.objects.get().frames["0"] == [["08:30", "12:00"], ["13:30", "17:30"]]


def test_an_edition_already_used_cannot_say_something_else(db: None) -> None:
    CalendarEdition.objects.create(year=2014, edition=1, holidays=[date(2014, 1, 1)])
    with pytest.raises(BadData, match=r"calendar/2014\.toml：edition：第1版已经用过"):
        load()
    assert not Category.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("categories.toml", '["01.01"]', '["1.01"]', "“1.01”：类别代码是两位数字"),
        ("categories.toml", '["01"]', '["77"]', "“01.01”：没有上级“01”"),
        ("categories.toml", 'name = "劳动关系"', 'name = "劳动报酬"', "“01.02”：与“01.01”同名"),
        ("categories.toml", 'name = "劳动报酬"', 'title = "劳动报酬"', "“01.01”.name：缺少"),
        ("categories.toml", 'name = "劳动报酬"', "name = 7", "“01.01”.name：应为文字"),
        ("categories.toml", 'name = "劳动报酬"', 'name = " "', "“01.01”.name：不能是空的"),
        ("categories.toml", 'name = "劳动报酬"', f'name = "{"长" * 61}"', "最多60个字"),
        ("categories.toml", "third = { 01 =", "third = { a =", "third.a：类别代码是两位数字"),
        ("categories.toml", 'third = { 99 = "其他" }', "third = {}", "third：至少要有一个"),
        ("categories.toml", '["01.02"]', '["01.01"]', "不是合规的 TOML"),
        ("channels.toml", "[phone]", "[Phone]", "“Phone”：渠道代码用小写"),
        ("channels.toml", 'merged = "whole"', 'merged = "all"', "merged：“all”不在"),
        ("channels.toml", 'merged = "whole"\n', "", "merged：并入热线"),
        (
            "channels.toml",
            'group = "电话"',
            'group = "电话"\nnote = "x"',
            "phone.note：没有这个字段",
        ),
        ("channels.toml", '["yueyang-2016"]', '["a", "a"]', "documents[2]：“a”写了两次"),
        ("channels.toml", '["yueyang-2016"]', "[1]", "documents[1]：应为文字"),
        ("reasons.toml", '"decline.court"', '"court"', "“court”：代码要以 decline. 开头"),
        ("reasons.toml", "[rework]", "[redo]", "rework：缺少这个字段"),
        ("reasons.toml", "[decline]", "[more]\n[decline]", "more：没有这个字段"),
        ("limits.toml", 'clock = "dispatch"', 'clock = "send"', "limit[1].clock：“send”不在"),
        ("limits.toml", "amount = 30", "amount = 0", "limit[1].amount：不能小于1"),
        ("limits.toml", "amount = 30", "amount = true", "limit[1].amount：应为整数"),
        ("limits.toml", "amount = 30", 'amount = "30"', "limit[1].amount：应为整数"),
        ("limits.toml", 'category = "07.01"', 'category = "77"', "没有代码是“77”的类别"),
        ("limits.toml", 'channel = "scan"', 'channel = "fax"', "没有代码是“fax”的渠道"),
        ("limits.toml", 'code = "sign"\n', 'code = "dispatch"\n', "“dispatch”写了两次"),
        ("limits.toml", 'urgency = "critical"', 'urgency = "urgent"', "管的是同一种情形"),
        (
            "limits.toml",
            'clock = "reserve"',
            'clock = "rework"\nkind = "help"',
            "兜底规则：reserve",
        ),
        ("limits.toml", "valid_from = 2004-01-01", 'valid_from = "2004"', "valid_from：应为日期"),
        ("units/yongshun.toml", '"ys-jiaoyu" = {', '"Ys" = {', "units.Ys：单位编码用小写"),
        (
            "units/yongshun.toml",
            'parent = "ys-gongan"',
            'parent = "ys-x"',
            "没有代码是“ys-x”的上级",
        ),
        ("units/yongshun.toml", 'kind = "hotline"', 'kind = "bureau"', "有且只有一个热线中心"),
        (
            "units/yongshun.toml",
            'kind = "bureau", parent = "ys", ',
            'kind = "bureau", ',
            "没有上级的",
        ),
        ("units/yongshun.toml", 'group = "bureaus" }', 'group = "b" }', "没有代码是“b”的分组"),
        (
            "units/yongshun.toml",
            'group = "bureaus" }',
            'group = "bureaus", active_to = 2010-01-01 }',
            "active_to：停用日要晚于启用日",
        ),
        ("catalogue/yongshun.toml", 'lead = "ys-renshe"', 'lead = "ys-x"', "entries[1].lead：没有"),
        (
            "catalogue/yongshun.toml",
            '"ys-gongan"]',
            '"ys-x"]',
            "assists[2]：没有代码是“ys-x”的单位",
        ),
        ("catalogue/yongshun.toml", '"ys-gongan"]', '"ys-renshe"]', "主办单位不能又是协办"),
        ("catalogue/yongshun.toml", 'category = "01.02"', 'category = "01.01"', "写了两次"),
        (
            "catalogue/yongshun.toml",
            'category = "01.02"',
            'category = "01.02.01"',
            "没有主办单位：01.02",
        ),
        ("catalogue/yongshun.toml", 'district = "tawo"', 'district = "x"', "没有代码是“x”的区域"),
        (
            "catalogue/yongshun.toml",
            'edition = "2014"',
            'edition = "2014"\nby = "x"',
            "by：没有这个字段",
        ),
    ],
)
def test_a_fault_names_its_file_and_its_field(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    spoil(folder, file, old, new)
    with pytest.raises(BadData) as refused:
        read_place("yongshun", read_reference(folder).categories, folder)
    assert str(refused.value).startswith(f"{file}：")
    assert words in str(refused.value)


def test_a_missing_or_unreadable_file_is_named(folder: Path) -> None:
    (folder / "limits.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadData, match=r"limits\.toml：要用 UTF-8"):
        read_reference(folder)
    (folder / "limits.toml").unlink()
    with pytest.raises(BadData, match=r"limits\.toml：没有这个文件"):
        read_reference(folder)


def test_a_fault_leaves_nothing_half_written(db: None, folder: Path) -> None:
    spoil(folder, "catalogue/yongshun.toml", 'lead = "ys-renshe"', 'lead = "ys-x"')
    with pytest.raises(BadData):
        load(folder=folder)
    assert not any(rows().values())


def test_the_command_tells_what_it_wrote(db: None) -> None:
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert "永顺县：类别574" in out.getvalue()
    assert "单位89" in out.getvalue()


@pytest.mark.parametrize("option", ["--units", "--scenario"])
def test_an_unknown_place_is_told_with_the_known_ones(db: None, option: str) -> None:
    with pytest.raises(CommandError, match="现有：xianning、yongshun、yueyang") as refused:
        call_command("load_reference", option, "atlantis")
    assert refused.value.returncode == 2
