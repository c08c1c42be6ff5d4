"""A scenario's printed figures beside the facts of its database: what replay and figures print."""

from dataclasses import asdict

from reports.ledger import Figure, Line, reckon
from seeds.scenario import Scenario


def ledger_of(scenario: Scenario, *, using: str) -> list[Line]:
    """The lines of the scenario's figures from the database `using`, as of its period's end: what
    was played on after that does not count. Raises BadFigure for a figure that cannot be read."""
    figures = [Figure(**asdict(figure)) for figure in scenario.figures]
    period = scenario.period
    return reckon(figures, period=period, as_of=period.end, using=using)
