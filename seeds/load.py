"""Reference data goes into the database: all of it or nothing, as often as one likes.

What a file names is set as the file says; what it does not name is left alone, so that a city may
add rows of its own; nothing is ever deleted or put out of use.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from orders.clock.orders_due import look_again
from orders.models import (
    CalendarEdition,
    CallbackRule,
    CatalogueEntry,
    Category,
    Channel,
    LevelRule,
    LimitRule,
    Reason,
    WorkWeek,
)
from orders.tables import BadData
from seeds.calendars import OFFICE_WEEK, CalendarYear, load_years
from seeds.knowledge import Classes, read_classes
from seeds.places import EntrySpec, Place, UnitSpec, read_place
from seeds.reference import FOLDER, Reference, read_reference
from seeds.supervising import SupervisingRules, read_supervising
from seeds.telephone import Telephone, read_telephone
from units.models import GroupMembership, Unit, UnitGroup

DEFAULT_PLACE = "yongshun"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows the files name, by what they are, in the order of writing."""

    place: str
    counts: Mapping[str, int]


def load(place: str = DEFAULT_PLACE, folder: Path = FOLDER) -> Loaded:
    """Reads and checks every file first, then writes all in one transaction.

    Raises BadData (or the calendars' own ValueError) naming file and field; nothing is written
    then.
    """
    reference = read_reference(folder)
    chosen = read_place(place, reference.categories, folder)
    supervising = read_supervising(folder, reference.categories)
    telephone = read_telephone(folder, {channel.code for channel in reference.channels})
    knowledge = read_classes(folder)
    years = load_years()
    with transaction.atomic():
        _reference(reference)
        _supervising(supervising)
        _telephone(telephone)
        _knowledge(knowledge)
        units = _units(chosen)
        _catalogue(chosen, units)
        _calendars(years)
    return Loaded(
        chosen.name,
        {
            "类别": len(reference.categories),
            "渠道": len(reference.channels),
            "固定理由": len(reference.reasons),
            "时限规则": len(reference.limits),
            "时钟等级": len(reference.levels),
            "回访规则": len(reference.callbacks),
            "要情规则": len(supervising.alerts),
            "质检标准": len(supervising.criteria),
            "督查界限": len(supervising.thresholds),
            "线路": len(telephone.lines),
            "队列": len(telephone.queues),
            "知识分类": len(knowledge.subclasses),
            "单位": len(chosen.units),
            "派单目录": len(chosen.entries),
            "工作日历": len(years),
        },
    )


def _upsert(rows: Iterable[Model], key: tuple[str, ...], fields: tuple[str, ...]) -> list[Any]:
    """One statement: rows that the key does not find are added, the others get these fields."""
    rows = list(rows)
    return list(
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=key, update_fields=fields
        )
    )


def _reference(reference: Reference) -> None:
    _upsert(
        (
            Channel(code=channel.code, name=channel.name, group=channel.group, position=position)
            for position, channel in enumerate(reference.channels, 1)
        ),
        ("code",),
        ("name", "group", "position"),
    )
    _upsert(
        (
            Category(code=one.code, name=one.name, parent_id=one.parent or None, level=one.level)
            for one in reference.categories
        ),
        ("code",),
        ("name", "parent", "level"),
    )
    _upsert(
        (
            Reason(code=one.code, kind=one.kind, name=one.name, position=one.position)
            for one in reference.reasons
        ),
        ("code",),
        ("kind", "name", "position"),
    )
    _limits(reference)
    _levels(reference)
    _callbacks(reference)


def _limits(reference: Reference) -> None:
    rows = (
        LimitRule(
            code=one.code,
            clock=one.clock,
            amount=one.amount,
            measure=one.measure,
            channel_id=one.channel or None,
            kind=one.kind,
            urgency=one.urgency,
            category_id=one.category or None,
            source=one.source,
            valid_from=one.valid_from,
        )
        for one in reference.limits
    )
    selectors = ("channel", "kind", "urgency", "category")
    _upsert(rows, ("code",), ("clock", "amount", "measure", *selectors, "source", "valid_from"))


def _levels(reference: Reference) -> None:
    fields = ("name", "clock", "percent", "severity", "card", "raises", "urges", "tells", "source")
    rows = (
        LevelRule(
            code=one.code,
            **{name: getattr(one, name) for name in fields if name != "tells"},
            tells=list(one.tells),
        )
        for one in reference.levels
    )
    _upsert(rows, ("code",), fields)


def _callbacks(reference: Reference) -> None:
    rows = [CallbackRule(**asdict(one) | {"ways": list(one.ways)}) for one in reference.callbacks]
    fields = tuple(asdict(reference.callbacks[0]))
    _upsert(rows, ("code",), tuple(name for name in fields if name != "code"))
    look_again()


def _supervising(rules: SupervisingRules) -> None:
    shape = ("by", "area", "category", "level", "urgency", "n", "window_minutes")
    _upsert(rules.alerts, ("code",), ("name", *shape, "source"))
    _upsert(rules.thresholds, ("code",), ("name", "amount", "source"))
    _upsert(
        rules.criteria, ("code",), ("name", "asks", "points", "per_fault", "position", "source")
    )


def _telephone(telephone: Telephone) -> None:
    _upsert(telephone.lines, ("code",), ("name", "joined", "channel", "numbers", "position"))
    promises = ("answer_seconds", "return_minutes", "return_tries")
    _upsert(telephone.queues, ("code",), ("name", "names", *promises, "source", "position"))


def _knowledge(knowledge: Classes) -> None:
    _upsert(knowledge.classes, ("code",), ("name",))
    _upsert(knowledge.subclasses, ("code",), ("name", "parent"))


def _units(place: Place) -> dict[str, Unit]:
    """Every unit of the place by its code; only what differs is saved, for its history's sake."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    for spec in place.units:
        wanted = _unit_fields(spec, units)
        unit = units.setdefault(spec.code, Unit(code=spec.code))
        changed = [name for name, value in wanted.items() if getattr(unit, name) != value]
        for name in changed:
            setattr(unit, name, wanted[name])
        if changed:
            unit.save()
    _groups(place, units)
    return units


def _unit_fields(spec: UnitSpec, units: Mapping[str, Unit]) -> dict[str, object]:
    return {
        "name": spec.name,
        "short_name": spec.short,
        "kind": spec.kind,
        "parent_id": units[spec.parent].pk if spec.parent else None,
        "district": spec.district,
        "active_from": spec.active_from,
        "active_to": spec.active_to,
    }


def _groups(place: Place, units: Mapping[str, Unit]) -> None:
    groups = _upsert(
        (UnitGroup(code=code, name=name) for code, name in place.groups.items()),
        ("code",),
        ("name",),
    )
    by_code = {group.code: group for group in groups}
    known = set(GroupMembership.objects.values_list("unit__code", "group__code"))
    GroupMembership.objects.bulk_create(
        GroupMembership(
            unit=units[spec.code],
            group=by_code[spec.group],
            active_from=spec.active_from,
            active_to=spec.active_to,
        )
        for spec in place.units
        if spec.group and (spec.code, spec.group) not in known
    )


def _catalogue(place: Place, units: Mapping[str, Unit]) -> None:
    rows = _upsert(
        (
            CatalogueEntry(
                category_id=entry.category,
                district=entry.district,
                edition=place.edition,
                lead=units[entry.lead],
                basis=entry.basis,
            )
            for entry in place.entries
        ),
        ("category", "district", "edition"),
        ("lead", "basis"),
    )
    _assists(list(zip(rows, place.entries, strict=True)), units)


def _assists(pairs: Sequence[tuple[CatalogueEntry, EntrySpec]], units: Mapping[str, Unit]) -> None:
    wanted = {(row.pk, units[code].pk) for row, entry in pairs for code in entry.assists}
    link = CatalogueEntry.assists.through
    stored = link._default_manager.filter(catalogueentry__in=[row.pk for row, _ in pairs])
    for extra in stored:
        if (extra.catalogueentry_id, extra.unit_id) not in wanted:
            extra.delete()
    link._default_manager.bulk_create(
        (link(catalogueentry_id=row, unit_id=unit) for row, unit in sorted(wanted)),
        ignore_conflicts=True,
    )


def _calendars(years: Sequence[CalendarYear]) -> None:
    """Editions are promises' ground: a known one is never changed, a new notice is a new one."""
    stored = {(row.year, row.edition): row for row in CalendarEdition.objects.all()}
    for year in years:
        holidays, workdays = list(year.days_off), list(year.workdays)
        row = stored.get((year.year, year.edition))
        if row is None:
            CalendarEdition.objects.create(
                year=year.year,
                edition=year.edition,
                provisional=year.provisional,
                holidays=holidays,
                workdays=workdays,
            )
        elif (row.holidays, row.workdays, row.provisional) != (
            holidays,
            workdays,
            year.provisional,
        ):
            raise BadData(
                f"calendar/{year.year}.toml：edition：第{year.edition}版已经用过，"
                f"内容不同；改了通知要写成第{year.edition + 1}版"
            )
    frames = {str(day): [list(span) for span in hours] for day, hours in OFFICE_WEEK.items()}
    first = date(min(year.year for year in years), 1, 1)
    WorkWeek.objects.get_or_create(valid_from=first, defaults={"frames": frames})
