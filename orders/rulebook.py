"""The limits and calendars in force, read from their rows; the calendar is kept by edition."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from typing import Any

from django.db import connection

from orders.calling_hours import CallbackTerms
from orders.deadlines import LevelTerms, Limit, Rulebook
from orders.models import CalendarEdition, WorkWeek
from orders.period import SHANGHAI
from orders.worktime import Calendar

_KEPT = 8  # calendars a process keeps: the current one, and those of tests or scenarios


class NoCalendar(LookupError):
    """No calendar or no working hours in the database: run load_reference."""


_IN_FORCE = """
    SELECT (SELECT max(id) FROM orders_calendaredition),
           (SELECT id FROM orders_workweek ORDER BY valid_from DESC LIMIT 1),
           (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM orders_limitrule r),
           (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM orders_levelrule v),
           (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM orders_callbackrule c)
"""


def current() -> Rulebook:
    """The rulebook in force: one query, and two more where the calendar is new to the process.

    Raises NoCalendar where reference data is missing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE)
        edition, week, rules, levels, callbacks = cursor.fetchone()
    if edition is None or week is None:
        raise NoCalendar("没有工作日历，先运行 python manage.py load_reference")
    calendar = _calendar(str(connection.settings_dict["NAME"]), edition, week)
    return Rulebook.of(
        map(_limit, json.loads(rules)),
        calendar,
        edition,
        map(_level, json.loads(levels)),
        map(_callback, json.loads(callbacks)),
    )


def under(rules: Rulebook, calendar: Calendar, edition: int) -> Rulebook:
    """The same limits and levels with another calendar, named by its edition."""
    return replace(rules, calendar=calendar, edition=edition)


def as_of(rules: Rulebook, edition: int) -> Rulebook:
    """The same limits with the calendar as it stood when that edition was the newest; an edition
    older than every row is reckoned with the calendar in force."""
    week = WorkWeek.objects.order_by("-valid_from").values_list("id", flat=True)[0]
    oldest = CalendarEdition.objects.order_by("id").values_list("id", flat=True)[0]
    if edition == rules.edition or edition < oldest:
        return rules
    name = str(connection.settings_dict["NAME"])
    return under(rules, _calendar(name, edition, week), edition)


def newest_editions() -> dict[int, CalendarEdition]:
    """The edition in force of every year, by year."""
    return {row.year: row for row in CalendarEdition.objects.order_by("year", "edition")}


def frames_in_force() -> Mapping[str, list[list[str]]]:
    """The working frames of the week in force, as WorkWeek keeps them."""
    return WorkWeek.objects.order_by("-valid_from")[0].frames  # type: ignore[no-any-return]


def _limit(row: Mapping[str, Any]) -> Limit:
    return Limit(
        row["code"],
        row["clock"],
        row["amount"],
        row["measure"],
        row["channel_id"] or "",
        row["kind"],
        row["urgency"],
        row["category_id"] or "",
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _level(row: Mapping[str, Any]) -> LevelTerms:
    return LevelTerms(
        row["code"],
        row["clock"],
        row["percent"],
        row["severity"],
        row["card"],
        row["raises"],
        row["urges"],
        tuple(row["tells"]),
    )


def _callback(row: Mapping[str, Any]) -> CallbackTerms:
    return CallbackTerms(
        code=row["code"],
        kind=row["kind"],
        ways=tuple(row["ways"]),
        first_after=row["first_after"],
        spacing=row["spacing"],
        call_timeout=row["call_timeout"],
        survey_open=row["survey_open"],
        calls_from=time.fromisoformat(row["calls_from"]),
        calls_until=time.fromisoformat(row["calls_until"]),
        desk_tries=row["desk_tries"],
        raise_at_reworks=row["raise_at_reworks"],
        archive_after=row["archive_after"],
    )


@lru_cache(maxsize=_KEPT)
def _calendar(database: str, edition: int, week: int) -> Calendar:
    newest: dict[int, CalendarEdition] = {}
    for row in CalendarEdition.objects.filter(id__lte=edition).order_by("year", "edition"):
        newest[row.year] = row
    return calendar_of(newest, WorkWeek.objects.get(id=week).frames)


def calendar_of(
    editions: Mapping[int, CalendarEdition], frames: Mapping[str, list[list[str]]]
) -> Calendar:
    """A calendar of consecutive years; frames as WorkWeek keeps them."""
    years = sorted(editions)
    return Calendar(
        zone=SHANGHAI,
        week={int(day): [(a, b) for a, b in hours] for day, hours in frames.items()},
        holidays=[day for year in years for day in editions[year].holidays],
        workdays=[day for year in years for day in editions[year].workdays],
        known=(date(years[0], 1, 1), date(years[-1], 12, 31)),
    )
