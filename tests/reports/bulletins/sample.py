"""One bulletin with every kind of block, its figures made up and small."""

from datetime import date
from decimal import Decimal

from reports.bulletins.blocks import (
    Annex,
    Bulletin,
    Case,
    Drawing,
    Heading,
    Imprint,
    Layout,
    Listing,
    Note,
    PageBreak,
    Pair,
    Paragraph,
    Tile,
    Tiles,
    numbered,
)
from reports.bulletins.cells import Growth, Interval, Points, Rate
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from reports.charts import Bars, Series

CHANNELS = Table(
    "分渠道受理情况",
    (
        Column("渠道", 68, Align.LEFT),
        Column("受理量\n（件）", 22, pad=4, adds=True),
        Column("占比\n（%）", 22, pad=4, share=1),
        Column("同比\n（%）", 22, pad=4),
        Column("环比\n（%）", 22, pad=4),
    ),
    (
        Row(("12345电话", 905, Rate(905, 1000), Growth(905, 1000), Growth(905, 900))),
        Row(("微信", 95, Rate(95, 1000), Growth(95, 0), Growth(95, 95))),
        Row(
            ("合计", 1000, Rate(1000, 1000), Growth(1000, 1000), Growth(1000, 995)),
            RowKind.TOTAL,
        ),
    ),
    note="注：占比按受理量计算。",
)
UNITS = Table(
    "",
    (
        Column("单位", 50, Align.LEFT),
        Column("应办结\n（件）", 20, adds=True),
        Column("按期\n办结\n（件）", 20, adds=True),
        Column("按期\n办结率\n（%）", 22, rate=(2, 1)),
        Column("环比\n（百分点）", 22),
        Column("满意率\n95%区间\n（%）", 22),
    ),
    (
        Row(("县（市、区）",), RowKind.GROUP),
        Row(("东屏区", 40, 38, Rate(38, 40), Points(Rate(38, 40), Rate(9, 10)), Interval(3, 3))),
        Row(("石涧县", 0, 0, Rate(0, 0), Points(Rate(0, 0), Rate(1, 1)), Interval(0, 0))),
        Row(
            ("小计", 40, 38, Rate(38, 40), Points(Rate(38, 40), Rate(38, 40)), Interval(30, 38)),
            RowKind.SUBTOTAL,
        ),
        Row(("合计", 40, 38, Rate(38, 40), None, Interval(30, 38)), RowKind.TOTAL),
    ),
    note="注：“—”表示分母为0，不计比率。",
)
SCORES = Table(
    "得分",
    (Column("单位", 36, Align.LEFT), Column("名次", 18, Align.CENTER), Column("得分\n（分）", 20)),
    (Row(("=SUM(A1)", 1, Decimal("99.50"))), Row(("东屏区", None, None))),
)
CHART = Bars(
    title="承办量居前的单位",
    unit="件",
    source="派单记录",
    categories=("东屏区", "石涧县"),
    series=(Series("转办", (40, 7), texts=("40", "7")),),
)
CASE = Case("典型案例：路灯两天修好", ("某小区路灯不亮,热线派单后两天修好。",))


def sample(layout: Layout = Layout.PAPER, supersedes: str = "") -> Bulletin:
    """The whole of it; formal by default."""
    return numbered(
        Bulletin(
            layout=layout,
            masthead="云湖市12345热线工作通报",
            number="〔2026〕第10期",
            issuer="云湖市12345热线工作办公室",
            date=date(2026, 11, 2),
            title="关于2026年10月\n12345热线诉求办理情况的通报",
            supersedes=supersedes,
            blocks=(
                Paragraph("受理诉求1000件,同比持平(上年同期1000件)。"),
                Tiles((Tile("受理量", "1000", "件", ("前一日 990", "7日均 995")),) * 4),
                Heading("一、受理情况"),
                Paragraph("12345电话905件。", lead="渠道以电话为主。"),
                CHANNELS,
                Drawing(CHART),
                Note("注：预期为上月与上年同月件数的平均。"),
                Pair(SCORES, SCORES),
                Heading("二、典型案例"),
                CASE,
                Listing(("1. 甲单位", "2. 乙单位")),
                PageBreak(),
                Paragraph("本期无。"),
            ),
            annex=Annex("2026年10月各单位主要指标", (UNITS,)),
            imprint=Imprint("市委办公室。", "云湖市12345热线工作办公室", date(2026, 11, 2)),
        )
    )
