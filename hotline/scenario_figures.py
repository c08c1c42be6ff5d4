"""A scenario's printed figures beside the facts of its database: what replay and figures print."""

from dataclasses import asdict
from fractions import Fraction

from reports.ledger import Figure, Line, reckon
from seeds.scenario import Scenario


def ledger_of(scenario: Scenario, scale: Fraction) -> list[Line]:
    """The lines of the scenario's figures from the default database, as of its period's end: what
    was played on after that does not count. scale: a database that was made smaller gives figures
    as much smaller. Raises BadFigure for a figure that cannot be read."""
    figures = [Figure(**asdict(figure)) for figure in scenario.figures]
    period = scenario.period
    return reckon(figures, period=period, as_of=period.end, scale=scale)


def heading(scenario: Scenario, scale: Fraction) -> str:
    """What, until when, and how much of it."""
    words = f"{scenario.title}，截至{scenario.period.last:%Y年%m月%d日}"
    return words if scale == 1 else f"{words}，缩到 {float(scale):g}"
