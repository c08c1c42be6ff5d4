"""What every city shares: categories, channels, fixed reasons and limits, read and checked."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from orders.models import Card, Reason
from orders.models.callback import Way
from orders.models.level import LevelClock
from orders.models.limits import Clock, Kind, Measure, Urgency
from orders.tables import Table, read_file

FOLDER = Path(__file__).parent / "reference"
CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
TOLD = frozenset({"unit", "unit_head", "dispatcher", "decider", "reviewer", "supervisor"})
MACHINES = (Way.SMART.value, Way.SMS.value)
TWO_DIGITS = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """One class of demands; parent is "" for the top, level is 1 to 3."""

    code: str
    name: str
    parent: str
    level: int


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A channel; merged says how a line was joined, documents which publications name it."""

    code: str
    name: str
    group: str
    merged: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonSpec:
    code: str
    kind: str
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class LimitSpec:
    """One limit; an empty selector matches everything."""

    code: str
    clock: str
    amount: int
    measure: str
    channel: str
    kind: str
    urgency: str
    category: str
    source: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A level of a clock; those further down the file weigh more."""

    code: str
    name: str
    clock: str
    percent: int
    severity: int
    card: str
    raises: bool
    urges: bool
    tells: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CallbackSpec:
    """How citizens are called back; kind "" is for every kind without a rule of its own."""

    code: str
    kind: str
    ways: tuple[str, ...]
    first_after: int
    spacing: int
    call_timeout: int
    survey_open: int
    calls_from: time
    calls_until: time
    desk_tries: int
    raise_at_reworks: int
    archive_after: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    categories: tuple[CategorySpec, ...]
    channels: tuple[ChannelSpec, ...]
    reasons: tuple[ReasonSpec, ...]
    limits: tuple[LimitSpec, ...]
    levels: tuple[LevelSpec, ...]
    callbacks: tuple[CallbackSpec, ...]


def read_reference(folder: Path = FOLDER) -> Reference:
    """All of it, each file checked against the others. Raises BadData naming file and field."""
    categories = read_categories(read_file(folder / "categories.toml", folder))
    channels = read_channels(read_file(folder / "channels.toml", folder))
    reasons = read_reasons(read_file(folder / "reasons.toml", folder))
    limits = read_limits(
        read_file(folder / "limits.toml", folder),
        channels={channel.code for channel in channels},
        categories={category.code for category in categories},
    )
    levels = read_levels(read_file(folder / "levels.toml", folder))
    callbacks = read_callbacks(read_file(folder / "callbacks.toml", folder))
    return Reference(categories, channels, reasons, limits, levels, callbacks)


def read_categories(root: Table) -> tuple[CategorySpec, ...]:
    """The tree, parents before children: tables of one or two levels, the third inside."""
    found: list[CategorySpec] = []
    for code, table in root.each():
        top, dot, second = code.partition(".")
        if not all(TWO_DIGITS.fullmatch(part) for part in ([top, second] if dot else [top])):
            raise root.fault(f"“{code}”", "类别代码是两位数字，下一级用点隔开，如 04.03")
        if dot and top not in root.values:
            raise root.fault(f"“{code}”", f"没有上级“{top}”")
        found.append(
            CategorySpec(code, table.text("name", most=60), top if dot else "", 1 + bool(dot))
        )
        if dot:
            found += _third_level(code, table.table("third"))
        table.finish()
    _refuse_equal_names(root, found)
    return tuple(sorted(found, key=lambda category: category.code))


def _third_level(parent: str, table: Table) -> list[CategorySpec]:
    if not table.values:
        raise table.fault("", "至少要有一个三级类别")
    for key in table.values:
        if not TWO_DIGITS.fullmatch(key):
            raise table.fault(key, "类别代码是两位数字")
    return [
        CategorySpec(f"{parent}.{key}", table.text(key, most=60), parent, 3) for key in table.values
    ]


def _refuse_equal_names(root: Table, categories: Collection[CategorySpec]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for category in categories:
        other = seen.setdefault((category.parent, category.name), category.code)
        if other != category.code:
            raise root.fault(f"“{category.code}”", f"与“{other}”同名：{category.name}")


def read_channels(root: Table) -> tuple[ChannelSpec, ...]:
    """Channels in the file's order, which is the order on pages."""
    found = []
    for code, table in root.each():
        if not CODE.fullmatch(code):
            raise root.fault(f"“{code}”", "渠道代码用小写字母、数字、下划线和点")
        found.append(
            ChannelSpec(
                code,
                table.text("name", most=40),
                table.text("group", most=40),
                table.choice("merged", ("whole", "parallel", "branch"), ""),
                table.words("documents"),
            )
        )
        if code.startswith("line.") != bool(found[-1].merged):
            raise table.fault("merged", "并入热线（line.）才有，也一定要有")
        table.finish()
    return tuple(found)


def read_reasons(root: Table) -> tuple[ReasonSpec, ...]:
    """Fixed lists by kind, each in the file's order; every kind has its list."""
    found = []
    for kind in Reason.Kind.values:
        table = root.table(kind)
        for position, code in enumerate(table.values, 1):
            if not CODE.fullmatch(code) or not code.startswith(f"{kind}."):
                raise table.fault(f"“{code}”", f"代码要以 {kind}. 开头，用小写字母、数字和下划线")
            found.append(ReasonSpec(code, kind, table.text(code, most=80), position))
    root.finish()
    return tuple(found)


def read_limits(
    root: Table, *, channels: Collection[str], categories: Collection[str]
) -> tuple[LimitSpec, ...]:
    """The rules; every clock has one that matches everything, and no two match the same."""
    valid_from = root.day("valid_from")
    found: dict[str, LimitSpec] = {}
    for table in root.tables("limit"):
        limit = LimitSpec(
            code=table.text("code", most=60),
            clock=table.choice("clock", Clock.values),
            amount=table.number("amount"),
            measure=table.choice("measure", Measure.values),
            channel=table.known("channel", channels, "渠道", ""),
            kind=table.choice("kind", Kind.values, ""),
            urgency=table.choice("urgency", Urgency.values, ""),
            category=table.known("category", categories, "类别", ""),
            source=table.text("source"),
            valid_from=table.day("valid_from", valid_from),
        )
        _refuse_twin(table, limit, found)
        found[limit.code] = limit
        table.finish()
    root.finish()
    covered = {limit.clock for limit in found.values() if not any(_selectors(limit))}
    if missing := [clock.value for clock in Clock if clock not in covered]:
        raise root.fault("limit", f"缺少不带条件的兜底规则：{'、'.join(missing)}")
    return tuple(found.values())


def _selectors(limit: LimitSpec) -> tuple[str, ...]:
    return limit.channel, limit.kind, limit.urgency, limit.category


def _refuse_twin(table: Table, limit: LimitSpec, found: dict[str, LimitSpec]) -> None:
    if limit.code in found:
        raise table.fault("code", f"“{limit.code}”写了两次")
    for other in found.values():
        same = (other.clock, _selectors(other), other.valid_from) == (
            limit.clock,
            _selectors(limit),
            limit.valid_from,
        )
        if same:
            raise table.fault("", f"与“{other.code}”管的是同一种情形")


def read_levels(root: Table) -> tuple[LevelSpec, ...]:
    """The levels of every clock, in the order of their weight; a card is given only when due."""
    found: dict[str, LevelSpec] = {}
    for severity, table in enumerate(root.tables("level"), 1):
        level = LevelSpec(
            code=table.text("code", most=60),
            name=table.text("name", most=40),
            clock=table.choice("clock", LevelClock.values),
            percent=table.number("percent"),
            severity=severity,
            card=table.choice("card", Card.values, ""),
            raises=table.flag("raises"),
            urges=table.flag("urges"),
            tells=table.words("tells"),
            source=table.text("source"),
        )
        if level.code in found:
            raise table.fault("code", f"“{level.code}”写了两次")
        if level.card and level.percent < 100:
            raise table.fault("card", "到期（百分之百）才能发牌")
        if strange := [who for who in level.tells if who not in TOLD]:
            raise table.fault("tells", f"没有“{strange[0]}”，只能是 {'、'.join(sorted(TOLD))}")
        found[level.code] = level
        table.finish()
    root.finish()
    return tuple(found.values())


def read_callbacks(root: Table) -> tuple[CallbackSpec, ...]:
    """The rules of calling back: one for each kind at most, and one for all others."""
    found: dict[str, CallbackSpec] = {}
    for table in root.tables("callback"):
        spec = CallbackSpec(
            code=table.text("code", most=60),
            kind=table.choice("kind", Kind.values, ""),
            ways=tuple(table.text("ways", "").split()),
            first_after=table.number("first_after"),
            spacing=table.number("spacing"),
            call_timeout=table.number("call_timeout"),
            survey_open=table.number("survey_open"),
            calls_from=table.take("calls_from", time, "钟点，如 09:00:00"),
            calls_until=table.take("calls_until", time, "钟点，如 20:00:00"),
            desk_tries=table.number("desk_tries"),
            raise_at_reworks=table.number("raise_at_reworks"),
            archive_after=table.number("archive_after") if table.has("archive_after") else None,
            source=table.text("source"),
        )
        if strange := [way for way in spec.ways if way not in MACHINES]:
            raise table.fault("ways", f"没有“{strange[0]}”，只能是 {'、'.join(MACHINES)}")
        if spec.calls_from >= spec.calls_until:
            raise table.fault("calls_until", "要晚于 calls_from")
        if spec.kind in found or spec.code in {one.code for one in found.values()}:
            raise table.fault("code", "同一性质或同一代码写了两条")
        found[spec.kind] = spec
        table.finish()
    root.finish()
    if "" not in found:
        raise root.fault("callback", "缺少不写 kind 的兜底规则")
    return tuple(found.values())
