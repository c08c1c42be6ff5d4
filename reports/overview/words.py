"""The sentence on top of the overview, written by rules from the figures below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.comparison import Change
from reports.explorer.words import number, value_text
from reports.measure import Measured
from reports.overview.look import Look
from reports.overview.tiles import Tiles
from reports.rounding import round_to


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of the sentence; strong: its figure."""

    text: str
    strong: bool = False


def sentence(look: Look, tiles: Tiles) -> tuple[Bit, ...]:
    """What came today, more or less than a week ago, and how calls were answered."""
    return tuple(_bits(look, tiles))


def _bits(look: Look, tiles: Tiles) -> Iterator[Bit]:
    received, change = tiles.figures["demands.accepted"]
    when = "今天" if look.is_now else f"{look.day.month}月{look.day.day}日"
    if received.numerator:
        yield Bit(f"{when}受理")
        yield Bit(f"{number(received.numerator)}件", strong=True)
        yield Bit(f"{_moved(change, tiles.against)}。")
    else:
        yield Bit(f"{when}{'还' if look.running else ''}没有受理诉求。")
    yield Bit(_calls(*(tiles.figures[code][0] for code in _CALLS)))


_CALLS = ("calls.inbound", "calls.answered_15s_rate")


def _moved(change: Change | None, against: str) -> str:
    """，比上周五同一时刻多14.2%; "" where there is nothing to compare with."""
    if change is None or change.base is None or change.amount is None:
        return ""
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
