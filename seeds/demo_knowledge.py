"""The demo city's knowledge base: written before its history begins, kept up, and drawn from."""

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from knowledge.keeping import publish, review, withdraw
from knowledge.models import Article, Citation, Subclass
from knowledge.writing import Written, draft
from orders.catalogue import whole_catalogue
from orders.models import Category
from orders.period import SHANGHAI
from orders.states import Verb
from seeds.knowledge import ArticleSpec, read_articles
from seeds.reference import FOLDER
from units import demo
from units.actor import Actor
from units.roles import Role

PUBLISHED = (70, 700)  # days before now: all of it stood when the history begins
LATELY, LEFT = timedelta(days=60), 0.7  # of the reviews that fell due lately so many still wait
DRAFTS = 3  # the last of the file wait to be published
GONE = timedelta(days=62)  # since this one is withdrawn
WITHDRAWN = "乡镇街道便民服务中心能办什么"
WHY = "各乡镇能办的事不一样，改为分乡镇各写一条"


def write_articles(now: datetime) -> int:
    """Write, publish and review the articles of the reference data, each at moments of its own
    before now; the answer is how many, 0 where there are some already. Raises BadData."""
    if Article.objects.exists():
        return 0
    specs = read_articles(
        FOLDER,
        set(Subclass.objects.values_list("code", flat=True)),
        set(Category.objects.values_list("code", flat=True)),
    )
    by, draw = demo.actor(Role.KNOWLEDGE_EDITOR), random.Random("demo knowledge")
    keepers = _keepers(now)
    written = [_written(spec, keepers.get(spec.category)) for spec in specs]
    for one in written[:-DRAFTS]:
        _keep(one, by, draw, now)
    for one in written[-DRAFTS:]:
        draft(one, by=by, at=_at_work(now - timedelta(days=draw.randint(1, 9)), draw))
    return len(specs)


def _written(spec: ArticleSpec, unit_id: int | None) -> Written:
    category = spec.category or None
    return Written(spec.title, spec.body, spec.subclass, category, unit_id, spec.months)


def _keep(written: Written, by: Actor, draw: random.Random, now: datetime) -> None:
    """Written, published the day after, and looked at again and again; one is withdrawn."""
    begun = now - timedelta(days=draw.randint(*PUBLISHED))
    row = draft(written, by=by, at=_at_work(begun, draw))
    row = publish(row.pk, by=by, at=_at_work(begun + timedelta(days=1), draw))
    end = now - GONE if written.title == WITHDRAWN else now
    while (at := _looked_at(row, draw)) < end:
        assert row.review_due is not None
        if row.review_due > (now - LATELY).date() and draw.random() < LEFT:
            break
        row = review(row.pk, by=by, at=at)
    if end < now:
        withdraw(row.pk, WHY, by=by, at=end)


def _looked_at(row: Article, draw: random.Random) -> datetime:
    """When the next review is made: most in time, some a few days late."""
    assert row.review_due is not None
    day = row.review_due - timedelta(days=draw.randint(-3, 12))
    return _at_work(datetime.combine(day, time(), SHANGHAI), draw)


def _at_work(day: datetime, draw: random.Random) -> datetime:
    local = day.astimezone(SHANGHAI).replace(hour=9, minute=0, second=0, microsecond=0)
    return local + timedelta(minutes=draw.randint(0, 150))


def _keepers(now: datetime) -> Mapping[str, int]:
    """By category the unit whose matter it is: the lead of the dispatch catalogue."""
    catalogue = whole_catalogue(on=now.date())
    found = {}
    for code in Category.objects.values_list("code", flat=True):
        entry = catalogue.entry_for(code, "")
        if entry is not None:
            found[code] = entry.lead_id
    return found


def keep_citations(events: Iterable[Mapping[str, Any]]) -> int:
    """What the answers of these events were drawn from; the answer is how many."""
    known = dict(Article.objects.values_list("number", "pk"))
    rows = [
        Citation(
            article_id=known[number],
            order_id=event["order_id"],
            staff_id=event["by_id"],
            at=event["at"],
        )
        for event in events
        if event["verb"] == Verb.ANSWER
        for number in event["payload"].get("articles", ())
    ]
    return len(Citation.objects.bulk_create(rows, ignore_conflicts=True))
