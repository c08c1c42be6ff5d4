"""Who is ready to answer in each half hour: operators in shifts, capped by the seats there are.

Numbers of people are whole, their means are kept: what a day leaves over is carried to the next.
Somebody is always there while a shift covers the half hour.
"""

from functools import lru_cache
from math import floor

from seeds.simulator.telephone.centre import HALVES, Centre, Group, Staffing

Ready = list[tuple[int, ...]]  # by half hour of a day: the ready operators of each group
_SLACK = 1e-9


def roster(centre: Centre) -> list[Ready]:
    """By day of the period and half hour: the ready operators of each group."""
    staffing = centre.staffing
    works = [centre.demand.daily.works(day) for day in centre.demand.dates()]
    working, resting = per_day(staffing, works)
    carried = [index / len(staffing.shifts) for index in range(len(staffing.shifts))]
    days: list[Ready] = []
    before = [floor(shift.share * resting) for shift in staffing.shifts]
    for work in works:
        there = []
        for index, shift in enumerate(staffing.shifts):
            carried[index] += shift.share * (working if work else resting)
            whole = floor(carried[index] + _SLACK)
            carried[index] -= whole
            there.append(whole)
        days.append(_by_group(staffing, _ready(staffing, there, before)))
        before = there
    return days


def per_day(staffing: Staffing, works: list[bool]) -> tuple[float, float]:
    """Operators of a working day and of a day off, that together make their working days a year."""
    weight = sum(1.0 if work else staffing.rest_days for work in works)
    working = staffing.operators * staffing.presence * len(works) / weight
    return working, working * staffing.rest_days


def _ready(staffing: Staffing, there: list[int], before: list[int]) -> list[int]:
    """By half hour; a shift past midnight is there in the next day's first hours."""
    found = []
    left = 0.5
    for half in range(HALVES):
        on = sum(
            (before if half < shift.start else there)[index]
            for index, shift in enumerate(staffing.shifts)
            if shift.covers(half)
        )
        seated = max(1, min(on, staffing.seats))
        left += seated * (1 - staffing.breaks)
        ready = min(seated, floor(left + _SLACK))
        left -= ready
        found.append(max(1, ready))
    return found


def _by_group(staffing: Staffing, ready: list[int]) -> Ready:
    return [shared(staffing.groups, number) for number in ready]


@lru_cache(maxsize=4096)
def shared(groups: tuple[Group, ...], number: int) -> tuple[int, ...]:
    """So many ready operators over the groups by their shares, the largest remainders first; the
    only one of a quiet hour belongs to the group that answers everything."""
    wanted = [group.share * number for group in groups]
    given = [floor(one + _SLACK) for one in wanted]
    order = sorted(
        range(len(groups)), key=lambda at: (given[at] - wanted[at], -len(groups[at].skills))
    )
    for at in order[: number - sum(given)]:
        given[at] += 1
    widest = max(range(len(groups)), key=lambda at: len(groups[at].skills))
    if number and not given[widest]:
        fullest = max(range(len(groups)), key=given.__getitem__)
        given[fullest] -= 1
        given[widest] += 1
    return tuple(given)
