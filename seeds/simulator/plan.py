"""What each demand will come to: outcomes and special cases, drawn without replacement."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from orders.models.limits import Kind, Urgency
from orders.period import Period
from orders.states import Verb
from seeds.assumptions import Assumptions, Shares
from seeds.simulator.arrivals import draw_arrivals
from seeds.simulator.city import Town
from seeds.simulator.words import Template
from seeds.tables import BadData


class Outcome(StrEnum):
    """completed: before the period ends, callback and all; open: completed only after it;
    free: dispatched, and completed in its own time."""

    ANSWERED = "answered"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    OPEN = "open"
    FREE = "free"


class Turn(StrEnum):
    """A special case in the handling of a dispatched demand."""

    LATE = "late"
    MOVED = "returns_moved"
    UPHELD = "returns_upheld"
    EXTENDED = "extensions"
    SUSPENDED = "suspensions"
    HANDED_DOWN = "hand_downs"
    ASSISTED = "assists"
    SENT_BACK = "send_backs"


# These take long, or exclude each other on one demand.
ALONE = (
    Turn.LATE, Turn.MOVED, Turn.UPHELD, Turn.EXTENDED, Turn.SUSPENDED, Turn.HANDED_DOWN,
)  # fmt: skip
BESIDE = (Turn.ASSISTED, Turn.SENT_BACK)
_LONG = timedelta(days=45)  # room before the end for suspension, extension, rework
_SHORT = timedelta(days=3)
_UNHURRIED = frozenset({Kind.HELP, Kind.COMPLAIN})


@dataclass(frozen=True, slots=True)
class Matter:
    """What a demand is about, and where."""

    template: Template
    town: Town
    place: str


@dataclass(slots=True)
class Plan:
    """One demand: when it arrives, what it will come to, and what happens on its way.

    ratings: of each round, None where the citizen is never reached; one below 3 that is not the
    last leads to rework. stop: after that verb nothing more happens. matter: where it is not to
    be drawn by kind and top."""

    n: int
    at: datetime
    outcome: Outcome
    channel: str
    kind: str
    top: str
    urgency: str
    caller: int
    turns: set[Turn] = field(default_factory=set)
    ratings: list[int | None] = field(default_factory=lambda: [None])
    confidential: bool = False
    stop: Verb | None = None
    matter: Matter | None = None


def draw_plans(
    period: Period,
    outcomes: Mapping[Outcome, int],
    assumed: Assumptions,
    tops: Mapping[str, Collection[str]],
    *,
    seed: int | str,
) -> list[Plan]:
    """A plan for each demand, in the order of arrival. tops: the top categories that have words,
    by kind. Raises BadData where the numbers cannot be placed in the period."""
    draw = random.Random(f"plans {seed}")
    arrivals = draw_arrivals(
        period,
        sum(outcomes.values()),
        draw,
        months=assumed.months,
        weekdays=assumed.weekdays,
        hours=assumed.hours,
    )
    placed = _place(arrivals, period, outcomes, assumed, draw)
    plans = []
    callers = 0
    for n, (at, outcome) in enumerate(zip(arrivals, placed, strict=True)):
        known = callers and draw.random() < assumed.repeat_callers
        caller = draw.randrange(callers) if known else callers
        callers += not known
        plans.append(_described(n, at, outcome, caller, assumed, tops, draw))
    dispatched = [p for p in plans if p.outcome in {Outcome.COMPLETED, Outcome.FREE}]
    open_ones = [p for p in plans if p.outcome is Outcome.OPEN]
    long_before = period.end - _LONG
    _take_turns(dispatched, long_before, assumed, draw)
    _rate(dispatched, open_ones, long_before, assumed, draw)
    return plans


def _place(
    arrivals: Sequence[datetime],
    period: Period,
    outcomes: Mapping[Outcome, int],
    assumed: Assumptions,
    draw: random.Random,
) -> list[Outcome]:
    """Those open at the end arrive late in the period, the completed ones not at its very end."""
    free = list(range(len(arrivals)))
    placed: dict[int, Outcome] = {}
    eligible: dict[Outcome, Callable[[datetime], bool]] = {
        Outcome.OPEN: lambda at: at >= period.end - timedelta(days=assumed.open_within_days),
        Outcome.COMPLETED: lambda at: at < period.end - _SHORT,
    }
    for outcome, fits in eligible.items():
        fitting = [n for n in free if fits(arrivals[n])]
        count = outcomes.get(outcome, 0)
        if len(fitting) < count:
            raise BadData(
                f"assumptions.open_within_days：{outcome.value} 的{count}件排不进这段时间，"
                f"只有{len(fitting)}件受理得合适"
            )
        for n in draw.sample(fitting, count):
            placed[n] = outcome
        free = [n for n in free if n not in placed]
    rest = [
        outcome for outcome, count in outcomes.items() if outcome not in eligible
        for _ in range(count)
    ]  # fmt: skip
    draw.shuffle(rest)
    placed |= dict(zip(free, rest, strict=True))
    return [placed[n] for n in range(len(arrivals))]


def _described(
    n: int,
    at: datetime,
    outcome: Outcome,
    caller: int,
    assumed: Assumptions,
    tops: Mapping[str, Collection[str]],
    draw: random.Random,
) -> Plan:
    to_unit = outcome in {Outcome.COMPLETED, Outcome.OPEN, Outcome.FREE, Outcome.WITHDRAWN}
    kinds = assumed.kinds_dispatched if to_unit else assumed.kinds_answered
    if outcome is Outcome.OPEN:  # those of a day's limit would be long overdue at the end
        kinds = {kind: kinds.get(kind, 0) for kind in _UNHURRIED}
    kind = _pick(kinds, draw)
    shares = {top: assumed.categories.get(top, 0) for top in sorted(tops[kind])}
    urgent = kind in _UNHURRIED and outcome is not Outcome.OPEN
    urgency = Urgency.URGENT if draw.random() < assumed.urgent_share else Urgency.NORMAL
    return Plan(
        n=n,
        at=at,
        outcome=outcome,
        channel=_pick(assumed.channels, draw),
        kind=kind,
        top=_pick(shares, draw),
        urgency=str(urgency if urgent else Urgency.NORMAL),
        caller=caller,
    )


def _pick(shares: Shares, draw: random.Random) -> str:
    codes = sorted(shares)
    weights = [shares[code] for code in codes]
    return draw.choices(codes, weights if any(weights) else None)[0]


def _take_turns(
    plans: Sequence[Plan], long_before: datetime, assumed: Assumptions, draw: random.Random
) -> None:
    calm = [
        plan for plan in plans
        if plan.at < long_before and plan.kind in _UNHURRIED and plan.urgency == Urgency.NORMAL
    ]  # fmt: skip
    wanted = [turn for turn in ALONE for _ in range(getattr(assumed, turn))]
    if len(calm) < len(wanted):
        raise BadData(f"assumptions：{'、'.join(ALONE)} 共{len(wanted)}件，合适的只有{len(calm)}件")
    for plan, turn in zip(draw.sample(calm, len(wanted)), wanted, strict=True):
        plan.turns.add(turn)
    for turn in BESIDE:
        plain = [plan for plan in plans if not plan.turns & set(ALONE)]
        count = min(getattr(assumed, turn), len(plain))
        for plan in draw.sample(plain, count):
            plan.turns.add(turn)


def _rate(
    plans: Sequence[Plan],
    open_ones: Sequence[Plan],
    long_before: datetime,
    assumed: Assumptions,
    draw: random.Random,
) -> None:
    """So many rated, so many of them satisfied in the end, some of these only after rework."""
    room = [plan for plan in plans if plan.at < long_before and Turn.SUSPENDED not in plan.turns]
    reworked = draw.sample(room, min(assumed.reworked, len(room)))
    others = [plan for plan in plans if plan not in reworked]
    satisfied = assumed.satisfied - len(reworked)
    ratings: list[int | None] = [draw.choice((3, 4, 5, 5)) for _ in range(satisfied)]
    ratings += [draw.choice((1, 2)) for _ in range(assumed.rated - assumed.satisfied)]
    ratings += [None] * (len(others) - len(ratings))
    draw.shuffle(ratings)
    for plan, rating in zip(others, ratings, strict=False):
        plan.ratings = [rating]
    for plan in reworked:
        plan.ratings = [draw.choice((1, 2)), draw.choice((3, 4, 5))]
    for plan in open_ones:
        plan.ratings = [draw.choice((4, 5))]
