"""A small call centre for tests: every part of it is there, nothing takes long."""

from datetime import date

from seeds.daily import Daily
from seeds.simulator.telephone.centre import (
    Centre,
    Demand,
    Group,
    Kind,
    Patience,
    Redial,
    Shift,
    Staffing,
    Surge,
)

FLAT = (1.0,) * 24
ROUND = (Shift("全天", 0, 48, 1.0),)
GENERAL = (Group("综合", 1.0, ("综合",)),)
ENQUIRY = Kind("咨询", 1.0, "综合", 120, 0.8, 30)


def demand(
    callers: float = 20_000,
    days: int = 28,
    *,
    hours: tuple[float, ...] = FLAT,
    kinds: tuple[Kind, ...] = (ENQUIRY,),
    surges: tuple[Surge, ...] = (),
    redial: Redial | None = None,
    first: date = date(2022, 6, 6),
    off: frozenset[date] = frozenset(),
    makeup: frozenset[date] = frozenset(),
) -> Demand:
    """Callers spread evenly over four weeks unless told otherwise."""
    return Demand(
        first=first,
        days=days,
        callers=callers,
        daily=Daily((1.0,) * 12, (1.0,) * 7, 0.5, off, makeup),
        hours=hours,
        kinds=kinds,
        surges=surges,
        patience=Patience(90),
        redial=redial or Redial(0.5, 10, 3),
    )


def staffing(
    seats: int = 10,
    operators: int = 10,
    *,
    presence: float = 1.0,
    breaks: float = 0.0,
    rest_days: float = 1.0,
    shifts: tuple[Shift, ...] = ROUND,
    groups: tuple[Group, ...] = GENERAL,
) -> Staffing:
    """One shift round the clock unless told otherwise."""
    return Staffing(seats, operators, presence, breaks, rest_days, shifts, groups)


def centre(callers: float = 80_000, days: int = 28, seats: int = 6, operators: int = 6) -> Centre:
    """Six at their telephones all day long."""
    return Centre(demand(callers, days), staffing(seats, operators))
