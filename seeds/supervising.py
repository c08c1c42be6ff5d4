"""Rules of supervising: when like demands are an alert, what a reply is scored for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from orders.models import AlertRule, QualityCriterion, Threshold
from orders.models.limits import Urgency
from orders.tables import Table, read_file
from seeds.reference import CategorySpec


@dataclass(frozen=True, slots=True)
class SupervisingRules:
    """Rows ready to be written; nothing of them is in the database yet."""

    alerts: tuple[AlertRule, ...]
    criteria: tuple[QualityCriterion, ...]
    thresholds: tuple[Threshold, ...]


def read_supervising(folder: Path, categories: Collection[CategorySpec]) -> SupervisingRules:
    """All of it, checked. Raises BadData naming file and field."""
    codes = {category.code for category in categories}
    return SupervisingRules(
        tuple(_alerts(read_file(folder / "alerts.toml", folder), codes)),
        tuple(read_criteria(read_file(folder / "quality.toml", folder))),
        tuple(read_thresholds(read_file(folder / "thresholds.toml", folder))),
    )


def _once(tables: Iterator[Table]) -> Iterator[tuple[str, Table]]:
    """Each table with its code; none twice, and nothing in it left unread."""
    seen: set[str] = set()
    for table in tables:
        code = table.text("code", most=40)
        if code in seen:
            raise table.fault("code", f"“{code}”写了两次")
        seen.add(code)
        yield code, table
        table.finish()


def _between(table: Table, key: str, low: int, high: int) -> int:
    value = table.number(key, low=low)
    if value > high:
        raise table.fault(key, f"不能大于{high}")
    return value


def _alerts(root: Table, categories: Collection[str]) -> Iterator[AlertRule]:
    for code, table in _once(root.tables("alert")):
        by = table.choice("by", AlertRule.By.values)
        placed = by == AlertRule.By.PLACE
        if table.has("area") != placed:
            raise table.fault("area", "按地点的才有，也一定要有")
        yield AlertRule(
            code=code,
            name=table.text("name", most=40),
            by=by,
            area=table.choice("area", AlertRule.Area.values) if placed else "",
            category_id=table.known("category", categories, "类别", "") or None,
            level=_between(table, "level", 1, 3),
            urgency=table.choice("urgency", Urgency.values, ""),
            n=table.number("n", low=2),
            window_minutes=_between(table, "window_minutes", 1, 1440),
            source=table.text("source"),
        )
    root.finish()


def read_thresholds(root: Table) -> Iterator[Threshold]:
    """The numbers that supervising goes by; a share goes to 100."""
    for code, table in _once(root.tables("threshold")):
        yield Threshold(
            code=code,
            name=table.text("name", most=60),
            amount=_between(table, "amount", 0, 100),
            source=table.text("source"),
        )
    root.finish()


def read_criteria(root: Table) -> Iterator[QualityCriterion]:
    """What replies are scored for, in the file's order."""
    for position, (code, table) in enumerate(_once(root.tables("criterion")), 1):
        points = table.number("points")
        yield QualityCriterion(
            code=code,
            name=table.text("name", most=20),
            asks=table.text("asks", most=80),
            points=points,
            per_fault=_between(table, "per_fault", 1, points),
            position=position,
            source=table.text("source"),
        )
    root.finish()
