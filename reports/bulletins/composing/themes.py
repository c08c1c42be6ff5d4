"""热点诉求: what people asked about most, and what rose above expectation."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.analysis.classes import is_theme
from reports.analysis.expectation import Expectation
from reports.analysis.surge import Surge, judge
from reports.bulletins.blocks import Block, Drawing, Note, Paragraph
from reports.bulletins.cells import Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import When
from reports.bulletins.kinds import Shape
from reports.bulletins.phrases import many, percent, surge
from reports.charts import Bars, Look, Series
from reports.rounding import round_to

_ACCEPTED = "demands.accepted"
_TOP = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """expected: the mean of the compared periods; None where there is none, or nothing then."""

    key: str
    name: str
    count: int
    expected: Fraction | None

    def surge(self, shape: Shape) -> Surge:
        """How it stands to what was expected, by the kind's rule."""
        expected = Expectation(self.expected, windows=1) if self.expected else None
        return judge(self.count, expected, shape.bar)


def themes(told: Told) -> Iterator[Block]:
    """Nothing received: it says so; nothing risen: that too."""
    found = found_themes(told)[:_TOP]
    if not found:
        yield Paragraph(f"{told.shape.now}没有受理诉求。")
        return
    total, most = told.figures.count(_ACCEPTED), sum(one.count for one in found)
    yield Paragraph(
        f"受理量前{len(found)}位的主题共{many(most)}，占受理总量的{percent(Rate(most, total))}。"
        f"{risen_words(told, found)}"
    )
    yield Drawing(_chart(told, found))
    if any(one.expected for one in found):
        yield Note(rule_words(told))


def found_themes(told: Told) -> list[Theme]:
    """Every theme with demands, those with most first."""
    return [
        Theme(group, name, count, _expected(told, group))
        for group, name, count in told.of("theme", _ACCEPTED)
        if count and is_theme(group)
    ]


def surged(told: Told, found: list[Theme]) -> list[Theme]:
    """Those that rose by the kind's rule, the steepest first."""
    risen = [(one.surge(told.shape), one) for one in found]
    risen = [(surge, one) for surge, one in risen if surge.unusual]
    return [one for _, one in sorted(risen, key=lambda pair: -(pair[0].times or 0))]


def risen_words(told: Told, found: list[Theme]) -> str:
    """Which themes rose, and what they are about where a person said so."""
    if not any(one.expected for one in found):
        return "没有可比的往期，不作突增判断。"
    risen = surged(told, found)
    if not risen:
        return "各主题均在预期范围内，无突增。"
    words = "".join(
        surge(
            one.name,
            one.count,
            one.expected or Fraction(1),
            told.moved(_ACCEPTED, one.key),
            told.chosen.about.get(one.key.partition(":")[2], ""),
        )
        for one in risen
    )
    return f"其中{len(risen)}个主题突增：{words}"


def rule_words(told: Told) -> str:
    """What was expected, and what counts as a surge."""
    shape = told.shape
    wholes = [whole for when, (_, whole) in told.bases.items() if told.figures.has(when)]
    mean = f"{'与'.join(reversed(wholes))}件数的平均" if len(wholes) > 1 else f"{wholes[0]}的件数"
    rule = f"不低于预期{float(shape.times):g}倍且多出{shape.more}件以上的，列为突增"
    return f"注：预期为{mean}；{rule}。"


def _expected(told: Told, group: str) -> Fraction | None:
    """The mean of the compared periods, brought to this one's length."""
    length = told.figures.period.length
    bases = [told.base_mean(_ACCEPTED, group, when) for when in (When.PREVIOUS, When.YEAR_AGO)]
    known = [Fraction(one) * (length if told.by_mean else 1) for one in bases if one is not None]
    return sum(known, Fraction(0)) / len(known) if known and sum(known) else None


def _chart(told: Told, found: list[Theme]) -> Bars:
    risen = {one.key for one in surged(told, found)}
    texts = tuple(
        f"{one.count}  {round_to(one.surge(told.shape).times or 0, 2)}倍"
        if one.key in risen
        else f"{one.count}"
        for one in found
    )
    plain = tuple(None if one.key in risen else one.count for one in found)
    series = [Series(told.shape.now, tuple(one.count for one in found), texts=texts)]
    if risen:
        marked = tuple(one.count if one.key in risen else None for one in found)
        series = [
            Series(told.shape.now, plain, texts=texts),
            Series("突增主题", marked, Look.ALARM),
        ]
    if any(one.expected for one in found):
        expected = tuple(
            None if one.expected is None else float(round_to(one.expected, 0)) for one in found
        )
        series.append(Series("预期", expected, Look.HOLLOW))
    return Bars(
        title=f"受理量前{len(found)}位的主题" + ("与预期" if len(series) > 1 else ""),
        unit="件",
        source="受理记录",
        categories=tuple(one.name for one in found),
        series=tuple(series),
        width=told.width,
    )
