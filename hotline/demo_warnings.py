"""The demo city's early warnings: its last days are looked at as the timetable would have, and the
older ones are seen to.

The latest is left for whoever tries the demo: to read, follow to its orders, and settle.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from orders.period import SHANGHAI
from reports.analysis.warning import raise_warnings, settle
from reports.models import EarlyWarning
from units.demo import actor
from units.roles import Role

DAYS = 14
_EVENING = 20  # the timetable's last look


def watch(*, at: datetime) -> int:
    """How many were raised; asked again it looks only at what came since, and raises nothing
    again."""
    raised: list[EarlyWarning] = []
    looked = EarlyWarning.objects.aggregate(last=Max("looked_at"))["last"]
    evening = at.astimezone(SHANGHAI).replace(hour=_EVENING, minute=5, second=0, microsecond=0)
    for moment in (evening - timedelta(days=back) for back in range(DAYS, 0, -1)):
        if looked is None or moment > looked:
            raised += raise_warnings(at=moment)
    raised += raise_warnings(at=at)
    for row in raised[:-1]:
        seen = EarlyWarning.SettledAs.SEEN
        by = actor(Role.SUPERVISOR)
        settle(row.pk, by=by, at=at, as_=seen, reason="已转责任单位核查原因")
    return len(raised)
