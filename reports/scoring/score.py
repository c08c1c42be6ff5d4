"""Rule and values to points, total and grade: exact, each part rounded as the rule says."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reports.rounding import round_to
from reports.scoring.rule import Absent, Indicator, Rule

_HUNDRED = 100


class NoScore(ValueError):
    """An indicator has no value and the rule does not say what then; the words name it."""

    def __init__(self, indicator: Indicator, words: str) -> None:
        super().__init__(words)
        self.indicator = indicator


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator is fed: numerator over denominator, a percentage alone, cases alone, or
    points given by people. A rate over nothing has a denominator of 0."""

    numerator: int | None = None
    denominator: int | None = None
    percent: Fraction | None = None
    cases: Fraction | None = None
    points: Fraction | None = None

    @property
    def number(self) -> Fraction | None:
        """As the thresholds count: percent or cases; None for given points, or over nothing."""
        if self.denominator:
            return Fraction(_HUNDRED * (self.numerator or 0), self.denominator)
        return self.percent if self.cases is None else self.cases

    @property
    def is_over_nothing(self) -> bool:
        return self.points is None and self.number is None


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator gave. value is None where nothing was fed; points: rounded as the rule
    says, None where the indicator left the score; exact: before rounding."""

    indicator: str
    name: str
    value: Value | None
    points: Fraction | None
    exact: Fraction | None
    most: Fraction

    @property
    def is_made_up(self) -> bool:
        """Nothing was fed: full points stand for it, or it left the score."""
        return self.value is None or self.value.is_over_nothing

    @property
    def lost(self) -> Fraction:
        """Points short of the most; 0 where it left the score."""
        return Fraction(0) if self.points is None else self.most - self.points


@dataclass(frozen=True, slots=True)
class Score:
    """total: as printed, exact: before any rounding; both with parts that left made up for."""

    parts: tuple[Part, ...]
    total: Fraction
    exact: Fraction
    grade: str | None

    def part(self, indicator: str) -> Part:
        """The part of that indicator. Raises KeyError."""
        return {part.indicator: part for part in self.parts}[indicator]


def score(rule: Rule, values: Mapping[str, Value]) -> Score:
    """The score of one unit from its values by indicator. Raises NoScore for an indicator without
    a value where the rule does not say what then."""
    parts = tuple(_part(rule, one, values.get(one.code)) for one in rule.indicators)
    if all(part.points is None for part in parts):
        raise NoScore(rule.indicators[0], "没有一个指标有值，算不出得分")
    total = _round(_sum(rule, [part.points for part in parts]), rule, rule.places)
    return Score(parts, total, _sum(rule, [part.exact for part in parts]), rule.grade(total))


def _part(rule: Rule, of: Indicator, value: Value | None) -> Part:
    if value is None or value.is_over_nothing:
        return _absent(of, value)
    exact = value.points
    if exact is None:
        assert value.number is not None
        exact = of.curve.points(value.number)
    return Part(of.code, of.name, value, _round(exact, rule, rule.part_places), exact, of.most)


def _absent(of: Indicator, value: Value | None) -> Part:
    what = of.missing if value is None else of.over_nothing
    if what is Absent.ERROR:
        words = "没有给出" if value is None else "没有可算的工单"
        raise NoScore(of, f"“{of.name}”（{of.code}）{words}")
    points = of.most if what is Absent.FULL else None
    return Part(of.code, of.name, value, points, points, of.most)


def _sum(rule: Rule, points: list[Fraction | None]) -> Fraction:
    """The start and all points; where parts left, the others count for the whole."""
    got = rule.start + sum((point for point in points if point is not None), Fraction(0))
    left = sum(
        (one.most for one, point in zip(rule.indicators, points, strict=True) if point is None),
        Fraction(0),
    )
    possible = rule.full - left
    return got * rule.full / possible if left and possible else got


def _round(value: Fraction, rule: Rule, places: int | None) -> Fraction:
    return value if places is None else Fraction(round_to(value, places, rule.rounding))
