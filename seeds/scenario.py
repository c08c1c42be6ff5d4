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
from seeds.assumptions import Assumptions, read_assumptions
from seeds.calendars import ZONE, load_years
from seeds.call_centre import CallCentre, read_call_centre
from seeds.places import names as place_names
from seeds.reference import Reference, read_reference
from seeds.tables import BadData, Table, read_file

FOLDER = Path(__file__).parent / "scenarios"
SCOPES = ("model", "static", "sister")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. value: its number where it is one; parts: how it is recomputed from
    printed parts; of: its population; where: its filter; scope: model (the facts must give it),
    static (given), sister (another system's); places: decimals, None as printed; statistic: its
    code where the key is not one."""

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


@dataclass(frozen=True, slots=True)
class Volumes:
    """How many demands: accepted = answered at the desk + dispatched; completed of these."""

    accepted: int
    answered: int
    dispatched: int
    completed: int

    @property
    def open(self) -> int:
        """Dispatched and not completed when the period ends."""
        return self.dispatched - self.completed


@dataclass(frozen=True, slots=True)
class Scenario:
    """period: half-open Shanghai days; units: the place's file of units and its catalogue;
    telephone: what is assumed of the call centre, None where nothing is."""

    name: str
    place: str
    title: str
    source: str
    units: str
    period: Period
    volumes: Volumes
    operators: int
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
    scenario = Scenario(
        name=name,
        place=root.text("place", most=40),
        title=root.text("title"),
        source=root.text("source"),
        units=root.choice("units", place_names()),
        period=_period(root),
        volumes=_volumes(root.table("volumes")),
        operators=staff.number("operators"),
        figures=_figures(root),
        assumed=assumed,
        reasons=reasons,
        telephone=read_call_centre(root.table("telephone")) if root.has("telephone") else None,
    )
    staff.finish()
    _check_counts(assumptions, assumed, scenario.volumes)
    return scenario


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


def _volumes(table: Table) -> Volumes:
    volumes = Volumes(
        accepted=table.number("accepted"),
        answered=table.number("answered", low=0),
        dispatched=table.number("dispatched", low=0),
        completed=table.number("completed", low=0),
    )
    table.finish()
    total = volumes.answered + volumes.dispatched
    if total != volumes.accepted:
        said = f"直接答复{volumes.answered} + 转办{volumes.dispatched} = {total}"
        raise table.fault("accepted", f"{said}，不是{volumes.accepted}")
    if volumes.completed > volumes.dispatched:
        raise table.fault("completed", f"不能多于转办的{volumes.dispatched}")
    return volumes


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
        )
        table.finish()
        if figure.key in found:
            raise table.fault("key", f"“{figure.key}”写了两次")
        found[figure.key] = figure
    return tuple(found.values())


def _check_counts(table: Table, assumed: Assumptions, volumes: Volumes) -> None:
    """What is drawn from the completed ones cannot be more than they are."""
    for name in ("rated", "late", "assists", "send_backs"):
        if getattr(assumed, name) > volumes.completed:
            raise table.fault(f"{name}.value", f"不能多于办结的{volumes.completed}")
    apart = ("returns_moved", "returns_upheld", "extensions", "suspensions", "hand_downs", "late")
    if sum(getattr(assumed, name) for name in apart) > volumes.completed:
        raise table.fault("", f"{'、'.join(apart)} 合起来不能多于办结的{volumes.completed}")
