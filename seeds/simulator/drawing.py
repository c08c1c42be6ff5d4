"""Plans drawn from quotas without replacement: the totals are given, who takes which is drawn."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import accumulate
from operator import attrgetter

from orders.models.limits import Kind, Urgency
from orders.period import Period, span
from orders.tables import BadData
from seeds.assumptions import Assumptions, Shares
from seeds.call_quotas import by_phone
from seeds.simulator.arrivals import draw_arrivals, draw_on_days
from seeds.simulator.plan import PLAYED_ON, UNRATED, Outcome, Plan, Turn
from seeds.streams import ALONE, BESIDE, Stream

Tops = Mapping[str, Collection[str]]
_LONG = timedelta(days=45)  # room before the end for suspension, extension, rework
_SHORT = timedelta(days=3)
_ONE_CALL = (timedelta(seconds=20), timedelta(minutes=5))
_UNHURRIED = frozenset({Kind.HELP, Kind.COMPLAIN})
_TO_UNITS = frozenset(
    {Outcome.COMPLETED, Outcome.OVERDUE, Outcome.OPEN, Outcome.FREE, Outcome.WITHDRAWN}
)


def draw_plans(
    streams: Iterable[Stream],
    assumed: Assumptions,
    tops: Mapping[str, Tops],
    *,
    seed: int | str,
    twice: int = 0,
) -> list[Plan]:
    """A plan for each demand of all streams, in the order of arrival. tops: by group of units the
    top categories that have words, by kind; twice: how many calls tell of two demands. Raises
    BadData where the quotas cannot be placed."""
    drawn = [_Drawing(stream, assumed, tops[stream.group], seed).plans() for stream in streams]
    plans = list(merge(*drawn, key=attrgetter("at")))
    draw = random.Random(f"callers {seed}")
    _join(plans, twice, draw)
    callers = 0
    for n, plan in enumerate(plans):
        plan.n = n
        if plan.joined:
            plan.caller = plans[n - 1].caller
            continue
        known = callers and draw.random() < assumed.repeat_callers
        plan.caller = draw.randrange(callers) if known else callers
        callers += not known
    return plans


def _join(plans: Sequence[Plan], twice: int, draw: random.Random) -> None:
    """So many second demands follow within minutes in the call of the one before."""
    close = [
        n
        for n in range(1, len(plans))
        if plans[n].channel == plans[n - 1].channel
        and by_phone(plans[n].channel)
        and Kind.PRAISE not in {plans[n].kind, plans[n - 1].kind}
        and _ONE_CALL[0] <= plans[n].at - plans[n - 1].at <= _ONE_CALL[1]
        and plans[n].at.date() == plans[n - 1].at.date()
    ]
    for n in sorted(draw.sample(close, min(twice, len(close)))) if twice else []:
        plans[n].joined = not plans[n - 1].joined


class _Picked:
    """Draws of codes by their shares, which are added up once."""

    def __init__(self, shares: Shares) -> None:
        self.codes = sorted(code for code in shares if shares[code] > 0) or sorted(shares)
        self.sums = list(accumulate(shares[code] or 1e-9 for code in self.codes))

    def some(self, draw: random.Random, count: int) -> list[str]:
        return draw.choices(self.codes, cum_weights=self.sums, k=count)


class _Drawing:
    """One stream's plans; each stream has a source of its own."""

    def __init__(self, stream: Stream, assumed: Assumptions, tops: Tops, seed: int | str) -> None:
        self.stream = stream
        self.assumed = assumed
        self.draw = random.Random(f"plans {seed} {stream.name}")
        self.tops = {
            kind: _Picked({top: assumed.categories.get(top, 0) for top in some})
            for kind, some in tops.items()
        }
        self.end = stream.period.end

    def plans(self) -> list[Plan]:
        """All of them, in the order of arrival, not yet numbered."""
        plans = [
            plan
            for end, count in self.stream.ends.items()
            for plan in self._described(Outcome(end), self._arrivals(Outcome(end), count))
        ]
        completed = [p for p in plans if p.outcome in {Outcome.COMPLETED, Outcome.FREE}]
        self._take_turns(completed)
        self._rate(completed)
        for plan in plans:
            if plan.outcome in PLAYED_ON:
                plan.ratings = (self.draw.choice((4, 5)),)
        return sorted(plans, key=attrgetter("at"))

    def _arrivals(self, outcome: Outcome, count: int) -> list[datetime]:
        stream, assumed = self.stream, self.assumed
        if stream.days:
            return draw_on_days(stream.days, count, self.draw, hours=stream.hours)
        return draw_arrivals(
            self._window(outcome),
            count,
            self.draw,
            daily=assumed.daily(),
            hours=stream.hours,
        )

    def _window(self, outcome: Outcome) -> Period:
        """The days on which such demands arrive: what is open at the end late in the period, what
        is undecided at its very end, what is overdue then and what is completed before that, or
        joins what is."""
        first, last = self.stream.period.first, self.stream.period.last
        windows = {
            Outcome.OPEN: (last - timedelta(days=self.stream.open_days - 1), last),
            Outcome.UNDECIDED: (last - timedelta(days=2), last),
            Outcome.OVERDUE: (last - _LONG, last - _LONG / 2),
            Outcome.COMPLETED: (first, last - _SHORT),
            Outcome.MERGED: (first, last - _SHORT),
        }
        begin, end = windows.get(outcome, (first, last))
        return span(max(first, begin), max(first, end))

    def _described(self, outcome: Outcome, arrivals: Sequence[datetime]) -> Iterable[Plan]:
        stream, draw = self.stream, self.draw
        shares = stream.kinds_dispatched if outcome in _TO_UNITS else stream.kinds_answered
        if outcome in PLAYED_ON:  # those of a day's limit would be long overdue at the end
            shares = {kind: shares.get(kind, 0) for kind in _UNHURRIED}
        shares = {kind: share for kind, share in shares.items() if kind in self.tops}
        kinds = _Picked(shares).some(draw, len(arrivals))
        channels = _Picked(stream.channels).some(draw, len(arrivals))
        for at, kind, channel in zip(arrivals, kinds, channels, strict=True):
            calm = kind not in _UNHURRIED or outcome in PLAYED_ON
            urgent = not calm and draw.random() < self.assumed.urgent_share
            yield Plan(
                n=0,
                at=at,
                outcome=outcome,
                channel=channel,
                kind=kind,
                top=self.tops[kind].some(draw, 1)[0],
                urgency=str(Urgency.URGENT if urgent else Urgency.NORMAL),
                caller=0,
                group=stream.group,
                end=self.end,
            )

    def _take_turns(self, plans: Sequence[Plan]) -> None:
        counts, long_before = self.stream.counts, self.end - _LONG
        wanted = [Turn(name) for name in ALONE for _ in range(counts[name])]
        unhurried = [
            plan for plan in plans if plan.kind in _UNHURRIED and plan.urgency == Urgency.NORMAL
        ]
        calm = [plan for plan in unhurried if plan.at < long_before] if wanted else []
        if len(calm) < len(wanted):
            said = "、".join(ALONE)
            raise BadData(f"assumptions：{said} 共{len(wanted)}件，合适的只有{len(calm)}件")
        for plan, turn in zip(self.draw.sample(calm, len(wanted)), wanted, strict=True):
            plan.turns = frozenset({turn})
        # Assists and second replies take longer than a day's limit: they would make it late.
        plain = [plan for plan in unhurried if not plan.turns]
        for name in BESIDE:
            for plan in self.draw.sample(plain, min(counts[name], len(plain))):
                plan.turns = frozenset({*plan.turns, Turn(name)})

    def _rate(self, plans: Sequence[Plan]) -> None:
        """So many rated, so many of them satisfied in the end, some of these only after rework."""
        counts, draw, long_before = self.stream.counts, self.draw, self.end - _LONG
        room = [p for p in plans if p.at < long_before and Turn.SUSPENDED not in p.turns]
        reworked = draw.sample(room, min(counts["reworked"], len(room)))
        taken = {id(plan) for plan in reworked}
        others = [plan for plan in plans if id(plan) not in taken]
        satisfied = counts["satisfied"] - len(reworked)
        ratings: list[int | None] = list(draw.choices((3, 4, 5, 5), k=satisfied))
        ratings += draw.choices((1, 2), k=counts["rated"] - counts["satisfied"])
        ratings += [None] * (len(others) - len(ratings))
        draw.shuffle(ratings)
        for plan, rating in zip(others, ratings, strict=True):
            plan.ratings = UNRATED if rating is None else (rating,)
        for plan in reworked:
            plan.ratings = (draw.choice((1, 2)), draw.choice((3, 4, 5)))
