"""Who reads which articles: the only doors to an article's row."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from knowledge.models import Article, State
from orders.errors import Forbidden, Missing
from units.access import Area, may_change, may_see
from units.actor import Actor


def writes(actors: Iterable[Actor]) -> bool:
    """Whether one of these ways to act writes articles, and so reads drafts."""
    return any(may_change(actor, Area.KNOWLEDGE) for actor in actors)


def readable_by(actors: Sequence[Actor]) -> QuerySet[Article]:
    """The articles a person reads: drafts are for who writes; what is withdrawn stays to be read,
    for answers were drawn from it."""
    if not any(may_see(actor, Area.KNOWLEDGE) for actor in actors):
        return Article.objects.none()
    rows = Article.objects.select_related("subclass__parent", "unit")
    return rows if writes(actors) else rows.filter(published_at__isnull=False)


def article_for(actors: Sequence[Actor], number: str) -> Article:
    """The article of that number. Raises Missing where it does not exist or is not to be read."""
    related = ("category", "written_by", "reviewed_by", "withdrawn_by")
    found = readable_by(actors).select_related(*related).filter(number=number).first()
    if found is None:
        raise Missing("没有这条知识")
    return found


def in_use() -> QuerySet[Article]:
    """What answers may be drawn from."""
    return Article.objects.filter(state=State.PUBLISHED)


def check_writer(by: Actor) -> int:
    """The id of the account that writes. Raises Forbidden for who does not write articles."""
    if by.staff_id is None or not may_change(by, Area.KNOWLEDGE):
        raise Forbidden("你能看知识，不能改。写和改由知识编辑做")
    return by.staff_id
