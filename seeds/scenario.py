"""A scenario: a real place's year as its documents print it, read from scenarios/NAME.toml.

Printed figures are carried over as printed; whether they agree with their parts is computed by
the ledger and never copied. What no document prints stands under [assumptions] with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from orders.period import Period, span
from orders.tables import BadData, Table, read_file
from seeds.assumptions import Assumptions, read_assumptions
from seeds.calendars import ZONE, load_years
from seeds.call_centre import CallCentre, read_call_centre
from seeds.call_quotas import Calls, read_calls
from seeds.places import names as place_names
from seeds.places import read_place
from seeds.reference import Reference, read_reference
from seeds.streams import (
    Stream,
    Volumes,
    check_counts,
    main_stream,
    read_stream,
    read_volumes,
)

FOLDER = Path(__file__).parent / "scenarios"
SCOPES = ("model", "static", "sister")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. value: its number where it is one; parts: how it is recomputed from
    printed parts; of: its population; where: its filter; scope: model (the facts must give it),
    static (given), sister (another system's); places: decimals, None as printed; statistic: its
    code where the key is not one; ours: the filter of our own facts where it is not the print's;
    modelled: False where nothing of ours can give it yet."""

    key: str
    name: str
    printed: str
    value: int | None
    parts: str
    of: str
    where: str
    scope: str
    places: int | None
    why: str
    statistic: str
    ours: str
    modelled: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """period: half-open Shanghai days; units: the place's file of units and its catalogue;
    streams: the main one, of which [volumes] tells, and those of single channels. calls: how many,
    None where nothing is assumed of them. reasons: of the assumptions and, by name, of the streams.
    telephone: what is assumed of the call centre, None where nothing is."""

    name: str
    place: str
    title: str
    source: str
    units: str
    period: Period
    volumes: Volumes
    streams: tuple[Stream, ...]
    operators: int
    calls: Calls | None
    figures: tuple[Figure, ...]
    assumed: Assumptions
    reasons: Mapping[str, str]
    telephone: CallCentre | None


def names(folder: Path = FOLDER) -> list[str]:
    """The scenarios there are files for."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_scenario(name: str, folder: Path = FOLDER, reference: Reference | None = None) -> Scenario:
    """The scenario of that name. Raises BadData naming file and field; a name nobody knows lists
    those that are known."""
    if name not in names(folder):
        known = "、".join(names(folder)) or "一个也没有"
        raise BadData(f"没有叫“{name}”的场景；现有：{known}")
    root = read_file(folder / f"{name}.toml", folder.parent)
    scenario = _scenario(name, root, reference or read_reference())
    root.finish()
    return scenario


def _scenario(name: str, root: Table, reference: Reference) -> Scenario:
    assumptions = root.table("assumptions")
    assumed, reasons = read_assumptions(assumptions, reference)
    staff = root.table("staff")
    units, period, table = root.choice("units", place_names()), _period(root), root.table("volumes")
    supervised = table.number("supervised", low=0) if table.has("supervised") else 0
    volumes = read_volumes(table)
    main = main_stream(volumes, supervised, period, assumed)
    table.text("why", "", most=400)
    table.finish()
    check_counts(assumptions, main, prefix="assumptions")
    streams = _streams(root, main, units, reference)
    calls, of_calls = read_calls(root.table("calls")) if root.has("calls") else (None, "")
    scenario = Scenario(
        name=name,
        place=root.text("place", most=40),
        title=root.text("title"),
        source=root.text("source"),
        units=units,
        period=period,
        volumes=volumes,
        streams=(main, *(stream for stream, _ in streams)),
        operators=staff.number("operators"),
        calls=calls,
        figures=_figures(root),
        assumed=assumed,
        reasons=reasons | {stream.name: why for stream, why in streams} | {"calls": of_calls},
        telephone=read_call_centre(root.table("telephone")) if root.has("telephone") else None,
    )
    staff.finish()
    return scenario


def _streams(
    root: Table, main: Stream, units: str, reference: Reference
) -> list[tuple[Stream, str]]:
    if not root.has("stream"):
        return []
    groups = read_place(units, reference.categories).groups
    found = [read_stream(table, main, groups, reference) for table in root.tables("stream")]
    names = [stream.name for stream, _ in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise root.fault("stream", f"“{twice[0]}”写了两次")
    return found


def _period(root: Table) -> Period:
    if root.text("zone") != ZONE:
        raise root.fault("zone", f"只能是 {ZONE}")
    days: list[Any] = root.take("period", list, "两个日期：自、至（不含）")
    if len(days) != 2 or any(type(day) is not date for day in days):
        raise root.fault("period", "应为两个日期：自、至（不含），如 [2014-01-01, 2015-01-01]")
    first, until = days
    if until <= first:
        raise root.fault("period", f"至 {until} 要晚于自 {first}")
    known = {year.year for year in load_years()}
    # What is still open at the end is played on into the following year.
    wanted = {first.year, (until + timedelta(days=366)).year}
    if missing := sorted(wanted - known):
        raise root.fault("period", f"没有{missing[0]}年的工作日历（seeds/calendar）")
    return span(first, until - timedelta(days=1))


def _figures(root: Table) -> tuple[Figure, ...]:
    found: dict[str, Figure] = {}
    for table in root.tables("figure"):
        figure = Figure(
            key=table.text("key", most=60),
            name=table.text("name", most=60),
            printed=table.text("printed", most=60),
            value=table.number("value", low=0) if table.has("value") else None,
            parts=table.text("parts", ""),
            of=table.text("of", ""),
            where=table.text("where", ""),
            scope=table.choice("scope", SCOPES, "model"),
            places=table.number("places", low=0) if table.has("places") else None,
            why=table.text("why", "", most=400),
            statistic=table.text("statistic", "", most=60),
            ours=table.text("ours", "", most=60),
            modelled=table.flag("modelled") if table.has("modelled") else True,
        )
        table.finish()
        if figure.key in found:
            raise table.fault("key", f"“{figure.key}”写了两次")
        found[figure.key] = figure
    return tuple(found.values())
