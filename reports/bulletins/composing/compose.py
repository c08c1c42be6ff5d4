"""Which kind of bulletin is put together how."""

from collections.abc import Callable
from datetime import date

from reports.bulletins.blocks import Bulletin
from reports.bulletins.chosen import Chosen
from reports.bulletins.composing.besides import commended, mailbox, silent
from reports.bulletins.composing.daily import daily
from reports.bulletins.composing.formal import MONTHLY, formal
from reports.bulletins.composing.ten_days import ten_days
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.weekly import weekly
from reports.bulletins.figures import Figures
from reports.bulletins.kinds import BulletinKind, Shape

QUARTERLY = (*MONTHLY, ("市长信箱", mailbox), ("书面说明", silent))
YEARLY = (*MONTHLY, ("考核等次与表彰", commended))

_MADE: dict[BulletinKind, Callable[[Told, date, str], Bulletin]] = {
    BulletinKind.DAY: daily,
    BulletinKind.WEEK: weekly,
    BulletinKind.TEN_DAYS: ten_days,
    BulletinKind.MONTH: lambda told, on, supersedes: formal(told, on, MONTHLY, supersedes),
    BulletinKind.QUARTER: lambda told, on, supersedes: formal(told, on, QUARTERLY, supersedes),
    BulletinKind.YEAR: lambda told, on, supersedes: formal(told, on, YEARLY, supersedes),
}


def compose(
    figures: Figures, shape: Shape, *, on: date, chosen: Chosen | None = None, supersedes: str = ""
) -> Bulletin:
    """The bulletin of that kind from its frozen figures, dated `on`; nothing is counted again."""
    return _MADE[shape.kind](Told(figures, shape, chosen or Chosen()), on, supersedes)
