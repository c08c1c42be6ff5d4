"""How limits, ratings and districts are put in words that people read."""

from collections.abc import Iterable, Mapping

from orders.models import Order
from orders.models.appeal import Appeal
from orders.models.limits import Measure
from units.models import Unit

RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
_HOUR = 60


def limit_words(terms: Mapping[str, object]) -> str:
    """5个工作日, 30分钟, 2小时, 4个工作小时: what a limit's terms promise."""
    amount, measure = int(str(terms["amount"])), terms["measure"]
    if measure == Measure.WORKING_DAYS:
        return f"{amount}个工作日"
    working = "工作" if measure == Measure.WORKING_MINUTES else ""
    if amount % _HOUR:
        return f"{amount}{working and '个'}{working}分钟"
    return f"{amount // _HOUR}{working and '个'}{working}小时"


def numbers_of(ids: Iterable[int | None]) -> dict[int, str]:
    """What to call the citizens of merged orders: by the number of each one's own order."""
    wanted = [pk for pk in ids if pk is not None]
    rows = Order.objects.filter(pk__in=wanted).values_list("pk", "number") if wanted else ()
    return {pk: f"并单{number}的市民" for pk, number in rows}


def districts() -> dict[str, str]:
    """Every district's code with its name: that of the highest unit of it."""
    units = Unit.objects.exclude(district="").order_by("path").values_list("district", "short_name")
    names: dict[str, str] = {}
    for code, name in units:
        names.setdefault(code, name)
    return names


def matter_words(kind: str, rule: str, n: int, names: Mapping[str, str]) -> str:
    """黄牌：办理超期; 第1轮超期; 第2轮评价不满意."""
    if kind == Appeal.Matter.CARD:
        return f"发牌：{names.get(rule, rule)}"
    return f"第{n}轮{'超期' if kind == Appeal.Matter.OVERDUE else '评价不满意'}"
