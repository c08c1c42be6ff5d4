"""Each frozen figure as a question to the statistics command, and what the command answers."""

from collections.abc import Iterator

from reports.analysis.classes import theme_of
from reports.bulletins.cells import Rate
from reports.bulletins.figures import Figure, Figures, When
from reports.catalogue import CATALOGUE
from tests.reports.bulletins.agreement.asking import MAILBOX, URGENT, Parts, Statistics, span_of

# What is frozen beside the statistics of the catalogue; anything else must be in it.
BESIDE = {"carried", "excluded", "longest", "praise", *(f"orders.rated.{n}" for n in range(1, 6))}
_FILTERS = {"urgent": URGENT, "mailbox": MAILBOX}
Fault = tuple[object, ...]


def faults(figures: Figures, statistics: Statistics) -> Iterator[Fault]:
    """The figures that are not what the command answers, or not as it prints them."""
    for (code, group, when), figure in figures.values.items():
        if code in BESIDE:
            continue
        assert code in CATALOGUE
        wanted = expected(figures, statistics, code, group, when)
        if (figure.numerator, figure.denominator) != (wanted.n, wanted.d):
            yield code, group, when, figure, wanted
        if not group and figure.denominator is not None:
            yield from _misprinted(figures, statistics, code, when, figure)


def expected(figures: Figures, statistics: Statistics, code: str, group: str, when: When) -> Parts:
    """What the command answers for one group."""
    span = span_of(figures, when)
    assert span is not None
    by, _, value = group.partition(":")
    if not value:
        return statistics.ask(span, where=_FILTERS.get(by, "")).of(code)
    if by == "unit":
        return _unit(figures, statistics, code, int(value), when)
    answers = statistics.ask(span, by="category" if by == "theme" else by)
    names = figures.divided(by)
    last = list(names)[-1] if names else value

    def named(found: object) -> str:
        name = theme_of(found) if by == "theme" else str(found)
        return name if name in names or not names else last

    return answers.of(code, [one for one in answers.groups if named(one) == value])


def _unit(figures: Figures, statistics: Statistics, code: str, unit: int, when: When) -> Parts:
    """A unit of the roster; 0 is whoever stands under none of them: the rest of the whole."""
    span = span_of(figures, when)
    assert span is not None
    answers = statistics.ask(span, by="unit")
    if unit:
        return answers.of(code, [unit] if unit in answers.rows[code] else [])
    return statistics.ask(span).of(code) - answers.of(code, answers.groups)


def _misprinted(
    figures: Figures, statistics: Statistics, code: str, when: When, figure: Figure
) -> Iterator[Fault]:
    span, look = span_of(figures, when), figures.prints[code]
    assert span is not None
    assert figure.denominator is not None
    rate = Rate(figure.numerator, figure.denominator, look.unit, look.places, look.rounding)
    printed = f"{rate}{rate.unit}" if rate.denominator else str(rate)
    shown = statistics.ask(span).shown(code)
    if printed != shown:
        yield code, when, printed, shown
