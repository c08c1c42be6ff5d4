"""An article under lock, as the person saw it: everything that changes one begins here."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from knowledge.models import Article
from orders.errors import Conflict, Missing


@contextmanager
def locked(article_id: int, version: int | None) -> Iterator[Article]:
    """The row, locked until the end of the transaction. version: what the person saw, None where
    nobody looked. Raises Missing, and Conflict (stale) where it moved on."""
    with transaction.atomic():
        row = Article.objects.select_for_update(no_key=True).filter(pk=article_id).first()
        if row is None:
            raise Missing("没有这条知识")
        if version is not None and version != row.version:
            raise Conflict("这条刚被别人改过，请看过再改", code="stale")
        yield row
