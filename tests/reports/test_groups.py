"""Figures by groups of units: a unit counts in one group of a period, that of its last day."""

from datetime import date

import pytest

from reports.answering import answer
from reports.asking import BadQuestion, read_question
from reports.catalogue import find
from reports.ledger import BadFigure, Figure, Reproduced, reckon
from reports.measure import UnknownDimension, evaluate
from reports.rankings import rank
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.reports.rankings.conftest import rule
from tests.reports.test_roster import JULY_FIRST, JUNE, group

pytestmark = pytest.mark.django_db
CODE = "orders.dispatched"
CHANGED = date(2024, 6, 20)


@pytest.fixture
def changed(cast: Cast, rules: None) -> None:
    """The urban bureau moves from the law's group to the services' on 20 June; the eastern district
    is of the districts, the western one of none. One order each on 27 May and 3 and 24 June for
    urban, two on 3 June for a town of the east, one for the west."""
    group("law", cast.urban, until=CHANGED)
    group("services", cast.urban, since=CHANGED)
    group("districts", cast.east)
    for day in ("05-27", "06-03", "06-24"):
        Walk(cast, at=moment(f"2024-{day} 08:00")).receive().dispatch(cast.urban)
    for unit in (cast.east_town, cast.east, cast.west):
        Walk(cast, at=moment("2024-06-03 08:00")).receive().dispatch(unit)


def by_group(period: str, where: str = "", by: str = "group") -> dict[object, int]:
    asked = read_question(now=JULY_FIRST, codes=[CODE], period=period, where=where, by=by)
    return {one.group: one.numerator for one in answer(asked).rows[CODE]}


def test_a_unit_counts_in_the_group_of_its_last_day_and_in_no_other(changed: None) -> None:
    assert by_group("2024-06") == {"services": 2, "districts": 2}
    assert by_group("2024-05") == {"law": 1, "districts": 0}
    assert by_group("2024") == {"services": 3, "districts": 2}
    assert by_group("2024-06-03") == {"law": 1, "districts": 2}


def test_groups_are_filtered_as_they_are_divided(changed: None, cast: Cast) -> None:
    assert by_group("2024-06", "group=services", by="") == {None: 2}
    assert by_group("2024-06", "group=services|districts", by="") == {None: 4}
    assert by_group("2024-06", "group=districts,unit=urban", by="") == {None: 0}
    assert by_group("2024-06", "group=districts,unit=east", by="") == {None: 2}
    assert by_group("2024-06", "group=districts", by="unit")[cast.east.pk] == 2
    assert by_group("2024-06", "group=services", by="unit")[cast.east.pk] == 0
    with pytest.raises(BadQuestion, match="单位分组没有“law”"):
        by_group("2024-06", "group=law", by="")


def test_a_unit_of_two_groups_at_once_counts_once(changed: None, cast: Cast) -> None:
    group("all", cast.urban, cast.east)
    assert sum(by_group("2024-06").values()) == 4


def test_rows_know_units_alone(changed: None) -> None:
    with pytest.raises(UnknownDimension, match="不能按“group”分"):
        evaluate([find(CODE)], period=JUNE, as_of=JULY_FIRST, by="group")


def test_rankings_have_the_unit_in_the_same_group(changed: None, cast: Cast) -> None:
    found = rank(rule(), JUNE, as_of=JULY_FIRST)
    groups = {one.unit.unit_id: table.code for table in found.groups for one in table.standings}
    assert groups[cast.urban.pk] == "services"


def test_a_printed_figure_of_a_group_is_counted_alike(changed: None) -> None:
    def line(where: str, value: int) -> Reproduced:
        figure = Figure(key=CODE, name="转办", printed=f"{value}件", value=value, where=where)
        [line] = reckon([figure], period=JUNE, as_of=JULY_FIRST)
        return line.reproduced

    assert line("group=services", 2) is Reproduced.YES
    assert line("group=services|districts", 4) is Reproduced.YES
    with pytest.raises(BadFigure, match="没有单位分组“law”；有：services、districts"):
        line("group=law", 1)
