"""Finding articles: by words, and those that may answer an order, by its category and its title."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from knowledge.access import in_use
from knowledge.models import Article
from knowledge.models.article import is_number
from orders.models import Order
from orders.search import query_of, words_of

MOST = 6  # offered at once: more are not read while a citizen waits
_WORDS = 20  # of a title
# Words that stand in titles of every matter.
_EMPTY = frozenset(
    {
        "咨询", "查询", "反映", "请求", "建议", "要求", "投诉", "求助", "举报", "申请", "办理",
        "怎样", "怎么", "如何", "什么", "没有", "问题", "情况", "希望", "需要",
    }
)  # fmt: skip


def matching(rows: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Those in which all of the words occur, or the one of that number; none where nothing that
    was typed can be looked for."""
    number = typed.strip().upper()
    if is_number(number):
        return rows.filter(number=number)
    query = query_of(typed)
    return rows.none() if query is None else rows.filter(tokens=query)


def for_order(order: Order, typed: str = "") -> list[Article]:
    """Articles in use for an order, the likeliest first: those that answer its category before
    those that answer what lies above or below it, and those before others whose titles share words
    with its own; with words typed those in which all of them occur, in the title first."""
    rows = in_use().select_related("subclass__parent", "unit")
    if typed.strip():
        found = matching(rows, typed).alias(titled=_titled(typed))
        return list(found.order_by("-titled", "-published_at", "-pk")[:MOST])
    telling = [word for word in words_of(order.title) if word not in _EMPTY][:_WORDS]
    rows = rows.annotate(near=_near(order.category_id), like=_like(telling))
    some = rows.filter(reduce(or_, (Q(title__contains=word) for word in telling), Q(near__gt=0)))
    return list(some.order_by("-near", "-like", "-published_at", "-pk")[:MOST])


def for_category(code: str) -> list[tuple[str, str]]:
    """Number and words of the articles in use for demands of a category, the likeliest first."""
    rows = in_use().annotate(near=_near(code)).filter(near__gt=0)
    return list(rows.order_by("-near", "number").values_list("number", "body")[:MOST])


def _titled(typed: str) -> Case:
    """1 where all that was typed stands in the title, else 0."""
    every = reduce(and_, (Q(title__icontains=part) for part in typed.split()))
    return Case(When(every, then=Value(1)), default=Value(0), output_field=IntegerField())


def _near(code: str) -> Case:
    """How near an article's category is to this one: itself 3, right above or below 2, further 1,
    none 0."""
    parts = code.split(".")
    above = [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
    return Case(
        When(category_id=code, then=Value(3)),
        When(category_id__in=above[:1], then=Value(2)),
        When(category__code__startswith=f"{code}.", then=Value(2)),
        When(category_id__in=above[1:], then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _like(telling: Sequence[str]) -> SearchRank:
    """How many of the words an article has, in its title or its text."""
    words = [SearchQuery(word, search_type="raw", config="simple") for word in telling]
    nothing = SearchQuery("", search_type="plain", config="simple")
    return SearchRank(F("tokens"), reduce(or_, words) if words else nothing)
