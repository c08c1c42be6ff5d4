"""How long simulated people take, where holidays lie between."""

import random
from datetime import date

from seeds.calendars import load_years, working_calendar
from seeds.simulator.pace import Pace
from tests.factories import moment


def test_what_is_promised_lies_behind_a_week_of_holidays_and_the_ruling_after_it() -> None:
    calendar = working_calendar(load_years(), date(2016, 1, 1), date(2016, 12, 31))
    asked = moment("2016-09-30 17:00")  # the last hour before the National Day's week
    for seed in range(50):
        pace = Pace(calendar, random.Random(seed), None)
        back = pace.promised(asked, (5, 10))
        assert pace.later(asked, (20, 200)) < back
        assert moment("2016-10-12 00:00") < back < moment("2016-10-20 00:00")
