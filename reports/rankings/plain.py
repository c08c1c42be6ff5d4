"""A ranking as plain JSON and back: printed figures for readers, exact ones beside them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from orders.period import SHANGHAI, parse
from reports.rankings.edition import (
    Beside,
    Cause,
    Direction,
    GroupTable,
    Move,
    Named,
    Ranking,
    Share,
    Standing,
)
from reports.rankings.plain_score import fraction, score_object, score_of, words
from reports.roster import Member
from reports.rounding import round_to
from reports.scoring.output import decimals

Plain = dict[str, Any]


def as_json(ranking: Ranking) -> Plain:
    """Objects, lists, words, whole numbers, true, false and null; fractions are words: 25/3."""
    return {
        "rule": ranking.rule,
        "rule_name": ranking.rule_name,
        "period": ranking.period.code,
        "label": ranking.period.label,
        "as_of": ranking.as_of.astimezone(SHANGHAI).isoformat(),
        "least": ranking.least,
        "before": ranking.before,
        "groups": [
            {"code": one.code, "name": one.name, "units": [_standing(s) for s in one.standings]}
            for one in ranking.groups
        ],
        "red": [_named(one) for one in ranking.red],
        "black": [_named(one) for one in ranking.black],
        "notes": list(ranking.notes),
        "satisfied_of": ranking.satisfied_of,
    }


def from_json(plain: Mapping[str, Any]) -> Ranking:
    """The ranking that as_json wrote. Raises KeyError or ValueError for anything else."""
    groups = tuple(
        GroupTable(one["code"], one["name"], tuple(_standing_of(s) for s in one["units"]))
        for one in plain["groups"]
    )
    units = {one.unit.unit_id: one for group in groups for one in group.standings}
    return Ranking(
        rule=plain["rule"],
        rule_name=plain["rule_name"],
        period=parse(plain["period"]),
        as_of=datetime.fromisoformat(plain["as_of"]),
        least=plain["least"],
        before=plain["before"],
        groups=groups,
        red=tuple(_named_of(one, units) for one in plain["red"]),
        black=tuple(_named_of(one, units) for one in plain["black"]),
        notes=tuple(plain["notes"]),
        satisfied_of=plain.get("satisfied_of", ""),  # bulletins frozen earlier have none
    )


def _standing(one: Standing) -> Plain:
    return {
        "place": one.place,
        "shared": one.shared,
        "unit": asdict(one.unit),
        "total": decimals(one.score.total) if one.score else None,
        "grade": one.grade,
        "apart": one.apart,
        "move": _move(one.move),
        "grade_move": _move(one.grade_move),
        "score": score_object(one.score) if one.score else None,
        "beside": _beside(one.beside),
        "place_before": one.place_before,
        "grade_before": one.grade_before,
        "total_before": words(one.total_before),
    }


def _standing_of(plain: Mapping[str, Any]) -> Standing:
    return Standing(
        unit=Member(**plain["unit"]),
        score=score_of(plain["score"]) if plain["score"] else None,
        place=plain["place"],
        shared=plain["shared"],
        apart=plain["apart"],
        move=_move_of(plain["move"]),
        grade_move=_move_of(plain["grade_move"]),
        beside=_beside_of(plain["beside"]),
        place_before=plain["place_before"],
        grade_before=plain["grade_before"],
        total_before=fraction(plain["total_before"]),
    )


def _move(move: Move) -> Plain:
    found: Plain = {"direction": move.direction.value, "steps": move.steps, "words": move.words}
    if move.cause is None:
        return found | {"cause": None}
    cause = asdict(move.cause) | {"change": str(move.cause.change), "words": move.cause.words}
    return found | {"cause": cause}


def _move_of(plain: Mapping[str, Any]) -> Move:
    why = plain["cause"]
    cause = why and Cause(why["indicator"], why["name"], Fraction(why["change"]), why["rose"])
    return Move(Direction(plain["direction"]), plain["steps"], cause)


def _beside(beside: Beside) -> Plain:
    expected = beside.expected
    return {
        "due": beside.due,
        "on_time": _share(beside.on_time),
        "satisfied": _share(beside.satisfied),
        "expected": None if expected is None else str(expected),
        "expected_percent": None if expected is None else str(round_to(100 * expected, 2)),
    }


def _beside_of(plain: Mapping[str, Any]) -> Beside:
    return Beside(
        plain["due"],
        _share_of(plain["on_time"]),
        _share_of(plain["satisfied"]),
        fraction(plain["expected"]),
    )


def _share(share: Share) -> Plain:
    return {
        "n": share.numerator,
        "of": share.denominator,
        "percent": None if share.value is None else str(round_to(100 * share.value, 2)),
        "low": words(share.low),
        "high": words(share.high),
    }


def _share_of(plain: Mapping[str, Any]) -> Share:
    low, high = (None if plain[key] is None else Decimal(plain[key]) for key in ("low", "high"))
    return Share(plain["n"], plain["of"], low, high)


def _named(one: Named) -> Plain:
    return {
        "unit_id": one.unit.unit_id,
        "unit": one.unit.code,
        "name": one.unit.name,
        "group": one.group,
        "total": decimals(one.total),
        "lost": one.lost and one.lost.indicator,
    }


def _named_of(plain: Mapping[str, Any], units: Mapping[int, Standing]) -> Named:
    standing = units[plain["unit_id"]]
    assert standing.score is not None
    lost = plain["lost"] and standing.score.part(plain["lost"])
    return Named(standing.unit, plain["group"], standing.score.total, lost)
