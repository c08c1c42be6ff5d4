"""The sentence on top of the overview, written by rules from the figures below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.comparison import Change
from reports.explorer.words import number, value_text
from reports.measure import Measured
from reports.overview.look import Look
from reports.overview.themes import Hottest
from reports.overview.tiles import Tiles
from reports.rounding import round_to


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of the sentence; strong: its figure."""

    text: str
    strong: bool = False


def sentence(look: Look, day: Tiles, stock: Tiles, themes: Hottest) -> tuple[Bit, ...]:
    """What came, more or less than a week ago, how calls were answered; what rose above its own
    history; what is overdue."""
    return (*_day(look, day), *_risen(themes), *_overdue(look, stock))


def _day(look: Look, tiles: Tiles) -> Iterator[Bit]:
    received, change = tiles.figures["demands.accepted"]
    when = "今天" if look.is_now else f"{look.day.month}月{look.day.day}日"
    if received.numerator:
        yield Bit(f"{when}受理")
        yield Bit(f"{number(received.numerator)}件", strong=True)
        yield Bit(f"{_moved(change, tiles.against)}。")
    else:
        yield Bit(f"{when}{'还' if look.running else ''}没有受理诉求。")
    yield Bit(_calls(*(tiles.figures[code][0] for code in _CALLS)))


def _risen(themes: Hottest) -> Iterator[Bit]:
    for one in themes.risen[:_MOST]:
        yield Bit(one.name, strong=True)
        place = f"，{one.place}" if one.place else ""
        yield Bit(f"突增：{one.count}件，是平常的{one.times}{place}。")


def _overdue(look: Look, stock: Tiles) -> Iterator[Bit]:
    late, old = (stock.figures[code][0].numerator for code in _LATE)
    if not late:
        yield Bit("没有超期的工单。")
        return
    yield Bit("超期在手" if look.is_now else "当天结束时超期在手")
    yield Bit(f"{number(late)}件", strong=True)
    yield Bit(f"，其中{number(old)}件超了15天以上。" if old else "，都没超过15天。")


_TIMES = 3  # from so many times on it is told in times, not in percent
_MOST = 2  # themes in the sentence
_LATE = ("orders.open_overdue", "orders.open_overdue.over_15d")
_CALLS = ("calls.inbound", "calls.answered_15s_rate")


def _moved(change: Change | None, against: str) -> str:
    """，比上周五同一时刻多14.2%; "" where there is nothing to compare with."""
    if change is None or change.base is None or change.amount is None:
        return ""
    if change.amount >= _TIMES - 1:
        return f"，是{against}的{number(1 + change.amount, 1)}倍"
    share = round_to(abs(100 * change.amount), 1)
    if not share:
        return f"，和{against}持平"
    return f"，比{against}{'多' if change.amount > 0 else '少'}{share}%"


def _calls(inbound: Measured, rate: Measured) -> str:
    if not inbound.numerator:
        return "没有来电。"
    if rate.value is None:
        return f"来电{number(inbound.numerator)}个，没有转人工的。"
    left = (rate.denominator or 0) - rate.numerator
    late = f"，{number(left)}个没在15秒内接起" if left else "，都在15秒内接起"
    return (
        f"来电{number(inbound.numerator)}个，15秒接通率{value_text(rate)}%"
        f"（转人工{number(rate.denominator)}个{late}）。"
    )
