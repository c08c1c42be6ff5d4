"""Every statistic, declared once.

A code's first word is what is counted: demands.* counts orders (every demand is one); orders.*
counts top-level lead assignments, one a dispatched order; calls.* counts calls; knowledge.* counts
articles and what is drawn from them. A variant is the statistic's code and one word more
(orders.completed_rate.dispatched). Formulas and sources are those of domain §4.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from reports.definitions.beside import BESIDE_STATISTICS
from reports.definitions.callbacks import CALLBACK_STATISTICS
from reports.definitions.calls import CALL_STATISTICS
from reports.definitions.completion import COMPLETION_STATISTICS
from reports.definitions.demands import DEMAND_STATISTICS
from reports.definitions.dispatch import DISPATCH_STATISTICS
from reports.definitions.knowledge import KNOWLEDGE_STATISTICS
from reports.definitions.oversight import OVERSIGHT_STATISTICS
from reports.definitions.seats import SEAT_STATISTICS
from reports.definitions.stock import STOCK_STATISTICS
from reports.statistic import Statistic, UnknownStatistic

CHAPTERS: Mapping[str, tuple[Statistic, ...]] = MappingProxyType(
    {
        "话务": CALL_STATISTICS,
        "座席与回拨": SEAT_STATISTICS,
        "受理": DEMAND_STATISTICS,
        "转办与签收": DISPATCH_STATISTICS,
        "办理时效": COMPLETION_STATISTICS,
        "在办与超期": STOCK_STATISTICS,
        "回访与满意度": CALLBACK_STATISTICS,
        "督办与质量": OVERSIGHT_STATISTICS,
        "知识": KNOWLEDGE_STATISTICS,
        "协办与下派": BESIDE_STATISTICS,
    }
)
CATALOGUE: Mapping[str, Statistic] = MappingProxyType(
    {statistic.code: statistic for chapter in CHAPTERS.values() for statistic in chapter}
)


def find(code: str) -> Statistic:
    """The statistic of that code. Raises UnknownStatistic, naming the nearest codes."""
    if code not in CATALOGUE:
        near = "、".join(get_close_matches(code, CATALOGUE, cutoff=0.5)) or "、".join(CATALOGUE)
        raise UnknownStatistic(f"没有代码是“{code}”的统计指标；有：{near}")
    return CATALOGUE[code]


def variant(code: str, over: str) -> Statistic | None:
    """The variant of the code over that population, else the statistic itself, else None."""
    return CATALOGUE.get(f"{code}.{over}") or CATALOGUE.get(code)
