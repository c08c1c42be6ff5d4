"""The scaled yueyang-2016, replayed once; each bulletin is composed from it as the command does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from django.db import connection

from hotline.management.commands import bulletin
from hotline.management.commands.bulletin import Asked, read_asked
from hotline.scenario_database import database_name
from orders.period import Kind, Period, parse, period_of
from reports.bulletins.blocks import Bulletin
from reports.bulletins.figures import Figures
from reports.bulletins.kinds import SHAPES, BulletinKind
from seeds.scenario import Scenario, read_scenario
from tests.reports.bulletins.agreement.asking import Statistics
from tests.seeds.test_replay import drop, run

SCALE = "0.005"
# Of the days, the first and the last, the leap day, one at the start of a long holiday, the
# make-up working day after it, and a common one; of all else every period.
DAYS = ("2016-01-01", "2016-02-29", "2016-06-15", "2016-10-01", "2016-10-08", "2016-12-31")
_OPTIONS = {"kind": None, "format": "html", "out": ".", "rule": None, "chosen": None, "as_of": None}


def scenario() -> Scenario:
    """Under a name of the tests' own database, so that runs do not meet."""
    own = connection.settings_dict["NAME"].replace("_", "-")
    return replace(read_scenario("yueyang-2016"), name=f"yueyang-{own}")


@dataclass
class City:
    """The city with what has been composed from it and asked of it."""

    scenario: Scenario
    statistics: Statistics
    made: dict[str, tuple[Figures, Bulletin]] = field(default_factory=dict)

    def compose(self, period: Period) -> tuple[Figures, Bulletin]:
        """The figures of that period and what is printed from them."""
        if period.code not in self.made:
            asked = self.asked(period)
            figures = asked.figures()
            self.made[period.code] = figures, asked.document(figures)
        return self.made[period.code]

    def asked(self, period: Period) -> Asked:
        """As the command reads what it is asked."""
        options = {**_OPTIONS, "period": period.code, "scenario": self.scenario.name}
        return read_asked(options)

    def periods(self, kind: BulletinKind) -> list[Period]:
        """All of that kind that lie in the year; of days some."""
        if kind is BulletinKind.DAY:
            return [parse(day) for day in DAYS]
        year, shape = self.scenario.period, SHAPES[kind]
        found = period_of(shape.period, year.first)
        every = []
        while found.until <= year.until:
            every.append(found)
            found = period_of(shape.period, found.until)
        return [one for one in every if one.first >= year.first]


@contextmanager
def replayed() -> Iterator[City]:
    """The city in a database of its own, which is dropped afterwards."""
    own = scenario()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin, "read_scenario", lambda _: own)
        done = run("replay", own.name, "--scale", SCALE, of=own)
        assert done.code == 0, done.err
        try:
            yield City(own, Statistics(own.name))
        finally:
            drop(database_name(own.name))


COUNTS = {
    BulletinKind.DAY: len(DAYS),
    BulletinKind.WEEK: 51,
    BulletinKind.TEN_DAYS: 36,
    BulletinKind.MONTH: 12,
    BulletinKind.QUARTER: 4,
    BulletinKind.YEAR: 1,
}
assert {SHAPES[kind].period for kind in COUNTS} == set(Kind) - {Kind.HALF_YEAR, Kind.SPAN}
