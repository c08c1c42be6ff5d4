"""A what-if for people at a terminal: tables and the sentences that say how to read them."""

from collections.abc import Sequence

from hotline.whatif.figures import Row, number, percent, rows
from reports.ledger.table import aligned
from seeds.scenario import Scenario
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.counts import Sums
from seeds.simulator.telephone.needed import Needed
from seeds.simulator.telephone.playing import rate
from seeds.simulator.telephone.theory import BusyHour
from seeds.whatif import Answer, operators_for, ready_by_hour

SEATS_AND_OPERATORS = (
    "座席是带电话的桌子，话务员是轮班的人：同一班里人多于桌子，多出的人接不了；"
    "桌子多于人，空着的也接不了。"
)
INTERVALS = "±后是95%置信区间的一半；前后用同一批来电，差的区间因此较窄。"
WAITS = "等待按全部转人工的来电算，没等到的算到放弃为止。"
THEORY = (
    "Erlang 只算平稳的一小时：不含突增和重拨，各专席当作一个队，时长按指数分布；"
    "与模拟不同之处由此而来。"
)


def answer_words(scenario: Scenario, answer: Answer) -> str:
    """The whole answer as text."""
    question, printed = answer.question, rows(answer.compared)
    parts = [
        f"{scenario.title}：{staff_words(answer)}，{question.seeds}个种子",
        sentence(printed, question.within),
        "",
        aligned([("指标", "现在", "改变之后", "差"), *map(_cells, printed)]),
        "",
        f"最忙的一小时（工作日{answer.theory[0].hour}时）：模拟与 Erlang",
        aligned(busy_rows(answer)),
        "",
        INTERVALS + WAITS,
        SEATS_AND_OPERATORS,
        THEORY,
    ]
    return "\n".join(parts)


def staff_words(answer: Answer) -> str:
    """座席 32→52，话务员 52→82"""
    before, after = answer.before.staffing, answer.after.staffing
    return f"座席{before.seats}→{after.seats}个，话务员{before.operators}→{after.operators}名"


def sentence(printed: Sequence[Row], within: float) -> str:
    """What the reader wants to know first."""
    found = {row.code: row for row in printed}
    in_time, gave_up = found["in_time_rate"], found["abandoned_rate"]
    return (
        f"{within:g}秒接通率{in_time.before}% → {in_time.after}%"
        f"（{in_time.difference}±{in_time.difference_margin}个百分点），"
        f"放弃率{gave_up.before}% → {gave_up.after}%"
    )


def needed_words(
    scenario: Scenario, centre: Centre, found: Needed, *, part: float, within: float
) -> str:
    """The wanted level turned round, hour by hour."""
    working, off = (ready_by_hour(centre, working=kind) for kind in (True, False))
    lines = [("小时", "工作日要有", "现有", "休息日要有", "现有")]
    for hour in range(24):
        lines.append(
            (
                f"{hour}时",
                str(found.ready[True, hour]),
                number(working[hour]),
                str(found.ready[False, hour]),
                number(off[hour]),
            )
        )
    people = number(operators_for(centre, found), 0)
    return "\n".join(
        [
            f"{scenario.title}：每个小时都要{within:g}秒内接通{number(100 * part)}%，"
            f"至少{found.seats}个座席、{people}名话务员（班次排得刚好时）",
            "",
            aligned(lines),
            "",
            "“要有”是电话前的人数，用餐和休息的不算；“现有”是假定的班次的平均。",
        ]
    )


def _cells(row: Row) -> tuple[str, str, str, str]:
    return (
        f"{row.name}（{row.unit}）",
        f"{row.before} ±{row.before_margin}",
        f"{row.after} ±{row.after_margin}",
        f"{row.difference} ±{row.difference_margin}",
    )


def busy_rows(answer: Answer) -> list[tuple[str, ...]]:
    """The busy hour, simulated and by theory, before and after; the first row is the head."""
    head = ("", "话务量", "接听人数", "准时接通", "放弃", "利用率")
    found: list[tuple[str, ...]] = [head]
    for name, theory, sums in zip(("现在", "之后"), answer.theory, answer.busy, strict=True):
        found += [
            _simulated(f"{name} 模拟", theory, sums),
            _by_a(f"{name} Erlang A", theory),
            _by_c(f"{name} Erlang C", theory),
        ]
    return found


def _simulated(name: str, theory: BusyHour, sums: Sums) -> tuple[str, ...]:
    return (
        name,
        "",
        number(theory.ready),
        percent(rate(sums.in_time, sums.offered)),
        percent(rate(sums.abandoned, sums.offered)),
        percent(rate(sums.busy, sums.ready)),
    )


def _by_a(name: str, theory: BusyHour) -> tuple[str, ...]:
    return (
        name,
        f"{number(theory.load, 2)} Erl",
        number(theory.ready),
        percent(theory.a_in_time),
        percent(theory.a_gives_up),
        percent(theory.a_occupancy),
    )


def _by_c(name: str, theory: BusyHour) -> tuple[str, ...]:
    """Where calls outrun the operators Erlang C's queue never ends: it answers none in time."""
    short = f"（{percent(theory.without)}的来电排不完）" if theory.without else ""
    return (
        name,
        f"{number(theory.load, 2)} Erl",
        number(theory.ready),
        percent(theory.c_in_time),
        "",
        short,
    )
