"""Callers come as the weights, the calendar and the surges say, the same for the same seed."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import sqrt
from statistics import fmean, stdev

import pytest

from seeds.calendars import by_notice, load_years
from seeds.daily import Daily
from seeds.simulator.telephone.calling import DAY, Calling, usual_rates, weibull
from seeds.simulator.telephone.centre import HALF, Demand, Kind, Patience, Surge
from tests.seeds.telephone.small import demand

SLOPE = tuple(float(hour) for hour in range(24))


def callers(of: Demand, seed: int = 1) -> list[tuple[float, int, float, float]]:
    calling = Calling(of, seed)
    return [one for day in range(of.days) for half in calling.day(day) for one in half]


def test_so_many_call_as_were_asked_for_and_in_order() -> None:
    found = callers(demand(20_000))
    assert abs(len(found) - 20_000) < 5 * sqrt(20_000)
    moments = [at for at, *_ in found]
    assert moments == sorted(moments)
    assert 0 < moments[0] < moments[-1] < 28 * DAY


def test_the_hours_have_their_weights() -> None:
    found = Counter(int(at % DAY // 3600) for at, *_ in callers(demand(27_600, hours=SLOPE)))
    assert found[0] == 0
    for hour in range(1, 24):
        assert abs(found[hour] - 100 * hour) < 5 * sqrt(100 * hour)


def test_the_same_seed_gives_the_same_callers_and_another_gives_others() -> None:
    assert callers(demand(500), 3) == callers(demand(500), 3)
    assert callers(demand(500), 3) != callers(demand(500), 4)


def test_a_day_is_drawn_from_a_source_of_its_own() -> None:
    calling = Calling(demand(500), 1)
    assert calling.day(9) == Calling(demand(500), 1).day(9)


def test_every_half_hour_holds_its_own_callers() -> None:
    for place, half in enumerate(Calling(demand(), 1).day(2)):
        start = 2 * DAY + place * HALF
        assert half
        assert all(start <= at < start + HALF for at, *_ in half)


def test_a_holiday_is_a_sunday_of_its_own_and_a_made_up_saturday_a_working_day() -> None:
    weekdays = (5.0, 1.0, 1.0, 1.0, 2.0, 0.5, 0.4)
    of = Daily((1.0,) * 12, weekdays, 0.5, *by_notice(load_years()))
    assert of.weight(date(2016, 10, 3)) == pytest.approx(0.5 * 0.4)  # a Monday in the golden week
    assert not of.works(date(2016, 10, 3))
    assert of.weight(date(2016, 10, 8)) == pytest.approx(2.0)  # a Saturday made up: a mean weekday
    assert of.works(date(2016, 10, 8))
    assert of.weight(date(2016, 10, 10)) == 5.0
    assert of.weight(date(2016, 10, 15)) == 0.5
    assert not of.works(date(2016, 10, 15))


def test_kinds_have_their_shares_and_their_mean_times() -> None:
    kinds = (Kind("短", 0.25, "综合", 60, 0.5, 0), Kind("长", 0.75, "综合", 300, 1.0, 60))
    found = callers(demand(40_000, kinds=kinds))
    by_kind = [[busy for _, at, busy, _ in found if at == kind] for kind in (0, 1)]
    assert len(by_kind[1]) / len(found) == pytest.approx(0.75, abs=0.01)
    assert fmean(by_kind[0]) == pytest.approx(60, rel=0.03)
    assert stdev(by_kind[0]) == pytest.approx(30, rel=0.1)
    assert fmean(by_kind[1]) == pytest.approx(360, rel=0.03)


@pytest.mark.parametrize("shape", [0.7, 1.0, 2.0])
def test_patience_has_its_mean_whatever_its_shape(shape: float) -> None:
    found = callers(replace(demand(40_000), patience=Patience(90, shape)))
    assert fmean(patience for *_, patience in found) == pytest.approx(90, rel=0.04)
    assert weibull(Patience(90))[0] == 90


def test_surges_come_in_their_months_as_often_and_as_long_as_said() -> None:
    storm = Surge("暴雨", 6, (6, 7), (2, 4), (2, 3))
    of = demand(2_000, 365, first=date(2022, 1, 1), surges=(storm,))
    found = [surge for seed in range(200) for surge in Calling(of, seed).surges]
    assert len(found) / 200 == pytest.approx(6, abs=0.6)
    dates = of.dates()
    for start, end, times in found:
        assert dates[int(start // DAY)].month in (6, 7)
        assert 2 * 3600 <= end - start <= 4 * 3600
        assert 2 <= times <= 3


def test_a_surge_multiplies_the_rate_while_it_lasts() -> None:
    calling = Calling(demand(2_000), 1)
    usual = calling.rate(3, 20)
    calling.surges = [(3 * DAY + 20 * HALF, 3 * DAY + 22 * HALF, 3.0)]
    assert [calling.rate(3, half) / usual for half in (19, 20, 21, 22)] == [1, 3, 3, 1]


def test_surges_bring_callers_of_their_own() -> None:
    of = demand(2_000, surges=(Surge("停水", 50, (6,), (5, 5), (3, 3)),))
    assert len(callers(of)) > 1.05 * len(callers(replace(of, surges=())))


def test_the_usual_rates_of_an_hour_are_the_mean_of_such_days() -> None:
    of = demand(24_000, 10, first=date(2022, 6, 4))  # a Saturday; ten days, four of them off
    assert usual_rates(of, working=True) == pytest.approx([100 / 3600] * 24)
    assert usual_rates(of, working=False) == pytest.approx([100 / 3600] * 24)
    only_work = demand(100, 2, first=date(2022, 6, 6))
    assert usual_rates(only_work, working=False) == [0.0] * 24
