"""The demo city's bulletins: drafted when their day has come, the older ones checked and issued.

The latest week and day are left for whoever tries the demo: to read, check, sign and issue.
"""

from datetime import datetime

from reports.bulletins.kinds import BulletinKind
from reports.bulletins.workflow import steps
from reports.bulletins.workflow.timetable import draft_due
from units.demo import actor
from units.roles import Role

LEFT = frozenset({BulletinKind.WEEK.value, BulletinKind.DAY.value})


def publish(*, at: datetime) -> tuple[int, int]:
    """How many were drafted and how many issued; asked again it does nothing again."""
    drafted = draft_due(at=at)
    left = {row.kind: row.pk for row in sorted(drafted, key=lambda one: one.as_of)}
    older = [row for row in drafted if row.kind not in LEFT or left[row.kind] != row.pk]
    for row in older:
        steps.check(row, by=actor(Role.ANALYST), at=at)
        steps.sign(row, by=actor(Role.SUPERVISOR), at=at)
        steps.issue(row, by=actor(Role.ANALYST), at=at)
    return len(drafted), len(older)
