"""The floor of a call centre: calls meet operators, wait, are answered or given up.

One heap of what is to come (an operator free again, a caller out of patience, a caller ringing
again) beside the callers in order. Operators of a group are alike, so a group is two numbers and
nobody is followed by name; that, and no process a call, makes it fast. All seconds count from the
period's start.
"""

import random
from collections import deque
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

from seeds.simulator.telephone.calling import Caller, weibull
from seeds.simulator.telephone.centre import HALF, Group, Kind, Patience, Redial
from seeds.simulator.telephone.counts import AT_ONCE, Counts

# A call in a queue, or one to come: place of its kind, when it rang, in which half hour, seconds it
# will keep an operator, who (a number), the how manieth time, how it stands.
_KIND, _RANG, _PLACED, _BUSY, _WHO, _TIME, _STANDS = range(7)
_OVER, _WAITS, _TO_RING = range(3)
_Call = list[Any]
_TIMES = 1 << 20  # more often than anyone rings


class Floor:
    """Operators in groups; a queue a skill and priority, in the order of ringing. within: seconds
    that count as in time."""

    def __init__(
        self,
        kinds: Sequence[Kind],
        groups: Sequence[Group],
        patience: Patience,
        redial: Redial,
        *,
        halves: int,
        seed: int = 0,
        within: float = 15.0,
    ) -> None:
        self.counts = Counts(halves)
        self.within = within
        self.redial = redial
        self.patience = weibull(patience)
        self.seed = seed
        self.draw = random.Random()
        self.routes = [_route(kind, groups) for kind in kinds]
        queues = {(kind.skill, kind.priority): deque[_Call]() for kind in kinds}
        self.queues = [queues[kind.skill, kind.priority] for kind in kinds]
        self.orders = [_order(group, queues) for group in groups]
        self.staff = [0] * len(groups)
        self.free = [0] * len(groups)
        self.leaving: list[deque[float]] = [deque() for _ in groups]
        self.coming: list[tuple[float, int, _Call | None]] = []
        self.waiting = 0
        self.callers = 0
        self.numbered = len(groups)  # numbers of the heap from here on are calls
        self.half = 0
        self.half_ends = float(HALF)

    def run(self, half: int, callers: Sequence[Caller], ready: Sequence[int]) -> None:
        """Play one half hour of the period: so many of each group are ready, these callers ring."""
        begins = float(half * HALF)
        self.half, self.half_ends = half, begins + HALF
        self._staff(begins, ready)
        coming = self.coming
        for at, kind, busy, patience in callers:
            while coming and coming[0][0] <= at:
                self._happens(*heappop(coming))
            self.callers += 1
            self._rings(at, kind, busy, patience, self.callers, 1)
        while coming and coming[0][0] < self.half_ends:
            self._happens(*heappop(coming))

    def settle(self) -> Counts:
        """Play on with those who are there until nobody waits or talks; nobody rings again. The
        counts so far."""
        self.coming = [one for one in self.coming if not one[2] or one[2][_STANDS] != _TO_RING]
        heapify(self.coming)
        redial, self.redial = self.redial, Redial(0, 1, 0)
        while self.coming:
            self._happens(*heappop(self.coming))
        self.redial = redial
        return self.counts

    def _happens(self, at: float, number: int, call: _Call | None) -> None:
        if call is None:
            self._freed(at, number)
        elif call[_STANDS] == _WAITS:
            self._gives_up(at, call)
        elif call[_STANDS] == _TO_RING:
            who, time = call[_WHO], call[_TIME]
            scale, power = self.patience
            patience = scale * self._own(who, time).expovariate(1) ** power
            self._rings(at, call[_KIND], call[_BUSY], patience, who, time)

    def _rings(
        self, at: float, kind: int, busy: float, patience: float, who: int, time: int
    ) -> None:
        self.counts.offered[self.half] += 1
        free = self.free
        for group in self.routes[kind]:
            if free[group]:
                free[group] -= 1
                self._answered(at, at, self.half, busy, group)
                return
        call = [kind, at, self.half, busy, who, time, _WAITS]
        self.queues[kind].append(call)
        self.waiting += 1
        self.numbered += 1
        heappush(self.coming, (at + patience, self.numbered, call))

    def _answered(self, at: float, rang: float, placed: int, busy: float, group: int) -> None:
        counts = self.counts
        wait = at - rang
        counts.answered[placed] += 1
        if wait <= self.within:
            counts.in_time[placed] += 1
        counts.wait(wait)
        ends = at + busy
        if ends <= self.half_ends:
            counts.busy[self.half] += busy
        else:
            self._busy_beyond(at, ends)
        heappush(self.coming, (ends, group, None))

    def _busy_beyond(self, at: float, ends: float) -> None:
        busy, half, until = self.counts.busy, self.half, self.half_ends
        last = len(busy) - 1
        while at < ends and half < last:
            busy[half] += min(ends, until) - at
            at, half, until = until, half + 1, until + HALF
        if at < ends:
            busy[last] += ends - at

    def _freed(self, at: float, group: int) -> None:
        leaving = self.leaving[group]
        if leaving:
            self.counts.ready[self.half] += at - leaving.popleft()
        else:
            self._ready(at, group)

    def _ready(self, at: float, group: int) -> None:
        """An operator takes the next call of the group's queues, or waits for one."""
        if self.waiting:
            for queue in self.orders[group]:
                while queue:
                    call = queue.popleft()
                    if call[_STANDS] == _WAITS:
                        call[_STANDS] = _OVER
                        self.waiting -= 1
                        self._answered(at, call[_RANG], call[_PLACED], call[_BUSY], group)
                        return
        self.free[group] += 1

    def _gives_up(self, at: float, call: _Call) -> None:
        counts, wait = self.counts, at - call[_RANG]
        call[_STANDS] = _OVER
        self.waiting -= 1
        counts.abandoned[call[_PLACED]] += 1
        if wait <= AT_ONCE:
            counts.at_once[call[_PLACED]] += 1
        counts.wait(wait)
        time, redial = call[_TIME] + 1, self.redial
        draw = self._own(call[_WHO], -time)
        if time <= redial.most and draw.random() < redial.share:
            counts.redialled[call[_PLACED]] += 1
            again = at + draw.expovariate(1 / (60 * redial.minutes))
            self.numbered += 1
            later = [call[_KIND], again, 0, call[_BUSY], call[_WHO], time, _TO_RING]
            heappush(self.coming, (again, self.numbered, later))

    def _own(self, who: int, time: int) -> random.Random:
        """The caller's own chance at that time of ringing, whatever else happens on the floor."""
        self.draw.seed(((self.seed * _TIMES + time) << 40) + who)
        return self.draw

    def _staff(self, at: float, ready: Sequence[int]) -> None:
        """From that moment so many of each group are there: who is free leaves at once, who talks
        leaves afterwards."""
        for group, wanted in enumerate(ready):
            self.counts.ready[self.half] += wanted * HALF
            change = wanted - self.staff[group]
            self.staff[group] = wanted
            if change > 0:
                self._come(at, group, change)
            elif change < 0:
                self._go(at, group, -change)

    def _come(self, at: float, group: int, many: int) -> None:
        leaving = self.leaving[group]
        for _ in range(many):
            if leaving:
                self.counts.ready[self.half] += at - leaving.pop()
            else:
                self._ready(at, group)

    def _go(self, at: float, group: int, many: int) -> None:
        idle = min(many, self.free[group])
        self.free[group] -= idle
        self.leaving[group].extend([at] * (many - idle))


def _route(kind: Kind, groups: Sequence[Group]) -> list[int]:
    """Which groups answer that kind: whose first skill it is, then those of fewer skills."""
    able = [at for at, group in enumerate(groups) if kind.skill in group.skills]
    return sorted(
        able, key=lambda at: (groups[at].skills.index(kind.skill), len(groups[at].skills))
    )


def _order(group: Group, queues: Mapping[tuple[str, int], deque[_Call]]) -> list[deque[_Call]]:
    """Which queues a group answers, in which order: urgent ones first, then by its skills."""
    able = [key for key in queues if key[0] in group.skills]
    return [
        queues[key] for key in sorted(able, key=lambda key: (key[1], group.skills.index(key[0])))
    ]
