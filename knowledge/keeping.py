"""What becomes of an article: published, looked at again, withdrawn; each by one function."""

from datetime import datetime

from knowledge.access import check_writer
from knowledge.changes import touch
from knowledge.cycle import due_after
from knowledge.locking import locked
from knowledge.models import Article, Review, State
from orders.errors import Conflict, Refused
from orders.period import shanghai_day
from units.actor import Actor

_SEEN = ["reviewed_at", "reviewed_by", "review_due"]


def publish(article_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Article:
    """From now on answers may be drawn from it; whoever publishes it has looked at it. Raises
    Forbidden, Missing and Conflict."""
    keeper = check_writer(by)
    with locked(article_id, version) as row:
        if row.state != State.DRAFT:
            raise Conflict("这条已经发布过", code="published")
        row.state, row.published_at, row.version = State.PUBLISHED, at, row.version + 1
        _look(row, keeper, at)
        row.save(update_fields=["state", "published_at", "version", *_SEEN])
        touch(at, at=at)
    return row


def review(article_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Article:
    """Somebody looked, and it is still right: the next look is due after its cycle. Raises
    Forbidden, Missing and Conflict."""
    keeper = check_writer(by)
    with locked(article_id, version) as row:
        if row.state != State.PUBLISHED:
            raise Conflict("在用的知识才复核", code="not_in_use")
        row.version += 1
        _look(row, keeper, at)
        row.save(update_fields=["version", *_SEEN])
        touch(at, at=at)
    return row


def withdraw(
    article_id: int, why: str, *, by: Actor, at: datetime, version: int | None = None
) -> Article:
    """It is no longer right, or never was: no answer is drawn from it any more, and those that
    were still name it. Raises Forbidden, Missing, Refused without a reason, and Conflict."""
    keeper = check_writer(by)
    if not why.strip():
        raise Refused("写明为什么撤下", field="why")
    with locked(article_id, version) as row:
        if row.state == State.WITHDRAWN:
            raise Conflict("这条已经撤下", code="withdrawn")
        used = row.published_at is not None
        row.state, row.version = State.WITHDRAWN, row.version + 1
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, keeper, why.strip()
        row.save(
            update_fields=["state", "version", "withdrawn_at", "withdrawn_by", "withdrawn_why"]
        )
        if used:
            touch(at, at=at)
    return row


def _look(row: Article, keeper: int, at: datetime) -> None:
    due = due_after(shanghai_day(at), row.review_months)
    Review.objects.create(article=row, at=at, by_id=keeper, due_on=due)
    row.reviewed_at, row.reviewed_by_id, row.review_due = at, keeper, due
