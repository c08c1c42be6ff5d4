"""Who stands on a period's roster, in which group and for how many days, and what counts for it."""

from datetime import date

import pytest

from orders.period import parse
from orders.states import Verb
from reports.catalogue import find
from reports.measure import UnknownDimension, evaluate
from reports.roster import evaluate_units, roster
from tests.cast import FOUNDED, Cast
from tests.factories import Walk, moment
from tests.reports.june import June
from units.models import GroupMembership, Unit, UnitGroup, UnitKind

pytestmark = pytest.mark.django_db

JUNE = parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")


def group(code: str, *units: Unit, since: date = FOUNDED, until: date | None = None) -> UnitGroup:
    made, _ = UnitGroup.objects.get_or_create(code=code, defaults={"name": code.upper()})
    for unit in units:
        GroupMembership.objects.create(unit=unit, group=made, active_from=since, active_to=until)
    return made


def codes(period: str = "2024-06") -> list[str]:
    return [member.code for member in roster(parse(period)).members]


def test_the_first_level_is_listed_without_the_city_and_the_hotline(cast: Cast) -> None:
    assert codes() == ["urban", "housing", "market", "water", "east", "west"]


def test_a_unit_below_a_platform_counts_for_it_even_in_a_group_of_its_own(cast: Cast) -> None:
    group("towns", cast.east_town)
    june = roster(JUNE)
    assert june.counts_for[cast.east_town.pk] == cast.east.pk
    assert june.counts_for[cast.east.pk] == cast.east.pk
    assert cast.city.pk not in june.counts_for
    assert june.groups == {}


def test_a_unit_below_a_bureau_is_listed_when_it_has_a_group(cast: Cast) -> None:
    police = Unit.objects.create(
        code="police",
        name="城管执法大队",
        kind=UnitKind.BUREAU,
        parent=cast.urban,
        active_from=FOUNDED,
    )
    assert "police" not in codes()
    assert roster(JUNE).counts_for[police.pk] == cast.urban.pk
    group("bureaus", police)
    assert "police" in codes()
    assert roster(JUNE).counts_for[police.pk] == police.pk


def test_units_stand_on_it_for_the_days_they_existed(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.urban.pk).update(active_to=date(2024, 6, 11))
    Unit.objects.filter(pk=cast.market.pk).update(active_from=date(2024, 6, 30))
    Unit.objects.filter(pk=cast.water.pk).update(active_to=date(2024, 6, 1))
    Unit.objects.filter(pk=cast.housing.pk).update(active_from=date(2024, 7, 1))
    days = {member.code: member.active_days for member in roster(JUNE).members}
    assert days == {"urban": 10, "market": 1, "east": 30, "west": 30}


def test_the_group_is_that_of_the_last_active_day(cast: Cast) -> None:
    group("second", cast.urban, until=date(2024, 6, 20))
    group("first", cast.urban, since=date(2024, 6, 20))
    group("second", cast.market, until=date(2024, 6, 20))
    Unit.objects.filter(pk=cast.market.pk).update(active_to=date(2024, 6, 15))
    june = roster(JUNE)
    groups = {member.code: member.group_name for member in june.members if member.group}
    assert groups == {"urban": "FIRST", "market": "SECOND"}
    assert list(june.groups.items()) == [("second", "SECOND"), ("first", "FIRST")]


def test_one_group_of_it_keeps_the_subtrees(cast: Cast) -> None:
    group("districts", cast.east)
    group("bureaus", cast.urban)
    june = roster(JUNE).in_group("districts")
    assert [member.code for member in june.members] == ["east"]
    assert set(june.counts_for) == {cast.east.pk, cast.east_urban.pk, cast.east_town.pk}
    assert june.groups == {"districts": "DISTRICTS"}


def test_a_given_set_is_listed_instead(cast: Cast) -> None:
    below = roster(JUNE, units=[cast.east_urban.pk, cast.east_town.pk])
    assert [member.code for member in below.members] == ["east-urban", "east-town"]
    assert cast.east.pk not in below.counts_for


def test_a_town_that_leads_itself_counts_for_its_county(cast: Cast, rules: None) -> None:
    walk = Walk(cast, at=moment("2024-06-03 08:00")).receive_from_citizen()
    walk.dispatch(cast.east_town, override="镇里的事").do(Verb.SIGN, "town_clerk")
    found = {
        one.group: (one.numerator, one.denominator)
        for one in evaluate_units(
            [find("orders.signed_on_time_rate")], roster(JUNE), as_of=JULY_FIRST
        )
    }
    assert found == {
        cast.urban.pk: (0, 0),
        cast.housing.pk: (0, 0),
        cast.market.pk: (0, 0),
        cast.water.pk: (0, 0),
        cast.east.pk: (1, 1),
        cast.west.pk: (0, 0),
    }


def test_the_rows_sum_to_the_whole_month(cast: Cast, rules: None) -> None:
    June(cast).play()
    statistics = [find(code) for code in ("orders.dispatched", "orders.on_time_rate")]
    rows = evaluate_units(statistics, roster(JUNE), as_of=JULY_FIRST)
    for whole in evaluate(statistics, period=JUNE, as_of=JULY_FIRST):
        mine = [row for row in rows if row.code == whole.code]
        assert sum(row.numerator for row in mine) == whole.numerator > 0
        assert sum(row.denominator or 0 for row in mine) == (whole.denominator or 0)
        assert {row.denominator is None for row in mine} == {whole.denominator is None}


@pytest.mark.parametrize("code", ["demands.accepted", "calls.answered_rate", "demands.days"])
def test_what_units_do_not_divide_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(UnknownDimension):
        evaluate_units([find(code)], roster(JUNE), as_of=JULY_FIRST)
