"""Reading a rule that people wrote: every slip is told with its file, its entry and what to write.

A mapping in, a Rule out; where the files are is scoring/files.py. docs/decisions/0110 has the
format.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from orders.models.limits import Kind as DemandKind
from orders.period import Kind
from orders.tables import Table
from reports.rounding import Rounding
from reports.scoring.reading_indicator import read_indicator
from reports.scoring.rule import Absent, Band, Indicator, Lists, Rule, TieOn

_FULL = Fraction(100)
_MOST_PLACES = 2  # scores are printed with two


def read_rule(root: Table, code: str) -> Rule:
    """The rule in a file's table. Raises BadData."""
    missing = Absent(root.choice("missing", ("full", "drop"), Absent.ERROR.value))
    over_nothing = Absent(root.choice("over_nothing", ("full", "drop"), Absent.ERROR.value))
    indicators = _indicators(root, missing, over_nothing)
    part_places, places, rounding = _rounding(root)
    start, full = root.exact("start", Fraction(0)), root.exact("full", _FULL)
    _check_sum(root, indicators, start, full)
    bands = _bands(root, start + sum((one.curve.floor for one in indicators), Fraction(0)), full)
    rule = Rule(
        code=code,
        name=root.text("name", most=60),
        source=root.text("source"),
        valid_from=root.day("valid_from"),
        valid_to=root.day("valid_to") if root.has("valid_to") else None,
        indicators=indicators,
        start=start,
        full=full,
        part_places=part_places,
        places=places,
        rounding=rounding,
        tie_on=TieOn(root.choice("tie_on", list(TieOn), TieOn.PRINTED.value)),
        tie_breakers=_codes_of(root, "tie_breakers", [one.code for one in indicators]),
        grouped=root.flag("grouped") if root.has("grouped") else True,
        groups=root.words("groups"),
        minimum=_minimum(root),
        kinds=_codes_of(root, "kinds", DemandKind.values),
        excluded=_reasons(root, "excluded"),
        bands=bands,
        lists=_lists(root, [band.name for band in bands]),
        assumed=_assumed(root),
    )
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise root.fault("valid_to", f"要晚于 valid_from（{rule.valid_from}）；不含这一天")
    if rule.groups and not rule.grouped:
        raise root.fault("groups", "grouped = false 时不分组，不写 groups")
    root.finish()
    return rule


def _indicators(root: Table, missing: Absent, over_nothing: Absent) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    for table in root.tables("indicator"):
        one = read_indicator(table, missing, over_nothing)
        if one.code in found:
            raise table.fault("code", f"“{one.code}”写了两次")
        found[one.code] = one
    if not found:
        raise root.fault("indicator", "至少要有一个指标")
    return tuple(found.values())


def _check_sum(
    root: Table, indicators: Sequence[Indicator], start: Fraction, full: Fraction
) -> None:
    got = start + sum((one.most for one in indicators), Fraction(0))
    if got != full:
        parts = "＋".join(f"{one.name}{_plain(one.most)}" for one in indicators)
        begin = f"起始{_plain(start)}＋" if start else ""
        raise root.fault(
            "indicator",
            f"各项满分加起来应为{_plain(full)}，现在是{begin}{parts}＝{_plain(got)}",
        )


def _rounding(root: Table) -> tuple[int | None, int, Rounding]:
    if not root.has("rounding"):
        return _MOST_PLACES, _MOST_PLACES, Rounding.HALF_UP
    table = root.table("rounding")
    parts = None
    if table.values.get("parts") == "exact":
        table.text("parts")
    else:
        parts = _places(table, "parts", '或 "exact"（不取整就相加）')
    total = _places(table, "total")
    mode = Rounding(table.choice("mode", list(Rounding), Rounding.HALF_UP.value))
    table.finish()
    return parts, total, mode


def _places(table: Table, key: str, more: str = "") -> int:
    places = table.take(key, int, f"0到{_MOST_PLACES}的小数位数{more}") if table.has(key) else None
    if places is None:
        return _MOST_PLACES
    if not 0 <= places <= _MOST_PLACES:
        raise table.fault(key, f"应为0到{_MOST_PLACES}的小数位数{more}")
    return int(places)


def _bands(root: Table, lowest: Fraction, full: Fraction) -> tuple[Band, ...]:
    """From the best to the worst, without gap or overlap, over all totals there can be."""
    if not root.has("band"):
        return ()
    found: list[Band] = []
    for table in root.tables("band"):
        name, start = table.text("name", most=20), table.exact("from")
        below = table.exact("below") if table.has("below") else None
        table.finish()
        _check_band(table, Band(name, start, below), found)
        found.append(Band(name, start, below))
    if not found:
        raise root.fault("band", "至少要有一个等次")
    if found[0].below is not None and found[0].below <= full:
        raise root.fault("band[1].below", f"最好的等次要含满分{_plain(full)}，不写 below")
    if found[-1].start > lowest:
        words = f"最差的等次要从{_plain(lowest)}或更低起，不然有的总分没有等次"
        raise root.fault(f"band[{len(found)}].from", words)
    return tuple(found)


def _check_band(table: Table, band: Band, before: Sequence[Band]) -> None:
    if band.name in {one.name for one in before}:
        raise table.fault("name", f"“{band.name}”写了两次")
    if band.below is not None and band.below <= band.start:
        raise table.fault("below", f"要高于 from（{_plain(band.start)}）；不含这个分")
    if not before:
        return
    above = before[-1]
    if band.below is None or band.below > above.start:
        words = f"与“{above.name}”重叠：应写 below = {_plain(above.start)}，等次从好到差写"
        raise table.fault("below", words)
    if band.below < above.start:
        words = f"与“{above.name}”之间有空当：应写 below = {_plain(above.start)}"
        raise table.fault("below", words)


def _lists(root: Table, grades: Sequence[str]) -> Lists:
    if not root.has("lists"):
        return Lists()
    table = root.table("lists")
    lists = Lists(
        red=table.number("red", low=0) if table.has("red") else 0,
        red_from=table.known("red_from", grades, "等次（band）", ""),
        black=table.number("black", low=0) if table.has("black") else 0,
        black_below=table.known("black_below", grades, "等次（band）", ""),
    )
    table.finish()
    return lists


def _minimum(root: Table) -> Mapping[Kind, int]:
    if not root.has("minimum"):
        return {}
    table = root.table("minimum")
    for key in table.values:
        if key not in list(Kind):
            raise table.fault(key, f"没有这种统计期，只能是{'、'.join(Kind)}")
    return {Kind(key): table.number(key) for key in table.values}


def _codes_of(root: Table, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
    words = root.words(key)
    for place, word in enumerate(words, 1):
        if word not in allowed:
            raise root.fault(f"{key}[{place}]", f"“{word}”不在{'、'.join(allowed)}之中")
    return words


def _reasons(root: Table, key: str) -> Mapping[str, str]:
    if not root.has(key):
        return {}
    table = root.table(key)
    return {code: table.text(code) for code in table.values}


def _assumed(root: Table) -> Mapping[str, str]:
    """What no source prints, by the field it speaks of, with the reason."""
    if not root.has("assumed"):
        return {}
    found: dict[str, str] = {}
    for table in root.tables("assumed"):
        what, reason = table.text("what", most=60), table.text("reason")
        if not _names_a_field(root, what):
            words = f"文件里没有“{what}”；写字段名，如 minimum、indicator.satisfied.floor"
            raise table.fault("what", words)
        table.finish()
        found[what] = reason
    return found


def _names_a_field(root: Table, what: str) -> bool:
    """minimum, lists.red; indicator for all of them, indicator.CODE or indicator.CODE.floor."""
    first, *rest = what.split(".")
    if first == "indicator" and rest:
        held = {one.get("code"): one for one in root.values["indicator"]}.get(rest.pop(0))
    else:
        held = root.values if first in root.values else None
        rest = [first, *rest] if held else rest
    for key in rest:
        held = held.get(key) if isinstance(held, Mapping) else None
    return held is not None


def _plain(number: Fraction) -> str:
    """12.5, 100: as people write it."""
    return re.sub(r"\.?0+$", "", f"{float(number):.4f}")
