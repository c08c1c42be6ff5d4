"""Reading one [[indicator]] of a rule: what feeds it, and how its value becomes points."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from orders.models.limits import Kind as DemandKind
from orders.tables import Table
from reports.catalogue import find
from reports.scoring.points import Curve
from reports.scoring.rule import Absent, Indicator
from reports.statistic import Statistic, UnknownStatistic

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_HUNDRED = Fraction(100)
_UNIT = "unit"


def read_indicator(table: Table, missing: Absent, over_nothing: Absent) -> Indicator:
    """The indicator; missing, over_nothing: what the rule says for all. Raises BadData."""
    code, name = table.text("code", most=40), table.text("name", most=20)
    if not _CODE.fullmatch(code):
        raise table.fault("code", "用小写字母、数字和下划线，字母开头")
    by_case, statistic = table.flag("by_case"), table.text("statistic", "", most=80)
    lower = table.choice("direction", ("higher", "lower"), "higher") == "lower"
    if statistic:
        _check_statistic(table, statistic, by_case=by_case, lower=lower)
    one = Indicator(
        code=code,
        name=name,
        curve=_curve(table, by_case=by_case, lower=lower, fed=bool(statistic)),
        statistic=statistic,
        by_case=by_case,
        missing=Absent(table.choice("missing", ("full", "drop"), missing.value)),
        over_nothing=Absent(table.choice("over_nothing", ("full", "drop"), over_nothing.value)),
        kinds=_kinds(table),
        given=table.exact("given") if table.has("given") else None,
    )
    _check_given(table, one)
    table.finish()
    return one


def _check_statistic(table: Table, code: str, *, by_case: bool, lower: bool) -> None:
    try:
        statistic = find(code)
    except UnknownStatistic as error:
        raise table.fault("statistic", str(error)) from None
    if _UNIT not in statistic.population.dimensions:
        raise table.fault("statistic", f"“{statistic.name}”不能按单位分，算不出各单位的分")
    if statistic.spread is not None:
        raise table.fault("statistic", f"“{statistic.name}”是分位数，不能计分")
    if not by_case and not statistic.is_rate:
        raise table.fault("statistic", f"“{statistic.name}”是件数；按件计分要写 by_case = true")
    _check_direction(table, statistic, lower=lower)


def _check_direction(table: Table, statistic: Statistic, *, lower: bool) -> None:
    better = statistic.higher_is_better
    if better is not None and better == lower:
        words = "越高越好，不写 lower" if better else "越低越好，应写 lower"
        raise table.fault("direction", f"“{statistic.name}”{words}")


def _curve(table: Table, *, by_case: bool, lower: bool, fed: bool) -> Curve:
    if table.has("weight"):
        return _weighted(table, plain=not (by_case or lower))
    most, floor = table.exact("points"), table.exact("floor", Fraction(0))
    if floor > most:
        raise table.fault("floor", "不能高于 points")
    if not fed and not table.has("thresholds"):
        return Curve(most, (), (), floor)
    thresholds, slopes = table.exacts("thresholds"), table.exacts("slopes")
    if len(slopes) != len(thresholds):
        words = (
            f"要与 thresholds 一一对应：thresholds 有{len(thresholds)}个，slopes 有{len(slopes)}个"
        )
        raise table.fault("slopes", words)
    _check_thresholds(table, thresholds, by_case=by_case, lower=lower)
    for place, slope in enumerate(slopes, 1):
        if slope <= 0:
            raise table.fault(f"slopes[{place}]", "每差一点扣多少分，应大于0")
    return Curve(most, thresholds, slopes, floor, lower)


def _weighted(table: Table, *, plain: bool) -> Curve:
    """A weight is points in proportion to the percentage."""
    weight = table.exact("weight")
    for key in ("points", "thresholds", "slopes", "floor"):
        if table.has(key):
            raise table.fault(key, "weight 按百分率乘权重计分，不与它同写")
    if weight <= 0:
        raise table.fault("weight", "应大于0")
    if not plain:
        raise table.fault("weight", "只用于越高越好的率；别的写 points、thresholds、slopes")
    return Curve(weight, (_HUNDRED,), (weight / _HUNDRED,))


def _check_thresholds(
    table: Table, thresholds: Sequence[Fraction], *, by_case: bool, lower: bool
) -> None:
    for place, threshold in enumerate(thresholds, 1):
        if threshold < 0 or (not by_case and threshold > _HUNDRED):
            words = "应为件数，不小于0" if by_case else "应为0到100的百分数"
            raise table.fault(f"thresholds[{place}]", words)
    for place, (one, following) in enumerate(pairwise(thresholds), 2):
        if one >= following if lower else one <= following:
            words = "越低越好的从小到大写" if lower else "越高越好的从大到小写"
            raise table.fault(f"thresholds[{place}]", f"次序不对：{words}")


def _kinds(table: Table) -> tuple[str, ...]:
    kinds = table.words("kinds")
    for place, kind in enumerate(kinds, 1):
        if kind not in DemandKind.values:
            words = f"“{kind}”不在{'、'.join(DemandKind.values)}之中"
            raise table.fault(f"kinds[{place}]", words)
    return kinds


def _check_given(table: Table, one: Indicator) -> None:
    if one.given is None:
        return
    if one.statistic:
        raise table.fault("given", "有 statistic 的由数据算分，不写 given")
    if not one.curve.floor <= one.given <= one.most:
        raise table.fault("given", "应在 floor 与 points 之间")
