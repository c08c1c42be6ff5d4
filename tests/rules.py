"""The small reference data that tests reckon with: a few codes, plain limits, the real calendar."""

from dataclasses import asdict
from datetime import date
from functools import cache

from orders.models import (
    CalendarEdition,
    CallbackRule,
    Category,
    Channel,
    LevelRule,
    LimitRule,
    Reason,
    WorkWeek,
)
from orders.tables import read_file
from seeds.reference import FOLDER, CallbackSpec, LevelSpec, read_callbacks, read_levels
from seeds.supervising import read_criteria, read_thresholds

SINCE = date(2014, 1, 1)
WEEK = {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}
# 2024 年的清明、劳动节、端午、国庆
HOLIDAYS_2024 = [
    *(date(2024, 4, day) for day in (4, 5, 6)),
    *(date(2024, 5, day) for day in (1, 2, 3, 4, 5)),
    date(2024, 6, 10),
    *(date(2024, 10, day) for day in range(1, 8)),
]
WORKDAYS_2024 = [date(2024, 4, 7), date(2024, 4, 28), date(2024, 5, 11), date(2024, 9, 29)]

CATEGORIES = {
    "10": ("城市管理", ""),
    "10.01": ("市政设施", "10"),
    "10.01.01": ("路灯", "10.01"),
    "05": ("市场管理", ""),
    "05.01": ("消费维权", "05"),
    "14": ("其他", ""),
}
CHANNELS = {"phone": "12345电话", "web": "市政府网站", "scan": "急难愁盼扫码办"}
REASONS = {
    "decline.not_ours": "不属于受理范围",
    "transfer.110": "110",
    "return.not_ours": "不属本单位职责",
    "send_back.unclear": "答非所问",
    "rework.unsolved": "问题没有解决",
    "reveal.contact": "联系市民",
    "quality.complete.part": "多个问题只答了一部分",
    "quality.complete.no_result": "只写打算，没有结果",
    "quality.relevant.beside": "答非所问",
    "quality.polite.wording": "用语生硬",
    "finding.ok": "属实，没有问题",
    "finding.untrue": "虚假办结",
    "finding.beside": "答非所问",
}
# code: (clock, amount, measure, selectors)
LIMITS: dict[str, tuple[str, int, str, dict[str, str]]] = {
    "dispatch": ("dispatch", 30, "clock_minutes", {}),
    "dispatch.critical": ("dispatch", 15, "clock_minutes", {"urgency": "critical"}),
    "sign": ("sign", 1, "working_days", {}),
    "sign.critical": ("sign", 15, "clock_minutes", {"urgency": "critical"}),
    "contact": ("contact", 1, "working_days", {}),
    "handle": ("handle", 5, "working_days", {}),
    "handle.consult": ("handle", 1, "working_days", {"kind": "consult"}),
    "handle.critical": ("handle", 120, "clock_minutes", {"urgency": "critical"}),
    "handle.scan": ("handle", 3, "working_days", {"channel_id": "scan"}),
    "handle.consumer": ("handle", 7, "working_days", {"category_id": "05.01"}),
    "return": ("return", 1, "working_days", {}),
    "extension": ("extension", 10, "working_days", {}),
    "decision": ("decision", 240, "working_minutes", {}),
    "rework": ("rework", 3, "working_days", {}),
    "supervision": ("supervision", 3, "working_days", {}),
    "urge": ("urge", 240, "working_minutes", {}),
    "appeal": ("appeal", 5, "working_days", {}),
    "appeal_decision": ("appeal_decision", 3, "working_days", {}),
    "promise": ("promise", 15, "working_days", {}),
    "callback": ("callback", 5, "working_days", {}),
    "reserve": ("reserve", 1, "working_days", {}),
    "explanation": ("explanation", 5, "working_days", {}),
}


def make_thresholds(**amounts: int) -> None:
    """The numbers supervising goes by, as the reference data has them, with some changed."""
    for threshold in read_thresholds(read_file(FOLDER / "thresholds.toml", FOLDER)):
        threshold.amount = amounts.get(threshold.code.replace(".", "_"), threshold.amount)
        threshold.save()


def make_criteria() -> None:
    """What replies are scored for, as the reference data has it."""
    for criterion in read_criteria(read_file(FOLDER / "quality.toml", FOLDER)):
        criterion.save()


def make_rules() -> None:
    """Write it all; calendars for 2014 to 2027, of which only 2024 has holidays."""
    CalendarEdition.objects.bulk_create(
        CalendarEdition(
            year=year,
            holidays=HOLIDAYS_2024 if year == 2024 else [],
            workdays=WORKDAYS_2024 if year == 2024 else [],
        )
        for year in range(2014, 2028)
    )
    WorkWeek.objects.create(valid_from=SINCE, frames=WEEK)
    Channel.objects.bulk_create(Channel(code=code, name=name) for code, name in CHANNELS.items())
    Category.objects.bulk_create(
        Category(code=code, name=name, parent_id=parent or None, level=code.count(".") + 1)
        for code, (name, parent) in CATEGORIES.items()
    )
    Reason.objects.bulk_create(
        Reason(code=code, kind=code.split(".")[0], name=name) for code, name in REASONS.items()
    )
    LimitRule.objects.bulk_create(
        LimitRule(
            code=code, clock=clock, amount=amount, measure=measure, valid_from=SINCE, **selectors
        )
        for code, (clock, amount, measure, selectors) in LIMITS.items()
    )
    LevelRule.objects.bulk_create(
        LevelRule(**{**asdict(level), "tells": list(level.tells)}) for level in _levels()
    )
    CallbackRule.objects.bulk_create(
        CallbackRule(**{**asdict(rule), "ways": list(rule.ways)}) for rule in _callbacks()
    )


@cache
def _levels() -> tuple[LevelSpec, ...]:
    return read_levels(read_file(FOLDER / "levels.toml", FOLDER))


@cache
def _callbacks() -> tuple[CallbackSpec, ...]:
    return read_callbacks(read_file(FOLDER / "callbacks.toml", FOLDER))
