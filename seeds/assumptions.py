"""What a scenario assumes where no document prints a number: each with its reason, each checked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from orders.models.limits import Kind
from orders.tables import Table
from seeds.calendars import by_notice, load_years
from seeds.daily import Daily
from seeds.reference import Reference

Weights = tuple[float, ...]
Shares = Mapping[str, float]
Span = tuple[float, float]
_SUM_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Weights need not sum to one, shares must; holiday_share: of a Sunday's; spans are low and
    high; the rest are counts of demands, drawn without replacement. *_part: of the time a limit
    gives; *_minutes: working minutes, those of answer, dispatch alike by the clock."""

    months: Weights
    weekdays: Weights
    holiday_share: float
    hours: Weights
    channels: Shares
    kinds_answered: Shares
    kinds_dispatched: Shares
    categories: Shares
    urgent_share: float
    repeat_callers: float
    no_answer_share: float
    satisfied_solved_share: float
    dissatisfied_solved_share: float
    rework_reasons: Shares
    answer_minutes: Span
    dispatch_minutes: Span
    sign_part: Span
    contact_part: Span
    handle_part: Span
    ruling_minutes: Span
    review_minutes: Span
    callback_minutes: Span
    open_within_days: int
    late: int
    returns_moved: int
    returns_upheld: int
    extensions: int
    suspensions: int
    assists: int
    hand_downs: int
    send_backs: int
    rated: int
    satisfied: int
    reworked: int

    def daily(self, months: Sequence[float] | None = None) -> Daily:
        """How much comes on a day, by every holiday notice there is; months: others than theirs."""
        off, makeup = _notices()
        weights = self.months if months is None else months
        return Daily(weights, self.weekdays, self.holiday_share, off, makeup)


@lru_cache(maxsize=1)
def _notices() -> tuple[frozenset[date], frozenset[date]]:
    return by_notice(load_years())


def read_assumptions(root: Table, reference: Reference) -> tuple[Assumptions, dict[str, str]]:
    """The numbers, and the reason of each. Raises BadData naming file and field."""
    readers = _readers(reference)
    numbers: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for field in fields(Assumptions):
        table = root.table(field.name)
        reasons[field.name] = table.text("why")
        table.read.add("value")
        if not table.has("value"):
            raise table.fault("value", "缺少这个字段")
        numbers[field.name] = readers[field.name](table, table.values["value"])
        table.finish()
    root.finish()
    assumed = Assumptions(**numbers)
    _check(root, assumed)
    return assumed, reasons


def _check(root: Table, assumed: Assumptions) -> None:
    if Kind.PRAISE in assumed.kinds_dispatched:
        raise root.fault("kinds_dispatched.value", "表扬（praise）不回访，不能在转办里")


def read_shares(table: Table, key: str, codes: Collection[str], what: str) -> Shares:
    """The shares that a field of the table gives. Raises BadData."""
    return _shares(table, table.take(key, dict, f"各{what}的份额"), codes, what, key)


def read_weights(table: Table, key: str, length: int) -> Weights:
    """The weights that a field of the table gives. Raises BadData."""
    return _weights(table, table.take(key, list, f"{length}个数"), length, key)


def _readers(reference: Reference) -> dict[str, Callable[[Table, Any], Any]]:
    top = {one.code for one in reference.categories if one.level == 1}
    channels = {one.code for one in reference.channels}
    reworks = {one.code for one in reference.reasons if one.code.startswith("rework.")}
    special: dict[str, Callable[[Table, Any], Any]] = {
        "months": lambda table, value: _weights(table, value, 12),
        "weekdays": lambda table, value: _weights(table, value, 7),
        "hours": lambda table, value: _weights(table, value, 24),
        "channels": lambda table, value: _shares(table, value, channels, "渠道"),
        "kinds_answered": lambda table, value: _shares(table, value, Kind.values, "性质"),
        "kinds_dispatched": lambda table, value: _shares(table, value, Kind.values, "性质"),
        "categories": lambda table, value: _shares(table, value, top, "一级类别"),
        "rework_reasons": lambda table, value: _shares(table, value, reworks, "重办理由"),
    }
    by_ending = {"_share": _share, "_callers": _share, "_minutes": _minutes, "_part": _part}

    def reader(name: str) -> Callable[[Table, Any], Any]:
        endings = (read for ending, read in by_ending.items() if name.endswith(ending))
        return special.get(name) or next(endings, _count)

    return {field.name: reader(field.name) for field in fields(Assumptions)}


def _number(table: Table, value: Any, words: str, key: str = "value") -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise table.fault(key, words)
    return float(value)


def _count(table: Table, value: Any) -> int:
    if type(value) is not int or value < 0:
        raise table.fault("value", "应为不小于0的整数")
    return value


def _share(table: Table, value: Any) -> float:
    share = _number(table, value, "应为0到1的数")
    if share > 1:
        raise table.fault("value", "应为0到1的数")
    return share


def _weights(table: Table, value: Any, length: int, key: str = "value") -> Weights:
    words = f"应为{length}个不小于0的数，不能全是0"
    if not isinstance(value, list) or len(value) != length:
        raise table.fault(key, words)
    weights = tuple(_number(table, one, words, key) for one in value)
    if not any(weights):
        raise table.fault(key, words)
    return weights


def _shares(
    table: Table, value: Any, codes: Collection[str], what: str, key: str = "value"
) -> Shares:
    if not isinstance(value, dict) or not value:
        raise table.fault(key, f"应为各{what}的份额")
    shares = {code: _number(table, share, "份额应为0到1的数", key) for code, share in value.items()}
    for code in shares:
        if code not in codes:
            raise table.fault(key, f"没有代码是“{code}”的{what}")
    if abs(sum(shares.values()) - 1) > _SUM_SLACK:
        raise table.fault(key, f"各份加起来应为1，现为{round(sum(shares.values()), 6):g}")
    return shares


def _span(table: Table, value: Any, words: str) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise table.fault("value", words)
    low, high = (_number(table, one, words) for one in value)
    if low > high:
        raise table.fault("value", words)
    return low, high


def _minutes(table: Table, value: Any) -> Span:
    low, high = _span(table, value, "应为两个分钟数，先小后大，不小于1")
    if low < 1:
        raise table.fault("value", "应为两个分钟数，先小后大，不小于1")
    return low, high


def _part(table: Table, value: Any) -> Span:
    low, high = _span(table, value, "应为两个0到1的数，先小后大")
    if high > 1:
        raise table.fault("value", "应为两个0到1的数，先小后大")
    return low, high
