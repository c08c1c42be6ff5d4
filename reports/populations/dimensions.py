"""By what orders' and units' figures are divided, from wherever a population's rows stand."""

from datetime import tzinfo

from django.db.models import BigIntegerField, Expression, F, Func, Value
from django.db.models.functions import Cast, ExtractHour, ExtractIsoWeekDay, Left, NullIf

from orders.period import SHANGHAI

Dimensions = dict[str, str | Expression]
NAMES = {
    "channel": "渠道",
    "kind": "性质",
    "urgency": "紧急程度",
    "category": "类别",
    "top": "一级类别",
    "district": "区域",
    "unit": "单位",
    "top_unit": "一级单位（含下属）",
    "group": "单位分组",
    "line": "线路",
    "queue": "技能队列",
    "seat": "座席",
    "outcome": "通话结果",
    "hour": "时段",
    "weekday": "星期",
    "way": "回访方式",
    "request": "申请种类",
    "knowledge": "知识大类",
    "day": "日",
}


def of_order(on: str) -> Dimensions:
    """on: the path to the order, "" where the rows are orders."""
    return {
        "channel": f"{on}channel_id",
        "kind": f"{on}kind",
        "urgency": f"{on}urgency",
        "category": f"{on}category_id",
        "top": Left(f"{on}category_id", 2),
        "district": f"{on}district",
    }


def of_unit(on: str) -> Dimensions:
    """on: the path to what has a unit; a top unit is one right under the city, with all below."""
    under_the_city = Func(F(f"{on}unit__path"), Value("/"), Value(3), function="split_part")
    return {
        "unit": f"{on}unit_id",
        "top_unit": Cast(NullIf(under_the_city, Value("")), BigIntegerField()),
    }


def of_assignment(on: str) -> Dimensions:
    """on: the path to the assignment."""
    return {**of_unit(on), **of_order(f"{on}order__")}


def of_moment(path: str) -> Dimensions:
    """The hour of a moment (0 to 23) and its weekday (1 Monday to 7), Shanghai time."""
    zone: tzinfo = SHANGHAI
    return {
        "hour": ExtractHour(path, tzinfo=zone),
        "weekday": ExtractIsoWeekDay(path, tzinfo=zone),
    }
