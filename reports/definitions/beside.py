"""Every statistic of assists and hand-downs, which enter no order figure (domain §3)."""

from orders import facts
from reports import dating
from reports.definitions.parts import every, rate
from reports.population import Population
from reports.populations.beside import ASSISTS, HANDED_DOWN
from reports.statistic import Statistic


def _of(population: Population) -> tuple[Statistic, ...]:
    code, name = population.code, population.name
    return (
        Statistic(
            f"{code}.given",
            name,
            population=population,
            dated_by=dating.DISPATCHED_AT,
            numerator=every,
        ),
        rate(
            f"{code}.completed_rate",
            f"{name}办结率",
            population=population,
            dated_by=dating.DUE_ON,
            numerator=facts.completed,
            denominator=facts.due,
        ),
        rate(
            f"{code}.on_time_rate",
            f"{name}按期办结率",
            population=population,
            dated_by=dating.DUE_ON,
            numerator=facts.completed_on_time,
            denominator=facts.due,
        ),
    )


BESIDE_STATISTICS: tuple[Statistic, ...] = (*_of(ASSISTS), *_of(HANDED_DOWN))
