"""Every statistic of the knowledge base: what is in use, what waits for review, what is cited."""

from typing import Any

from reports import dating
from reports.definitions.parts import both, every, rate
from reports.populations import knowledge
from reports.populations.knowledge import ANSWERS, ARTICLES, CITATIONS
from reports.statistic import Statistic

_IN_USE: dict[str, Any] = {"population": ARTICLES, "dated_by": dating.IN_USE_THEN, "unit": "条"}

KNOWLEDGE_STATISTICS: tuple[Statistic, ...] = (
    Statistic("knowledge.articles", "在用知识", numerator=every, **_IN_USE),
    Statistic(
        "knowledge.review_overdue",
        "逾期未复核的知识",
        numerator=knowledge.overdue,
        higher_is_better=False,
        **_IN_USE,
    ),
    Statistic(
        "knowledge.citations",
        "知识引用",
        population=CITATIONS,
        dated_by=dating.CITED_AT,
        numerator=every,
        unit="次",
        note="一件诉求引用同一条只算一次",
    ),
    rate(
        "knowledge.cited_rate",
        "知识引用率",
        population=ANSWERS,
        dated_by=dating.RECEIVED_AT,
        numerator=both(knowledge.while_it_stood, knowledge.with_citation),
        denominator=knowledge.while_it_stood,
        note="直接答复的诉求里引用了知识的；第一条知识发布以前答复的不算",
    ),
)
