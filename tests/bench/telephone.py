"""How many calls a second the telephone model plays, of a city's centre before and after."""

from time import perf_counter

from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.playing import play
from tests.seeds.telephone.small import demand, staffing

CALLERS, DAYS = 400_000, 28
LOAD_A_SEAT = 0.85


def measure() -> dict[str, float]:
    """Calls offered a second on one core, drawing the callers included."""
    return rate(CALLERS)


def rate(callers: int) -> dict[str, float]:
    """The same with so many callers, the seats in proportion."""
    of = demand(callers, DAYS)
    handling = Centre(of, staffing()).handling
    seats = max(2, round(callers / (DAYS * 86_400) * handling / LOAD_A_SEAT))
    before = Centre(of, staffing(seats, seats))
    after = before.with_staff(seats=seats // 4, operators=seats // 4)
    begun = perf_counter()
    runs = play([before, after], 1, within=15, days=range(DAYS))
    seconds = perf_counter() - begun
    return {"telephone.calls_per_second": sum(run.sums.offered for run in runs) / seconds}
