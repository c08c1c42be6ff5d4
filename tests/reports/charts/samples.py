"""One chart of each kind, with everything a kind can have."""

from reports.charts import (
    Bars,
    Chart,
    Columns,
    Flows,
    Level,
    Lines,
    Look,
    Moves,
    Series,
    Shares,
    Side,
)

DAYS = tuple(str(day) for day in range(1, 8))
NOW = (90, 80.5, None, 70, 75, 88, 91)
CALLS = (310, 388, 290, 301, 322, 120, 95)
LINES = Lines(
    title="工作日各小时15秒接通率",
    unit="%",
    source="话务模型",
    categories=DAYS,
    series=(
        Series("现在", NOW, Look.HOLLOW, ("", "", "", "70.00", "", "", ""), side=Side.BELOW),
        Series("加人之后", (99, 98, 97, 96, 96, 98, 99)),
    ),
    level=Level(95, "国标\n95%"),
    low=0,
    high=100,
    step=20,
)
COLUMNS = Columns(
    title="逐日受理量",
    unit="件",
    source="受理记录",
    categories=DAYS,
    series=(
        Series("工作日", CALLS, texts=("", "388", "", "", "", "", ""), hollow=frozenset({5, 6})),
    ),
    line=Series("上月同日", (300, 310, 305, 300, 299, 110, 100), Look.HOLLOW),
    level=Level(260, "上月日均\n260件"),
)
BARS = Bars(
    title="承办量居前的单位",
    unit="件",
    source="派单记录",
    categories=("住建局", "城管局", "水务公司"),
    series=(Series("转办", (905, 711, 22), texts=("905 18.1%", "711 14.2%", "22 0.4%")),),
)
PAIRS = Bars(
    title="热点主题与预期",
    unit="件",
    source="受理记录",
    categories=("供水", "噪声"),
    series=(
        Series("本月", (905, 340), Look.ALARM, ("905 1.93倍", "340")),
        Series("预期", (470, 360), Look.HOLLOW),
    ),
)
SHARES = Shares(
    title="回访评价",
    unit="%",
    source="回访记录",
    categories=("市直部门", "县市区"),
    series=(
        Series("很满意", (50, 0), Look.DARK, ("50.0", "0.0")),
        Series("满意", (48, 1), Look.MID, ("48.0", "100.0")),
        Series("不满意", (2, 0), Look.ALARM, ("2.0", "0.0")),
    ),
    ends=("不满意 2.0", "不满意 0.0"),
)
MOVES = Moves(
    title="得分升降",
    unit="分",
    source="考核得分",
    categories=("东屏区", "石涧县"),
    series=(
        Series("本周", (96.5, 80), texts=("96.50", "80.00")),
        Series("上周", (90, None), Look.HOLLOW),
    ),
    low=50,
)
FLOWS = Flows(
    title="从渠道到单位到结果",
    unit="件",
    source="受理记录",
    categories=("电话", "网站", "热线直办", "住建局", "直接答复", "办结"),
    series=(Series("件数", (5, 2, 3, 4, 3, 4)),),
    columns=(2, 2, 2),
    links=(
        ("电话", "热线直办", 3),
        ("电话", "住建局", 2),
        ("网站", "住建局", 2),
        ("热线直办", "直接答复", 3),
        ("住建局", "办结", 4),
    ),
)
EVERY: dict[str, Chart] = {
    "lines": LINES,
    "columns": COLUMNS,
    "bars": BARS,
    "pairs": PAIRS,
    "moves": MOVES,
    "shares": SHARES,
    "flows": FLOWS,
}
