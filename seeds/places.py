"""What belongs to one city or county: its units and its dispatch catalogue, read and checked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orders.tables import BadData, Table, read_file
from seeds.reference import FOLDER, CategorySpec
from units.models import UnitKind

UNIT_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit; parent, district and group are codes or ""."""

    code: str
    name: str
    short: str
    kind: str
    parent: str
    district: str
    group: str
    active_from: date
    active_to: date | None


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """One line of the dispatch catalogue; district "" means anywhere."""

    category: str
    district: str
    lead: str
    assists: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Place:
    """A city or county: units parents first, groups by code, and the catalogue's edition. streets
    and hamlets: what spots of its towns and villages are called, where the file says so."""

    code: str
    name: str
    units: tuple[UnitSpec, ...]
    groups: Mapping[str, str]
    edition: str
    entries: tuple[EntrySpec, ...]
    streets: tuple[str, ...] = ()
    hamlets: tuple[str, ...] = ()


def names(folder: Path = FOLDER) -> list[str]:
    """The places there are files for."""
    return sorted(path.stem for path in (folder / "units").glob("*.toml"))


def read_place(name: str, categories: Collection[CategorySpec], folder: Path = FOLDER) -> Place:
    """The place's two files, checked against each other. Raises BadData naming file and field."""
    if name not in names(folder):
        known = "、".join(names(folder)) or "一个也没有"
        raise BadData(f"units/{name}.toml：没有这个地方的单位文件；现有：{known}")
    root = read_file(folder / "units" / f"{name}.toml", folder)
    title = root.text("name", most=40)
    streets, hamlets = root.words("streets"), root.words("hamlets")
    groups = _groups(root.table("groups"))
    units = _units(root.table("units"), groups, root.day("active_from"))
    root.finish()
    catalogue = read_file(folder / "catalogue" / f"{name}.toml", folder)
    edition = catalogue.text("edition", most=20)
    entries = _entries(catalogue, units, {category.code for category in categories})
    catalogue.finish()
    _cover_second_level(catalogue, entries, categories)
    return Place(name, title, units, groups, edition, entries, streets, hamlets)


def _groups(table: Table) -> dict[str, str]:
    return {code: table.text(code, most=40) for code in table.values}


def _units(root: Table, groups: Collection[str], active_from: date) -> tuple[UnitSpec, ...]:
    found: dict[str, UnitSpec] = {}
    for code, table in root.each():
        if not UNIT_CODE.fullmatch(code):
            raise root.fault(code, "单位编码用小写字母、数字和连字符")
        found[code] = UnitSpec(
            code=code,
            name=table.text("name", most=80),
            short=table.text("short", most=20),
            kind=table.choice("kind", UnitKind.values),
            # Only units above in the file can be named: so parents come first, without rings.
            parent=table.known("parent", found, "上级单位（要写在前面）", ""),
            district=table.text("district", "", most=40),
            group=table.known("group", groups, "分组", ""),
            active_from=table.day("active_from", active_from),
            active_to=table.day("active_to") if table.has("active_to") else None,
        )
        _check_period(table, found[code])
        table.finish()
    roots = [unit.code for unit in found.values() if not unit.parent]
    if len(roots) != 1:
        raise root.fault("", f"要有且只有一个没有上级的单位，现有{len(roots)}个")
    if [unit.kind for unit in found.values()].count(UnitKind.HOTLINE) != 1:
        raise root.fault("", '要有且只有一个热线中心（kind = "hotline"）')
    return tuple(found.values())


def _check_period(table: Table, unit: UnitSpec) -> None:
    if unit.active_to is not None and unit.active_to <= unit.active_from:
        raise table.fault("active_to", "停用日要晚于启用日")


def _entries(
    root: Table, units: Collection[UnitSpec], categories: Collection[str]
) -> tuple[EntrySpec, ...]:
    codes = {unit.code for unit in units}
    districts = {unit.district for unit in units if unit.district}
    found: dict[tuple[str, str], EntrySpec] = {}
    for table in root.tables("entries"):
        entry = EntrySpec(
            category=table.known("category", categories, "类别"),
            district=table.known("district", districts, "区域", ""),
            lead=table.known("lead", codes, "单位"),
            assists=table.words("assists"),
            basis=table.text("basis"),
        )
        for place, assist in enumerate(entry.assists, 1):
            if assist not in codes:
                raise table.fault(f"assists[{place}]", f"没有代码是“{assist}”的单位")
            if assist == entry.lead:
                raise table.fault(f"assists[{place}]", "主办单位不能又是协办")
        if (entry.category, entry.district) in found:
            raise table.fault("category", f"“{entry.category}”在同一区域写了两次")
        found[entry.category, entry.district] = entry
        table.finish()
    return tuple(found.values())


def _cover_second_level(
    root: Table, entries: Collection[EntrySpec], categories: Collection[CategorySpec]
) -> None:
    covered = {entry.category for entry in entries if not entry.district}
    missing = [
        category.code
        for category in categories
        if category.level == 2 and category.code not in covered and category.parent not in covered
    ]
    if missing:
        raise root.fault("entries", f"这些二级类别没有主办单位：{'、'.join(missing)}")
