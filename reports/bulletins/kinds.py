"""The kinds of bulletin: which period each is about, its name, its number and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from orders.period import Kind, Period
from reports.analysis.surge import Bar
from reports.bulletins.blocks import Layout


class BulletinKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Shape:
    """now, before, ago: what the period, the one before and the one a year ago are called; against:
    the word before a comparison with the one before; end: of its last moment. A theme surges when
    it is at least `times` what was expected and by `more` pieces above it; least: how many due it
    takes to be ranked."""

    kind: BulletinKind
    period: Kind
    name: str
    masthead: str
    layout: Layout
    now: str
    before: str
    ago: str
    against: str
    end: str
    times: Fraction
    more: int
    least: int

    @property
    def bar(self) -> Bar:
        """The same as the rule of surges takes it; a bulletin has no history to ask for chances."""
        return Bar(self.times, self.more)


_USUAL, _DAILY = Fraction(13, 10), Fraction(3, 2)
SHAPES: Mapping[BulletinKind, Shape] = MappingProxyType(
    {
        shape.kind: shape
        for shape in (
            Shape(
                BulletinKind.DAY,
                Kind.DAY,
                "日统计",
                "12345热线日统计",
                Layout.SHEET,
                "当日",
                "前一日",
                "上年同日",
                "较前一日",
                "当日24时",
                _DAILY,
                5,
                0,
            ),
            Shape(
                BulletinKind.WEEK,
                Kind.WEEK,
                "周排名",
                "12345热线周排名",
                Layout.SHEET,
                "本周",
                "上周",
                "上年同周",
                "较上周",
                "周末",
                _USUAL,
                30,
                10,
            ),
            Shape(
                BulletinKind.TEN_DAYS,
                Kind.TEN_DAYS,
                "旬调度",
                "12345热线旬调度",
                Layout.SHEET,
                "本旬",
                "上旬",
                "上年同旬",
                "环比",
                "旬末",
                _USUAL,
                40,
                10,
            ),
            Shape(
                BulletinKind.MONTH,
                Kind.MONTH,
                "月通报",
                "12345热线工作通报",
                Layout.PAPER,
                "本月",
                "上月",
                "上年同月",
                "环比",
                "月末",
                _USUAL,
                100,
                20,
            ),
            Shape(
                BulletinKind.QUARTER,
                Kind.QUARTER,
                "季度通报",
                "12345热线季度通报",
                Layout.PAPER,
                "本季度",
                "上季度",
                "上年同季",
                "环比",
                "季末",
                _USUAL,
                300,
                60,
            ),
            Shape(
                BulletinKind.YEAR,
                Kind.YEAR,
                "年度考核",
                "12345热线年度考核通报",
                Layout.PAPER,
                "本年",
                "上年",
                "上年",
                "同比",
                "年末",
                _USUAL,
                1000,
                200,
            ),
        )
    }
)


class NoBulletin(ValueError):
    """A period of which no bulletin is made, or not yet; the words say why."""


def kind_for(period: Period, asked: str | None = None) -> Shape:
    """The kind that follows from the period, or the one asked for. Raises NoBulletin where they
    do not fit."""
    fitting = next((one for one in SHAPES.values() if one.period is period.kind), None)
    if asked is None:
        if fitting is None:
            made = "、".join(one.name for one in SHAPES.values())
            raise NoBulletin(f"{period.label}没有对应的通报；有：{made}")
        return fitting
    if asked not in list(BulletinKind):
        raise NoBulletin(f"没有“{asked}”这种通报；有：{'、'.join(BulletinKind)}")
    shape = SHAPES[BulletinKind(asked)]
    if shape is not fitting:
        raise NoBulletin(f"{shape.name}（{asked}）不是{period.label}的：统计期和种类对不上")
    return shape


def number(period: Period, *, corrected: bool = False) -> str:
    """〔2026〕第10期, one series a kind and year; weeks are numbered by ISO, days through the
    year."""
    code, first = period.code, period.first
    year, place = (
        code[:4],
        {
            Kind.DAY: f"第{first.timetuple().tm_yday}期",
            Kind.WEEK: f"第{first.isocalendar().week}周",
            Kind.TEN_DAYS: f"第{(first.month - 1) * 3 + min(first.day // 10, 2) + 1}期",
            Kind.QUARTER: f"第{first.month // 3 + 1}期",
            Kind.YEAR: "年度",
        }.get(period.kind)
        or f"第{int(code[5:7])}期",
    )
    return f"〔{year}〕{place}{'（更正版）' if corrected else ''}"
