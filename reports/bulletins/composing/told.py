"""What every section has at hand: the figures, the words of the kind, the person's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reports.bulletins import phrases
from reports.bulletins.blocks import SHEET_AREA, TYPE_AREA, Layout
from reports.bulletins.cells import Growth, Points, Rate
from reports.bulletins.chosen import Chosen
from reports.bulletins.figures import WHOLE, Figures, When, key
from reports.bulletins.kinds import Shape
from reports.charts.definition import WIDE, WIDTH

Groups = str | Iterable[str]


@dataclass(frozen=True, slots=True)
class Told:
    """figures with their kind's words and what a person chose."""

    figures: Figures
    shape: Shape
    chosen: Chosen

    @property
    def bases(self) -> Mapping[When, tuple[str, str]]:
        """The comparisons that are made, with the word and what it compares with."""
        shape = self.shape
        found = {When.YEAR_AGO: ("同比", shape.ago), When.PREVIOUS: (shape.against, shape.before)}
        if shape.against == "同比":  # a year's year before is the same year
            del found[When.PREVIOUS]
        return found

    @property
    def known(self) -> list[tuple[When, str]]:
        """The comparisons there are records for, with their word: a table's columns."""
        return [(when, word) for when, (word, _) in self.bases.items() if self.figures.has(when)]

    def moved(self, code: str, groups: Groups = WHOLE, *, with_bases: bool = False) -> str:
        """How a count moved, by each comparison: 同比增长8.2%、环比持平. 旬 are compared by their
        means of a day, since they differ in length."""
        words = []
        for when, (word, whole) in self.bases.items():
            now = self.mean(code, groups)
            base = self.base_mean(code, groups, when)
            mean = "日均" if self.by_mean else ""
            said = phrases.trend(f"{mean}{word}", f"{whole}{mean}", now, base)
            told = self.figures.base(code, groups, when)
            words.append(said + (f"（{whole}{phrases.many(told)}）" if with_bases and told else ""))
        return "、".join(words)

    def moved_points(self, code: str, groups: Groups = WHOLE) -> str:
        """How a rate moved, by each comparison."""
        rate = self.figures.rate
        return "、".join(
            phrases.points(word, rate(code, groups), self.figures.base_rate(code, groups, when))
            for when, (word, _) in self.bases.items()
        )

    def grown(self, code: str, groups: Groups, when: When) -> Growth:
        """The growth of a count as a table has it."""
        return Growth(self.mean(code, groups), self.base_mean(code, groups, when))

    def point_cell(self, code: str, groups: Groups, when: When) -> Points:
        """The difference of a rate as a table has it."""
        base = self.figures.base_rate(code, groups, when)
        return Points(self.figures.rate(code, groups), base)

    @property
    def area(self) -> float:
        """The width of what stands across the page, mm."""
        return TYPE_AREA if self.shape.layout is Layout.PAPER else SHEET_AREA

    @property
    def width(self) -> int:
        """The same of a chart, px."""
        return WIDTH if self.shape.layout is Layout.PAPER else WIDE

    @property
    def by_mean(self) -> bool:
        return self.figures.period.compared_by_daily_mean

    def mean(self, code: str, groups: Groups = WHOLE) -> int | Fraction:
        """What is compared: the count, of 旬 its mean of a day."""
        count = self.figures.count(code, groups)
        return Fraction(count, self.figures.period.length) if self.by_mean else count

    def base_mean(self, code: str, groups: Groups, when: When) -> int | Fraction | None:
        """The same of a compared period; None where there are no records of it."""
        count = self.figures.base(code, groups, when)
        if count is None or not self.by_mean:
            return count
        base = self.figures.period.previous()
        if when is When.YEAR_AGO:
            base = self.figures.period.a_year_ago() or base
        return Fraction(count, base.length)

    def share(self, part: int, whole: int) -> Rate:
        """A part of a whole, in percent with two places."""
        return Rate(part, whole)

    def of(self, dimension: str, code: str) -> list[tuple[str, str, int]]:
        """Key, name and count of each division, those with most first."""
        names = self.figures.divided(dimension)
        found = [
            (group, name, self.figures.count(code, group))
            for group, name in ((key(dimension, one), name) for one, name in names.items())
        ]
        return sorted(found, key=lambda one: -one[2])
