"""Every statistic of assists and hand-downs, which enter no order figure (domain §3)."""

from reports import dating
from reports.definitions.parts import both, every, rate
from reports.population import Population
from reports.populations import beside
from reports.populations.beside import ASSISTS, HANDED_DOWN
from reports.statistic import Statistic


def _of(population: Population) -> tuple[Statistic, ...]:
    code, name = population.code, population.name
    return (
        Statistic(
            f"{code}.given",
            name,
            population=population,
            dated_by=dating.GIVEN_AT,
            numerator=every,
        ),
        rate(
            f"{code}.replied_rate",
            f"{name}答复率",
            population=population,
            dated_by=dating.GIVEN_AT,
            numerator=beside.replied,
            denominator=every,
        ),
        rate(
            f"{code}.on_time_rate",
            f"{name}按期答复率",
            population=population,
            dated_by=dating.GIVEN_AT,
            numerator=both(beside.due, beside.replied_in_time),
            denominator=beside.due,
            note="按派单日；没到期也没答复的不在分母里",
        ),
    )


BESIDE_STATISTICS: tuple[Statistic, ...] = (*_of(ASSISTS), *_of(HANDED_DOWN))
