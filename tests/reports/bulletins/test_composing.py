"""Bulletins of a month counted by hand: what they say, what their tables hold, what they leave out.

The month is tests/reports/june.py's June 2024.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from orders import period
from orders.period import Period
from reports.bulletins.blocks import Bulletin, Case, Drawing, Heading, Paragraph
from reports.bulletins.chosen import Chosen
from reports.bulletins.composing import compose
from reports.bulletins.figures import Figure, Figures, MissingFigure, When, key
from reports.bulletins.gathering import gather
from reports.bulletins.kinds import SHAPES, BulletinKind, NoBulletin, kind_for, number
from reports.bulletins.table import RowKind, Table
from reports.catalogue import find
from reports.measure import evaluate
from reports.scoring.files import find_rule
from tests.cast import Cast
from tests.reports.june import June

JUNE = period.parse("2024-06")
SINCE = date(2024, 6, 1)


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


def figures_of(of: Period, since: date | None = SINCE, as_of: datetime | None = None) -> Figures:
    return gather(kind_for(of), of, as_of=as_of or of.end, since=since, rule=find_rule("weighted"))


def made(of: Period, chosen: Chosen | None = None, since: date | None = SINCE) -> Bulletin:
    found = figures_of(of, since)
    return compose(found, kind_for(of), on=of.until, chosen=chosen)


def words(bulletin: Bulletin) -> str:
    """All it says in words."""
    told = []
    for block in bulletin.every:
        if isinstance(block, Paragraph):
            told.append(block.lead + block.text)
        elif isinstance(block, Heading):
            told.append(block.text)
    return "\n".join(told)


def table(bulletin: Bulletin, caption: str) -> Table:
    return next(
        block for block in bulletin.every if isinstance(block, Table) and caption in block.caption
    )


def totals(of: Table) -> tuple[object, ...]:
    assert of.total is not None
    return of.total.cells


def test_a_month_says_what_was_counted_by_hand(june: June) -> None:
    said = words(made(JUNE))
    assert "受理诉求19件，上年同月无数据、上月无数据。" in said
    assert "其中直接答复1件" in said
    assert "派单9件，派单率47.37%；不予受理、移交、并单、撤回和待定共9件。" in said
    assert "应办结工单7件，按期办结5件，按期办结率71.43%" in said
    assert "上月转入0件，本月派单9件，扣除月末未到期的1件和申诉剔除的1件，应办结7件" in said
    assert "办结6件，办结率85.71%" in said
    assert "退单2件，退单率22.22%；及时签收6件（月末仍在签收时限内的未计入），" in said
    assert "审核通过7件，回访6件，回访率85.71%；其中接通并评价4件" in said
    assert "收到评价3件，满意2件，满意率66.67%" in said
    assert "超期2件，超期率28.57%，其中逾期后办结1件、月末未办结1件，涉及1个单位" in said
    assert "退回重办1件，重办率14.29%。主要原因是问题没有解决（1件，占100.00%）" in said


def test_the_sections_stand_in_order(june: June) -> None:
    headings = [block.text for block in made(JUNE).blocks if isinstance(block, Heading)]
    assert headings == [
        "一、受理情况",
        "二、各单位承办情况",
        "三、热点诉求",
        "四、办理时效",
        "五、回访与满意度",
        "六、考核排名与等次",
        "七、超期工单",
        "八、退回重办",
        "九、典型案例",
        "十、群众表扬",
    ]


def test_its_figures_are_those_of_the_statistics(june: June) -> None:
    found = figures_of(JUNE)
    for code in ("demands.accepted", "orders.due", "orders.on_time_rate", "orders.satisfied_rate"):
        [one] = evaluate([find(code)], period=JUNE, as_of=JUNE.end)
        if code == "orders.due":
            assert found.under("orders.completed_rate") == one.numerator
        elif one.denominator is None:
            assert found.count(code) == one.numerator
        else:
            rate = found.rate(code)
            assert (rate.numerator, rate.denominator) == (one.numerator, one.denominator)


def test_due_is_what_was_carried_and_given_less_what_is_out(june: June) -> None:
    for of, carried in ((JUNE, 0), (period.parse("2024-07"), 1)):
        found = figures_of(of)
        assert found.count("carried") == carried
        given, excluded = found.count("orders.dispatched"), found.count("excluded")
        due = found.under("orders.completed_rate")
        assert carried + given - excluded - due == (1 if of is JUNE else 0)


def test_reasons_of_rework_add_up_to_the_reworked(june: June) -> None:
    found = figures_of(JUNE)
    assert sum(found.reasons.values()) == found.count("orders.rework_rate") == 1
    assert {reason for reason, _ in found.reasons} == {"rework.unsolved"}


def test_every_table_of_every_kind_adds_up_and_the_annex_has_every_unit(june: June) -> None:
    bulletin = made(JUNE)
    assert bulletin.annex is not None
    [lines] = bulletin.annex.blocks
    assert isinstance(lines, Table)
    units = [row.cells[0] for row in lines.of(RowKind.PLAIN)]
    assert len(units) == len(figures_of(JUNE).units)
    assert totals(lines)[1:4] == (9, 7, 5)
    assert totals(table(bulletin, "分渠道"))[1] == 19
    assert totals(table(bulletin, "分类型"))[1] == 19


def test_comparisons_are_made_where_there_are_records(june: June) -> None:
    july = period.parse("2024-07")
    said = words(made(july))
    assert "没有受理诉求" in said
    found = figures_of(july)
    assert found.has(When.PREVIOUS)
    assert not found.has(When.YEAR_AGO)
    assert found.base("demands.accepted") == 19
    assert found.base("demands.accepted", when=When.YEAR_AGO) is None


def test_a_month_in_which_nothing_happened_says_so_under_each_heading(june: June) -> None:
    said = words(made(period.parse("2025-03")))
    for line in (
        "没有转人工来电的记录",
        "本月没有受理诉求",
        "本月没有派单",
        "本月没有应办结的工单",
        "没有审核通过的工单，也没有群众评价",
        "本月到期工单无退回重办",
        "没有选登典型案例",
        "没有收到群众表扬",
        "本月未作考核排名",
    ):
        assert line in said


@pytest.mark.parametrize(
    "code", ["2024-06-11", "2024-W24", "2024-06-X2", "2024-06", "2024-Q2", "2024"]
)
@pytest.mark.parametrize("empty", [False, True])
def test_every_kind_is_composed_of_a_full_and_of_an_empty_period(
    june: June, code: str, empty: bool
) -> None:
    of = period.parse(code.replace("2024", "2030") if empty else code)
    bulletin = made(of)
    assert bulletin.blocks
    assert bulletin.number.startswith("〔2030〕" if empty else "〔2024〕")
    if empty:
        assert not [block for block in bulletin.every if isinstance(block, Drawing)][1:]


def test_a_quarter_tells_of_letters_and_of_units_that_owe_an_explanation(june: June) -> None:
    said = words(made(period.parse("2024-Q2")))
    assert "十一、市长信箱" in said
    assert "市长信箱没有收到来信" in said
    assert "十二、书面说明" in said


def test_a_year_names_whom_a_person_commends(june: June) -> None:
    said = words(made(period.parse("2024"), Chosen(commended=("市公交集团",))))
    assert "予以表扬：市公交集团。" in said
    assert "环比" not in said


def test_what_a_person_chose_stands_in_its_place(june: June) -> None:
    case = Case("某小区停水", ("两天恢复。",))
    chosen = Chosen({"10.01": "路灯不亮"}, (case,), "民警助人", to="市委办公室。")
    bulletin = made(JUNE, chosen)
    assert case in bulletin.blocks
    assert bulletin.imprint is not None
    assert bulletin.imprint.to == "市委办公室。"


def test_composing_counts_nothing(june: June, django_assert_num_queries: object) -> None:
    found = figures_of(JUNE)
    with django_assert_num_queries(0):  # type: ignore[operator]
        compose(found, kind_for(JUNE), on=JUNE.until)


def test_moves_are_told_only_against_whole_records(june: June) -> None:
    week, rule = period.parse("2024-W24"), find_rule("weighted")
    for since, before, moves in (
        (week.previous().first, "2024-W23", {"—", "平", "新列"}),
        (week.first, "", {"—"}),
    ):
        league = gather(kind_for(week), week, as_of=week.end, since=since, rule=rule).league
        assert league is not None
        assert league.before == before
        assert {one.move.words for one in league} <= moves


def test_a_figure_that_was_not_frozen_is_an_error(june: June) -> None:
    found = figures_of(JUNE)
    with pytest.raises(MissingFigure):
        found.count("orders.supervised")


def test_a_surge_is_told_by_the_rule_of_the_kind(june: June) -> None:
    found = figures_of(JUNE)
    theme = next(one for one in found.divided("theme"))
    values = dict(found.values)
    for when, count in ((When.NOW, 400), (When.PREVIOUS, 200)):
        for name in found.divided("theme"):
            values["demands.accepted", key("theme", name), when] = Figure(0)
        values["demands.accepted", key("theme", theme), when] = Figure(count)
    bases = {When.PREVIOUS: next(iter(figures_of(period.parse("2024-07")).bases.values()))}
    for (code, group, _), figure in list(values.items()):
        values.setdefault((code, group, When.PREVIOUS), figure)
    risen = replace(found, values=values, bases=bases)
    said = words(compose(risen, kind_for(JUNE), on=JUNE.until, chosen=Chosen({theme: "路灯不亮"})))
    assert "其中1个主题突增：" in said
    assert "400件，上年同月无数据、环比增长100.0%，为预期的2.00倍，主要反映路灯不亮。" in said


@pytest.mark.parametrize(
    ("code", "kind", "numbered"),
    [
        ("2026-10-29", "day", "〔2026〕第302期"),
        ("2026-W43", "week", "〔2026〕第43周"),
        ("2026-01-X1", "ten_days", "〔2026〕第1期"),
        ("2026-12-X3", "ten_days", "〔2026〕第36期"),
        ("2026-10", "month", "〔2026〕第10期"),
        ("2026-01@26", "month", "〔2026〕第1期"),
        ("2026-Q3", "quarter", "〔2026〕第3期"),
        ("2026", "year", "〔2026〕年度"),
    ],
)
def test_kind_and_number_follow_from_the_period(code: str, kind: str, numbered: str) -> None:
    of = period.parse(code)
    assert kind_for(of) is SHAPES[BulletinKind(kind)]
    assert number(of) == numbered
    assert number(of, corrected=True) == f"{numbered}（更正版）"


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("2026-10", "week", "周排名（week）不是2026年10月的"),
        ("2026-10", "monthly", "没有“monthly”这种通报"),
        ("2026-H1", None, "2026年上半年没有对应的通报"),
    ],
)
def test_a_kind_that_does_not_fit_is_refused(code: str, kind: str | None, told: str) -> None:
    with pytest.raises(NoBulletin, match=told):
        kind_for(period.parse(code), kind)
