"""流向: from the channel a demand came by, to who handles it, to what became of it.

All accepted demands of a period, each once: those given to a unit flow through it (the lead that
stands, for the unit the roster tells it of), the others through the hotline itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from orders import facts
from orders.facts import Part
from orders.period import Period
from reports.catalogue import find
from reports.labels import labels_of
from reports.measure import evaluate
from reports.populations.leads import LEADS
from reports.roster import roster

HOTLINE, OTHER_UNITS, OTHER_CHANNELS = "热线直办", "其他单位", "其他渠道"
MOST_UNITS, MOST_CHANNELS = 8, 6
_RESULTS = {
    "on_time": "按期办结",
    "late": "超期办结",
    "open": "在办",
    "overdue": "在办已超期",
}
_UNPLACED = "改派收回待派"
_OWN = [part for part in Part if part is not Part.DISPATCHED]
RESULTS = (Part.DIRECT.label, *_RESULTS.values(), *(one.label for one in _OWN[1:]), _UNPLACED)
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Flow:
    """channels, handlers and results: in order, each with its demands; arriving: from channel to
    handler; leaving: from handler to result. Both come to the same total."""

    channels: Mapping[str, int]
    handlers: Mapping[str, int]
    results: Mapping[str, int]
    arriving: Mapping[Link, int]
    leaving: Mapping[Link, int]

    @property
    def total(self) -> int:
        return sum(self.channels.values())


def flow_of(
    period: Period, *, as_of: datetime, units: int = MOST_UNITS, channels: int = MOST_CHANNELS
) -> Flow:
    """The period's demands as of the moment (aware); units and channels: how many are told by
    name, the others are one."""
    own, given = _by_hotline(period, as_of), _by_unit(period, as_of)
    triples = own + given + _unplaced(period, as_of, given)
    arriving = _summed((channel, handler, many) for (channel, handler, _), many in triples.items())
    leaving = _summed((handler, result, many) for (_, handler, result), many in triples.items())
    rows = {**arriving}
    first = _most((pair[0] for pair in rows), rows, 0, channels, OTHER_CHANNELS)
    second = _most((pair[1] for pair in rows), rows, 1, units, OTHER_UNITS, always=HOTLINE)
    arriving = _summed((first[a], second[b], n) for (a, b), n in arriving.items())
    leaving = _summed((second[a], b, n) for (a, b), n in leaving.items())
    return Flow(
        _totals(arriving, 0, OTHER_CHANNELS),
        _totals(arriving, 1, OTHER_UNITS),
        {
            name: n
            for name in RESULTS
            if (n := sum(v for (_, b), v in leaving.items() if b == name))
        },
        arriving,
        leaving,
    )


Triples = Counter[tuple[str, str, str]]


def _by_hotline(period: Period, as_of: datetime) -> Triples:
    """What no unit was given."""
    names, found = labels_of("channel", period), Triples()
    parts = [find(f"demands.{part.value}") for part in _OWN]
    for one in evaluate(parts, period=period, as_of=as_of, by="channel"):
        if one.numerator:
            found[_named(names, one.group), HOTLINE, one.statistic.name] += one.numerator
    return found


def _by_unit(period: Period, as_of: datetime) -> Triples:
    """What a unit holds or has done, by the day the citizen came."""
    over, names = roster(period), labels_of("channel", period)
    units = {member.unit_id: member.short_name or member.name for member in over.members}
    within = {
        "assignment__order__received_at__gte": period.start,
        "assignment__order__received_at__lt": min(period.end, as_of),
    }
    leads = LEADS.rows(as_of).filter(facts.standing(as_of, "assignment__"), **within)
    done, on_time = facts.completed(as_of), facts.completed_on_time(as_of)
    rows = leads.values("assignment__order__channel", "assignment__unit").annotate(
        all=Count("pk"),
        on_time=Count("pk", filter=on_time),
        done=Count("pk", filter=done),
        overdue=Count("pk", filter=facts.limit_passed(as_of)),
    )
    found = Triples()
    for row in rows:
        top = over.counts_for.get(row["assignment__unit"])
        unit = OTHER_UNITS if top is None else units[top]
        for code, many in _results(row).items():
            if many:
                channel = _named(names, row["assignment__order__channel"])
                found[channel, unit, _RESULTS[code]] += many
    return found


def _results(row: Mapping[str, Any]) -> dict[str, int]:
    return {
        "on_time": row["on_time"],
        "late": row["done"] - row["on_time"],
        "overdue": row["overdue"],
        "open": row["all"] - row["done"] - row["overdue"],
    }


def _unplaced(period: Period, as_of: datetime, given: Triples) -> Triples:
    """Dispatched once, and at the moment with no unit: moved or recalled, and not yet given on."""
    names, found = labels_of("channel", period), Triples()
    held: Counter[str] = Counter()
    for (channel, _, _), many in given.items():
        held[channel] += many
    sent = evaluate([find("demands.dispatched")], period=period, as_of=as_of, by="channel")
    for one in sent:
        channel = _named(names, one.group)
        if (left := one.numerator - held[channel]) > 0:
            found[channel, HOTLINE, _UNPLACED] = left
    return found


def _named(names: Mapping[Any, str], code: object) -> str:
    return names.get(code, str(code))


def _summed(rows: Iterable[tuple[str, str, int]]) -> dict[Link, int]:
    found: Counter[Link] = Counter()
    for first, second, many in rows:
        found[first, second] += many
    return dict(found)


def _most(
    names: Iterable[str],
    rows: Mapping[Link, int],
    side: int,
    most: int,
    rest: str,
    always: str = "",
) -> dict[str, str]:
    """Under which name each is told: its own for those with most, else the rest's."""
    sums: Counter[str] = Counter()
    for pair, many in rows.items():
        sums[pair[side]] += many
    own = [name for name, _ in sorted(sums.items(), key=lambda one: (-one[1], one[0]))]
    ranked = [name for name in own if name not in (always, rest)]
    # one alone behind the named ones is told by name too: the rest would say no less
    kept = ranked if len(ranked) <= most + (rest not in sums) else ranked[:most]
    return {name: name if name in kept or name == always else rest for name in names}


def _totals(links: Mapping[Link, int], side: int, rest: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pair, many in links.items():
        sums[pair[side]] += many
    ordered = sorted(sums, key=lambda name: (name == rest, name != HOTLINE, -sums[name], name))
    return {name: sums[name] for name in ordered}
