"""Frozen figures and a person's words as plain JSON and back, as the database keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orders.period import SHANGHAI, parse
from reports.bulletins.blocks import Case
from reports.bulletins.chosen import Chosen
from reports.bulletins.figures import Base, Figure, Figures, Print, Silent, Unit, When
from reports.rankings import as_json as ranking_as_json
from reports.rankings import from_json as ranking_from_json
from reports.rounding import Rounding

Plain = dict[str, Any]


def figures_as_json(of: Figures) -> Plain:
    """Objects, lists, words and whole numbers. A value is a row: statistic, group, period,
    numerator, denominator."""
    return {
        "period": of.period.code,
        "as_of": _moment(of.as_of),
        "version": of.version,
        "city": of.city,
        "issuer": of.issuer,
        "bases": {
            when.value: {"period": base.code, "as_of": _moment(base.as_of)}
            for when, base in of.bases.items()
        },
        "prints": {
            code: [look.unit, look.places, look.rounding.value] for code, look in of.prints.items()
        },
        "units": [[unit.key, unit.name, unit.group] for unit in of.units],
        "names": {name: list(map(list, some.items())) for name, some in of.names.items()},
        "values": [
            [code, group, when.value, value.numerator, value.denominator]
            for (code, group, when), value in of.values.items()
        ],
        "reasons": [[reason, unit, n] for (reason, unit), n in of.reasons.items()],
        "silent": [[one.name, one.due, one.silent, one.yellow, one.red] for one in of.silent],
        "league": of.league and ranking_as_json(of.league),
    }


def figures_from_json(plain: Mapping[str, Any]) -> Figures:
    """The figures that figures_as_json wrote. Raises KeyError or ValueError for anything else."""
    return Figures(
        period=parse(plain["period"]),
        as_of=datetime.fromisoformat(plain["as_of"]),
        version=plain["version"],
        city=plain["city"],
        issuer=plain["issuer"],
        bases={
            When(when): Base(base["period"], datetime.fromisoformat(base["as_of"]))
            for when, base in plain["bases"].items()
        },
        prints={
            code: Print(unit, places, Rounding(rounding))
            for code, (unit, places, rounding) in plain["prints"].items()
        },
        units=tuple(Unit(*one) for one in plain["units"]),
        names={name: dict(some) for name, some in plain["names"].items()},
        values={
            (code, group, When(when)): Figure(numerator, denominator)
            for code, group, when, numerator, denominator in plain["values"]
        },
        reasons={(reason, unit): n for reason, unit, n in plain["reasons"]},
        silent=tuple(Silent(*one) for one in plain["silent"]),
        league=plain["league"] and ranking_from_json(plain["league"]),
    )


def chosen_as_json(of: Chosen) -> Plain:
    """What a person chose."""
    return {
        "about": dict(of.about),
        "cases": [{"title": case.title, "paragraphs": list(case.paragraphs)} for case in of.cases],
        "praise": of.praise,
        "commended": list(of.commended),
        "to": of.to,
    }


def chosen_from_json(plain: Mapping[str, Any]) -> Chosen:
    """What chosen_as_json wrote; looked over for personal data again. Raises PersonalData."""
    return Chosen(
        about=plain["about"],
        cases=tuple(Case(one["title"], tuple(one["paragraphs"])) for one in plain["cases"]),
        praise=plain["praise"],
        commended=tuple(plain["commended"]),
        to=plain["to"],
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()
