"""Citing: a direct answer is drawn from articles in use, in the transaction that answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from knowledge.access import in_use
from knowledge.models import Article, Citation, State
from knowledge.models.article import is_number
from orders.citing import Drawn
from orders.errors import Refused
from units.actor import Actor


class Base:
    """The knowledge base, as orders know it."""

    def finder(self, order_number: str) -> str:
        return reverse("knowledge:find", query={"order": order_number})

    def words(self, number: str) -> str:
        rows = in_use().filter(number__in=_written_so([number]))
        return rows.values_list("body", flat=True).first() or ""

    def named(self, numbers: Sequence[str]) -> Mapping[str, str]:
        """A draft is nothing one knows of."""
        known = Article.objects.filter(number__in=_written_so(numbers))
        found = {row.number: row for row in known.filter(published_at__isnull=False)}
        return {number: _called(number, found.get(number)) for number in numbers}

    def cite(self, order_id: int, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
        cite(order_id, numbers, by=by, at=at)

    def drawn(self, order_id: int) -> list[Drawn]:
        rows = Citation.objects.filter(order=order_id).select_related("article", "staff")
        return [
            Drawn(
                row.article.number,
                row.article.title,
                reverse("knowledge:article", args=[row.article.number]),
                row.at,
                row.staff.name,
                row.article.state == State.PUBLISHED,
            )
            for row in rows.order_by("at", "pk")
        ]


def cite(order_id: int, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Keep that the order's answer was drawn from these articles; one cited before stays cited as
    it was. Call it inside a transaction: the articles are locked, so that none is withdrawn
    meanwhile. Raises Refused at the field articles for one that is not in use."""
    if by.staff_id is None:
        raise Refused("只有热线的人引用知识", field="articles")
    rows = Article.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    known = {row.number: row for row in rows.filter(number__in=_written_so(numbers))}
    for number in numbers:
        row = known.get(number)
        if row is None or row.published_at is None:
            raise Refused(f"没有这条知识：{number}", field="articles", code="unknown_article")
        if row.state != State.PUBLISHED:
            words = f"{row} 已撤下，不能再引用。去掉它，按现在的口径答"
            raise Refused(words, field="articles", code="withdrawn_article")
    Citation.objects.bulk_create(
        (
            Citation(article=known[number], order_id=order_id, staff_id=by.staff_id, at=at)
            for number in numbers
        ),
        ignore_conflicts=True,
    )


def _written_so(numbers: Sequence[str]) -> list[str]:
    """Those that can be numbers of articles at all: the database takes not everything."""
    return [number for number in numbers if is_number(number)]


def _called(number: str, row: Article | None) -> str:
    if row is None:
        return f"{number}（没有这条）"
    return str(row) if row.state == State.PUBLISHED else f"{row}（已撤下）"
