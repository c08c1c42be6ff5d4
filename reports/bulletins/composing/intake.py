"""受理情况: by day, by channel, by kind, and what was answered at once."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reports.bulletins.blocks import Block, Drawing, Paragraph
from reports.bulletins.cells import Cell, Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import key
from reports.bulletins.phrases import many, percent
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from reports.charts import Columns, Level, Series
from reports.rounding import round_to

_ACCEPTED = "demands.accepted"
# Six leave room for chart and both tables on one page; fewer than three would single somebody out.
_MOST_CHANNELS, _LEAST_SHOWN = 6, 3
_LOW = 160  # px: a few wide columns need no height
_LONGEST_BY_DAY = 31
_CONSULT, _OTHER = "kind:consult", "kind:other"


def intake(told: Told) -> Iterator[Block]:
    """Nothing received: it says so."""
    if not told.figures.count(_ACCEPTED):
        yield Paragraph(f"{told.shape.now}没有受理诉求。")
        return
    yield Paragraph(_by_day(told))
    channels = channels_of(told)
    yield Paragraph(_largest(told, channels), lead="渠道：")
    yield Paragraph(_kinds(told), lead="类型：")
    yield Drawing(columns(told))
    yield _channel_table(told, channels)
    yield _kind_table(told)


def _by_day(told: Told) -> str:
    f, shape = told.figures, told.shape
    mean = round_to(Fraction(f.count(_ACCEPTED), f.period.length), 0)
    before = f.base(_ACCEPTED)
    days = f.period.previous().length
    than = (
        f"，{shape.before}日均{round_to(Fraction(before, days), 0)}件"
        if before is not None and shape.against != "同比"
        else ""
    )
    counts = {day: f.count(_ACCEPTED, key("day", day)) for day in f.period.days}
    peak = max(counts, key=lambda day: counts[day])
    rest = _rest_words(told)
    return f"日均受理{mean}件{than}；单日最高为{peak.month}月{peak.day}日的{counts[peak]}件。{rest}"


def _rest_words(told: Told) -> str:
    f = told.figures
    off = list(f.divided("rest"))
    if not off:
        return ""
    worked = f.period.length - len(off)
    resting = f.count(_ACCEPTED, [key("day", day) for day in off])
    working = f.count(_ACCEPTED) - resting
    each = f"休息日{len(off)}天，日均受理{round_to(Fraction(resting, len(off)), 0)}件"
    if not worked:
        return f"{each}。"
    return f"工作日{worked}天，日均受理{round_to(Fraction(working, worked), 0)}件；{each}。"


def channels_of(told: Told, most: int = _MOST_CHANNELS) -> list[tuple[list[str], str, int]]:
    """Keys, name and count; the small ones together as 其他渠道, last. Those that now have nothing
    are among them, so that what they had before is in the comparison."""
    found = told.of("channel", _ACCEPTED)
    shown = [one for one in found if one[2] >= _LEAST_SHOWN][:most]
    rest = [group for group, _, _ in found if group not in {one[0] for one in shown}]
    rows = [([group], name, count) for group, name, count in shown]
    counts = [told.figures.count(_ACCEPTED, rest)]
    counts += [told.figures.count(_ACCEPTED, rest, when) for when, _ in told.known]
    if any(counts):
        rows.append((rest, "其他渠道", counts[0]))
    return rows


def _largest(told: Told, channels: Sequence[tuple[list[str], str, int]]) -> str:
    total = told.figures.count(_ACCEPTED)
    keys, name, count = channels[0]
    words = f"{name}受理{many(count)}，占{percent(Rate(count, total))}"
    named = [one for one in channels[1:] if one[1] != "其他渠道"]
    if named:
        keys, name, count = named[0]
        words += (
            f"；{name}受理{many(count)}，占{percent(Rate(count, total))}，"
            f"{told.moved(_ACCEPTED, keys)}"
        )
    return f"{words}。"


def _kinds(told: Told) -> str:
    f = told.figures
    total, asked = f.count(_ACCEPTED), f.count(_ACCEPTED, _CONSULT)
    words = f"咨询类{many(asked)}，占{percent(Rate(asked, total))}"
    if asked:
        direct = f.count("demands.direct", _CONSULT)
        words += f"，其中{percent(Rate(direct, asked))}当场答复"
    others = [one for one in told.of("kind", _ACCEPTED) if one[0] not in {_CONSULT, _OTHER}]
    group, name, count = others[0]
    if count:
        sent = f.count("demands.dispatched", group)
        words += f"；{name}类{many(count)}，占{percent(Rate(count, total))}，派单{many(sent)}"
    return f"{words}。"


def columns(told: Told) -> Columns:
    """One column a day with days off hollow, of longer periods one a month; the base's mean of a
    day across."""
    f, shape = told.figures, told.shape
    days = f.period.days
    if len(days) > _LONGEST_BY_DAY:
        months = sorted({(day.year, day.month) for day in days})
        counts = [
            f.count(_ACCEPTED, [key("day", d) for d in days if (d.year, d.month) == month])
            for month in months
        ]
        names = tuple(f"{month}月" for _, month in months)
        series = Series("受理量", tuple(counts), texts=tuple(map(str, counts)))
        return Columns(
            title="各月受理量",
            unit="件",
            source="受理记录",
            categories=names,
            series=(series,),
            height=_LOW,
            width=told.width,
        )
    counts = [f.count(_ACCEPTED, key("day", day)) for day in days]
    top = max(range(len(counts)), key=lambda at: counts[at])
    off = frozenset(at for at, day in enumerate(days) if str(day) in f.divided("rest"))
    texts = tuple(str(n) if at == top else "" for at, n in enumerate(counts))
    before = f.base(_ACCEPTED)
    level = None
    if before:
        mean = round_to(Fraction(before, f.period.previous().length), 0)
        level = Level(float(mean), f"{shape.before}日均\n{mean}件")
    return Columns(
        title=f"{shape.now}逐日受理量",
        unit="件",
        source="受理记录",
        categories=tuple(str(day.day) for day in days),
        series=(Series("工作日", tuple(counts), texts=texts, hollow=off),),
        level=level,
        every=2 if len(days) > 16 else 1,
        width=told.width,
    )


def _channel_table(told: Told, channels: Sequence[tuple[list[str], str, int]]) -> Table:
    total = told.figures.count(_ACCEPTED)
    whens = told.known

    def cells(name: str, keys: Sequence[str], count: int) -> tuple[Cell, ...]:
        grown = [told.grown(_ACCEPTED, keys, when) for when, _ in whens]
        return (name, count, Rate(count, total), *grown)

    rows = [Row(cells(name, keys, count)) for keys, name, count in channels]
    rows.append(Row(cells("合计", _every_channel(told), total), RowKind.TOTAL))
    return Table(
        "分渠道受理情况",
        (
            Column("渠道", told.area - 44 - 22 * len(whens), Align.LEFT),
            Column("受理量\n（件）", 22, pad=4, adds=True),
            Column("占比\n（%）", 22, pad=4, share=1),
            *(Column(f"{word}\n（%）", 22, pad=4) for _, word in whens),
        ),
        tuple(rows),
    )


def _every_channel(told: Told) -> list[str]:
    return [key("channel", code) for code in told.figures.divided("channel")]


def _kind_table(told: Told) -> Table:
    f = told.figures
    total = f.count(_ACCEPTED)
    whens = told.known
    kinds = {key("kind", code): name for code, name in f.divided("kind").items()}

    def cells(name: str, groups: str | list[str]) -> tuple[Cell, ...]:
        count, direct = f.count(_ACCEPTED, groups), f.count("demands.direct", groups)
        sent = f.count("demands.dispatched", groups)
        grown = [told.grown(_ACCEPTED, groups, when) for when, _ in whens]
        return (
            name,
            count,
            Rate(count, total),
            *grown,
            direct,
            sent,
            count - direct - sent,
            Rate(direct, count),
        )

    at = 3 + len(whens)
    rows = [Row(cells(name, group)) for group, name in kinds.items()]
    rows.append(Row(cells("合计", list(kinds)), RowKind.TOTAL))
    return Table(
        "分类型受理与答复情况",
        (
            Column("类型", told.area - 17 * (5 + len(whens)) - 22, Align.LEFT),
            Column("受理量\n（件）", 17, pad=2.5, adds=True),
            Column("占比\n（%）", 17, pad=2.5, share=1),
            *(Column(f"{word}\n（%）", 17, pad=2.5) for _, word in whens),
            Column("直接答复\n（件）", 17, pad=2.5, adds=True),
            Column("派单\n（件）", 17, pad=2.5, adds=True),
            Column("其他\n（件）", 17, pad=2.5, adds=True),
            Column("直接答复率\n（%）", 22, pad=4, rate=(at, 1)),
        ),
        tuple(rows),
        note="注：其他为不予受理、移交、并单、撤回和待定。",
    )
