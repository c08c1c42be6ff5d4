"""A what-if for programs: one JSON object, rates as parts of one, waits in seconds."""

from dataclasses import asdict
from typing import Any

from seeds.scenario import Scenario
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.counts import Sums
from seeds.simulator.telephone.intervals import Interval
from seeds.simulator.telephone.needed import Needed
from seeds.simulator.telephone.playing import rate
from seeds.simulator.telephone.theory import BusyHour
from seeds.whatif import Answer, operators_for, ready_by_hour

_DIGITS = 6


def head(scenario: Scenario) -> dict[str, Any]:
    """Which scenario, and what is assumed of its telephone."""
    reasons = scenario.telephone.reasons if scenario.telephone else {}
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "first_day": scenario.period.first.isoformat(),
        "last_day": scenario.period.last.isoformat(),
        "assumptions": dict(reasons),
    }


def answer_object(answer: Answer) -> dict[str, Any]:
    """Before and after, by measure, by hour of the working day, and the busy hour by theory."""
    before, after = answer.before.staffing, answer.after.staffing
    return {
        "seeds": answer.question.seeds,
        "within_seconds": answer.question.within,
        "seats": {"before": before.seats, "after": after.seats},
        "operators": {"before": before.operators, "after": after.operators},
        "measures": [
            {
                "code": one.measure.code,
                "name": one.measure.name,
                "unit": one.measure.unit,
                "before": _interval(one.before),
                "after": _interval(one.after),
                "difference": _interval(one.difference),
            }
            for one in answer.compared
        ],
        "working_day": [_rounded(asdict(hour)) for hour in answer.hours],
        "busy_hour": {
            name: _busy(theory, sums)
            for name, theory, sums in zip(
                ("before", "after"), answer.theory, answer.busy, strict=True
            )
        },
    }


def needed_object(centre: Centre, found: Needed, *, part: float, within: float) -> dict[str, Any]:
    """How many must be ready by hour, beside how many are."""
    return {
        "target": part,
        "within_seconds": within,
        "seats": found.seats,
        "operators_at_least": _number(operators_for(centre, found)),
        **{
            name: [
                {
                    "hour": hour,
                    "ready": found.ready[working, hour],
                    "ready_now": _number(ready),
                    "in_time_rate": _number(
                        rate(found.sums[working, hour].in_time, found.sums[working, hour].offered)
                    ),
                }
                for hour, ready in enumerate(ready_by_hour(centre, working=working))
            ]
            for name, working in (("working_day", True), ("day_off", False))
        },
    }


def _busy(theory: BusyHour, sums: Sums) -> dict[str, Any]:
    simulated = {
        "in_time_rate": rate(sums.in_time, sums.offered),
        "abandoned_rate": rate(sums.abandoned, sums.offered),
        "occupancy": rate(sums.busy, sums.ready),
    }
    return {"theory": _rounded(asdict(theory)), "simulated": _rounded(simulated)}


def _interval(one: Interval | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return _rounded({"mean": one.mean, "low": one.low, "high": one.high})


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value
