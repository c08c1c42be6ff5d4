"""Articles, their citations, and the answers they are drawn for, as of a moment.

What lay there is asked of facts that are written once: publications, withdrawals and reviews. An
article's class and unit are those of today.
"""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery

from knowledge.models import Article, Citation, Review
from orders import facts
from orders.facts import Part
from orders.models import Order
from orders.period import shanghai_day
from orders.states import Verb
from reports.population import Population
from reports.populations.demands import as_it_was, last_event, state_then
from reports.populations.dimensions import of_moment, of_order, of_unit


def _answers(as_of: datetime) -> QuerySet[Any]:
    answer = Subquery(last_event(as_of, verb=Verb.ANSWER).values("at")[:1])
    first = Article.objects.filter(published_at__isnull=False).order_by("published_at")
    cited = Citation.objects.filter(order=OuterRef("pk"), at__lt=as_of)
    demands = Order.objects.filter(facts.accepted(as_of)).annotate(state_then=state_then(as_of))
    return demands.filter(facts.in_part(Part.DIRECT)).annotate(
        answered_then=as_it_was(as_of, answer, "decided_at", DateTimeField()),
        stood_since=Subquery(first.values("published_at")[:1]),
        cited_then=Exists(cited),
    )


def while_it_stood(_: datetime) -> Q:
    """Answered when something had been published that an answer could be drawn from."""
    return Q(answered_then__gte=F("stood_since"))


def with_citation(_: datetime) -> Q:
    """Drawn from an article."""
    return Q(cited_then=True)


ANSWERS = Population(
    "answers",
    "直接答复的诉求",
    _answers,
    {**of_order(""), **of_moment("received_at")},
)


def _citations(as_of: datetime) -> QuerySet[Any]:
    return Citation.objects.filter(at__lt=as_of)


CITATIONS = Population(
    "citations",
    "引用",
    _citations,
    {**of_order("order__"), **of_moment("at"), "knowledge": "article__subclass__parent_id"},
)


def _articles(as_of: datetime) -> QuerySet[Any]:
    last = Review.objects.filter(article=OuterRef("pk"), at__lt=as_of).order_by("-at")
    return Article.objects.filter(published_at__lt=as_of).annotate(
        due_then=Subquery(last.values("due_on")[:1])
    )


def overdue(as_of: datetime) -> Q:
    """The last day on which its review was in time has passed."""
    return Q(due_then__lt=shanghai_day(as_of))


ARTICLES = Population(
    "articles",
    "知识",
    _articles,
    {**of_unit(""), "knowledge": "subclass__parent_id"},
)
