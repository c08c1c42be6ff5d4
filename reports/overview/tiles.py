"""The rows of figures: today, just now, this month, each with what it is of and how it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from calls.wall import wall
from orders.period import Kind, Period, period_of
from reports.comparison import Change, changes_since
from reports.explorer.words import change_text, change_unit, number, value_text
from reports.formulas import formula_of
from reports.measure import Measured
from reports.overview.counting import Fresh, ask, fresh
from reports.overview.look import Look

TODAY = (
    "calls.inbound",
    "calls.answered_15s_rate",
    "demands.accepted",
    "demands.direct_rate",
)
MONTH = (
    "demands.accepted",
    "orders.dispatched",
    "orders.signed_on_time_rate",
    "orders.due",
    "orders.on_time_rate",
    "orders.satisfied_rate",
    "orders.return_rate",
    "orders.rework_rate",
)
STOCK = ("demands.waiting", "orders.open", "orders.open_overdue")
# Of these what lies longest, their .over_15d, stands beside.
_OLD = {"orders.open": "派下15天以上", "orders.open_overdue": "超15天以上"}
_SHORT = {  # as people say it beside the row's own name
    "calls.inbound": "来电",
    "demands.accepted": "受理诉求",
    "orders.due": "应办结",
    "orders.open": "单位在办",
    "orders.open_overdue": "超期在手",
}


@dataclass(frozen=True, slots=True)
class Tile:
    """change: in words, "" where none is told; beside: what the figure is of, or was; top and
    under: its parts; formula: what is counted; query: of the explorer, "" where it has none."""

    code: str
    name: str
    value: str
    unit: str
    change: str = ""
    beside: str = ""
    top: str = ""
    under: str = ""
    formula: str = ""
    note: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """period: in words; against: what it is compared with; figures: by code, for a sentence."""

    tiles: tuple[Tile, ...]
    fresh: Fresh
    against: str
    figures: Mapping[str, tuple[Measured, Change | None]]


def today(look: Look) -> Tiles:
    """The day so far, beside the same weekday a week ago up to the same hour."""
    base = period_of(Kind.DAY, look.day - timedelta(days=7))
    weekday = f"上周{'一二三四五六日'[look.day.weekday()]}"
    against = f"{weekday}同一时刻" if look.running else f"{weekday}全天"
    return _compared(look, TODAY, look.today, base, weekday, against)


def month(look: Look) -> Tiles:
    """The month so far, beside the month before when it was as old."""
    against = "上月同一时刻" if look.as_of < look.month.end else "上月"
    return _compared(look, MONTH, look.month, look.month.previous(), "上月", against)


def just_now(look: Look) -> Tiles:
    """What lies there; who waits on the line is known of the present alone."""
    found = ask(look, (*STOCK, *(f"{code}.over_15d" for code in _OLD)), look.today)
    rows = {code: some[0] for code, some in found.rows.items()}
    tiles = [_stock(rows[code], rows.get(f"{code}.over_15d"), look) for code in STOCK]
    if look.is_now:
        tiles.insert(0, _waiting(look))
    figures: dict[str, tuple[Measured, Change | None]] = {
        code: (one, None) for code, one in rows.items()
    }
    return Tiles(tuple(tiles), fresh(look, found.kept), "", figures)


def _compared(
    look: Look,
    codes: Sequence[str],
    period: Period,
    base: Period,
    base_name: str,
    against: str,
) -> Tiles:
    found = ask(look, codes, period)
    how = fresh(look, found.kept)
    now = [found.rows[code][0] for code in codes]
    changes = changes_since(base, now, period=period, as_of=how.as_of)
    pairs = {one.code: (one, change) for one, change in zip(now, changes, strict=True)}
    tiles = tuple(_tile(one, change, base_name, period) for one, change in pairs.values())
    some = any(change.base is not None for change in changes)
    return Tiles(tiles, how, against if some else "", pairs)


def _tile(of: Measured, change: Change, base_name: str, period: Period) -> Tile:
    statistic = of.statistic
    words = change_text(change, statistic)
    if change.base is None:
        words = "没有可比的"
    elif change.amount is not None and change.points:
        words += change_unit(statistic)
    parts = of.denominator is not None
    was = "" if change.base is None else f"{base_name} {value_text(change.base)}"
    return Tile(
        code=of.code,
        name=_SHORT.get(of.code, statistic.name),
        value=value_text(of),
        unit=statistic.unit if of.value is not None else "",
        change=words,
        beside=f"{number(of.numerator)}/{number(of.denominator)}" if parts else was,
        top=number(of.numerator),
        under=number(of.denominator) if parts else "",
        formula=formula_of(statistic),
        note=statistic.note,
        query=_query(of.code, period),
    )


def _stock(of: Measured, old: Measured | None, look: Look) -> Tile:
    return Tile(
        code=of.code,
        name=_SHORT.get(of.code, of.statistic.name),
        value=value_text(of),
        unit=of.statistic.unit,
        beside="" if old is None else f"{_OLD[of.code]} {number(old.numerator)}",
        formula=formula_of(of.statistic),
        note=of.statistic.note,
        query=_query(of.code, look.today),
    )


def _waiting(look: Look) -> Tile:
    now = wall(look.as_of)
    beside = "" if now.longest is None else f"最久{now.longest}秒"
    return Tile("", "排队来电", number(now.waiting), "个", beside=beside)


def _query(code: str, period: Period) -> str:
    return urlencode({"code": code, "period": period.code})
