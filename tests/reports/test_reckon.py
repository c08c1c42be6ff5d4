"""Printed figures beside the facts of June: reproduced or not, as tables and as objects."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from orders import period
from reports.ledger import (
    BadFigure,
    Figure,
    Line,
    Reproduced,
    as_json,
    as_table,
    is_finding,
    reckon,
)
from tests.cast import Cast
from tests.factories import moment
from tests.reports.june import June

pytestmark = pytest.mark.django_db
JUNE = period.parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


def lines(*figures: Figure, month: str = "2024-06") -> list[Line]:
    return reckon(figures, period=period.parse(month), as_of=moment("2024-07-01 00:00"))


def figure(key: str, printed: str, **fields: Any) -> Figure:
    return Figure(key=key, name="指标", printed=printed, **fields)


def test_figures_are_reproduced_at_the_printed_places(june: June) -> None:
    cases = [
        (figure("demands.accepted", "19件", value=19), "19/None 19件 yes"),
        (figure("demands.accepted", "20件", value=20), "19/None 19件 no"),
        (figure("demands.accepted", "2件", value=2, where="channel=web"), "2/None 2件 yes"),
        (figure("orders.completed_rate", "85.7%", of="due"), "6/7 85.7% yes"),
        (figure("orders.completed_rate", "75.00%", of="dispatched"), "6/8 75.00% yes"),
        (figure("orders.completed_rate", "85.6%", of="due"), "6/7 85.7% no"),
        (figure("orders.completed_rate", "85%", parts="854 / 1000", of="due"), "6/7 86% no"),
        (figure("orders.completed_rate", "85%", parts="857 / 1000", of="due"), "6/7 85% yes"),
        (figure("orders.completed_rate", "857‰", of="due"), "6/7 857‰ yes"),
        (figure("orders.rework_on_time_rate", "100%"), "1/1 100% yes"),
        (figure("x.y", "86%", statistic="orders.completed_rate"), "6/7 86% yes"),
        (figure("movecar.followers", "6万人", value=60_000), "None/None — no"),
    ]
    for one, expected in cases:
        [line] = lines(one)
        told = f"{line.numerator}/{line.denominator} {line.shown} {line.reproduced.value}"
        assert told == expected, one


def test_all_of_them_means_all_not_nearly_all(june: June) -> None:
    [line] = lines(figure("orders.on_time_rate", "均按时办结", parts="7 / 7"))
    assert (line.shown, line.reproduced.value) == ("71%", "no")


def test_a_rate_over_nothing_reproduces_nothing(june: June) -> None:
    [line] = lines(figure("orders.satisfied_rate", "0%"), month="2024-01")
    assert (line.numerator, line.denominator, line.shown) == (0, 0, "—")
    assert line.reproduced.value == "no"
    assert as_json([line])[0]["value"] is None


def test_static_and_sister_figures_are_given(june: June) -> None:
    found = lines(
        figure("staff.operators", "5名", value=5, scope="static"),
        figure("supervision.rate", "19948/19755/99.03%", parts="19755 / 19948", scope="sister"),
    )
    assert [(line.shown, line.reproduced.value) for line in found] == [
        ("5名", "given"),
        ("19948/19755/99.03%", "given"),
    ]
    assert [row["value"] for row in as_json(found)] == [5, 99.032484]
    assert not any(map(is_finding, found))


def test_findings_are_what_is_not_reproduced_or_impossible(june: June) -> None:
    conflict = figure("orders.satisfied_rate", "66.67%", of="rated")
    counts = figure("orders.completed", "6件", value=7, scope="sister")
    impossible = figure("hall.rate", "101%", scope="sister")
    missed = figure("orders.on_time_rate", "70%")
    dispatched = figure("orders.dispatched", "10件", value=10)
    found = lines(conflict, counts, impossible, missed, dispatched)
    assert [line.judgement.verdict.value for line in found] == [
        "conflict",
        "conflict",
        "impossible",
        "no-parts",
        "ok",
    ]
    assert [is_finding(line) for line in found] == [False, True, True, True, True]


def test_the_objects_for_programs_begin_with_the_agreed_keys(june: June) -> None:
    [row] = as_json(lines(figure("orders.completed_rate", "75.0%", of="dispatched")))
    assert list(row)[:8] == [
        "key",
        "printed",
        "numerator",
        "denominator",
        "value",
        "shown",
        "verdict",
        "reproduced",
    ]
    assert (row["numerator"], row["denominator"], row["value"]) == (6, 8, 75)


def test_the_table_is_aligned_and_names_the_bases_that_would_give_a_conflict(june: June) -> None:
    text = as_table(
        lines(
            figure("orders.dispatched", "318件", value=318),
            figure("orders.satisfied_rate", "95.7%", why="原文没有印回访件数"),
        )
    )
    head, rule, first, second, blank, *notes = text.splitlines()
    assert head.split() == ["指标", "名称", "公布", "分子/分母", "复算", "核对", "复现"]
    assert set(rule) == {"─"}
    assert first.split() == ["orders.dispatched", "指标", "318件", "9", "9件", "相符", "否"]
    assert second.split()[-4:] == ["2/3", "66.7%", "矛盾", "否"]
    assert blank == ""
    assert "能得出它的有 292/305、308/322" in notes[0]
    assert notes[1].endswith("原文没有印回访件数")


def test_a_filter_or_statistic_nobody_knows_is_refused(june: June) -> None:
    with pytest.raises(BadFigure, match=r"demands\.accepted：where：.*不能按“seat”分"):
        lines(figure("demands.accepted", "1件", where="seat=1"))
    with pytest.raises(BadFigure, match="x：statistic：没有代码"):
        lines(figure("x", "1件", statistic="orders.compleetd"))


def test_growth_is_the_same_count_a_year_before(june: June) -> None:
    """19 in June 2024 and none the year before: nothing to grow from."""
    grown = figure("demands.growth", "+10%", statistic="demands.accepted")
    [line] = reckon([grown], period=JUNE, as_of=JULY_FIRST)
    assert (line.numerator, line.denominator, line.shown) == (19, 0, "—")
    assert line.reproduced is Reproduced.NO


def test_several_values_of_a_filter_are_counted_together(june: June) -> None:
    both = figure("demands.accepted", "19件", value=19, ours="channel=phone|web", where="channel=x")
    [line] = reckon([both], period=JUNE, as_of=JULY_FIRST)
    assert line.reproduced is Reproduced.YES


def test_what_is_not_modelled_yet_is_given_and_no_finding(june: June) -> None:
    given = figure("movecar.followers", "6万人", value=60_000, modelled=False)
    [line] = reckon([given], period=JUNE, as_of=JULY_FIRST)
    assert (line.reproduced, line.note) == (Reproduced.GIVEN, "还没有建模，照录")
    assert not is_finding(line)
    [said] = reckon([replace(given, why="挪车还没有建模")], period=JUNE, as_of=JULY_FIRST)
    assert as_table([said]).count("还没有建模") == 1


@pytest.mark.parametrize(
    ("printed", "value", "same"),
    [("1900件", 1900, True), ("2100件", 2100, True), ("2200件", 2200, False)],
)
def test_a_smaller_city_gives_as_much_smaller_counts(
    june: June, printed: str, value: int, same: bool
) -> None:
    counted = figure("demands.accepted", printed, value=value)
    [line] = reckon([counted], period=JUNE, as_of=JULY_FIRST, scale=Fraction(1, 100))
    assert (line.reproduced is Reproduced.YES) is same
