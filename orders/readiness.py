"""What must be in the database before the hotline opens: calendars and a limit for every clock."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from orders.models import CalendarEdition, LimitRule, WorkWeek
from orders.models.limits import Clock

HINT = "运行 python manage.py load_reference"


@register(Tags.database)
def reference_is_loaded(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """orders.E011 no calendar for this year, W001 none for the next, E002 no working hours, E003 a
    clock without a limit that fits every demand. Run by check --database and at start-up."""
    if not databases or "default" not in databases:
        return []
    try:
        return _missing(date.today())  # noqa: DTZ011  (a start-up check stands at the edge)
    except DatabaseError:
        return []  # no tables yet: migrate comes first


def _missing(today: date) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    years = set(CalendarEdition.objects.values_list("year", flat=True))
    if today.year not in years:
        found.append(Error(f"没有{today.year}年的工作日历", hint=HINT, id="orders.E011"))
    elif today.year + 1 not in years:
        found.append(Warning(f"没有{today.year + 1}年的工作日历", hint=HINT, id="orders.W011"))
    if not WorkWeek.objects.exists():
        found.append(Error("没有工作时段", hint=HINT, id="orders.E012"))
    general = LimitRule.objects.filter(
        channel__isnull=True, kind="", urgency="", category__isnull=True
    )
    covered = set(general.values_list("clock", flat=True))
    bare = [clock.label for clock in Clock if clock not in covered]
    if bare:
        found.append(Error(f"没有通用的时限规则：{'、'.join(bare)}", hint=HINT, id="orders.E013"))
    return found
