"""Writing articles: a new one is a draft; a published one may be mended while it is in use."""

from dataclasses import asdict, dataclass
from datetime import datetime

from knowledge.access import check_writer
from knowledge.changes import touch
from knowledge.locking import locked
from knowledge.models import Article, State, Subclass
from knowledge.models.article import LONGEST, MONTHS
from orders.errors import Conflict, Refused
from orders.models import Category
from orders.search import as_vector
from units.actor import Actor
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Written:
    """What an editor writes. category_id: of demands it answers, with all below it; unit_id: whose
    matter it is; review_months: how long it is taken for right without another look."""

    title: str
    body: str
    subclass_id: str
    category_id: str | None = None
    unit_id: int | None = None
    review_months: int = 12


def draft(written: Written, *, by: Actor, at: datetime) -> Article:
    """A new article that only writers see. Raises Forbidden and Refused."""
    writer = check_writer(by)
    _check(written)
    row = Article(**asdict(written), written_at=at, written_by_id=writer)
    row.tokens = _tokens(written)
    row.save()
    row.refresh_from_db(fields=["number"])
    return row


def edit(
    article_id: int, written: Written, *, by: Actor, at: datetime, version: int | None = None
) -> Article:
    """Mend a draft or an article in use; that alone is no review. Raises Forbidden, Refused,
    Missing, and Conflict where it moved on since `version` or is withdrawn."""
    writer = check_writer(by)
    _check(written)
    with locked(article_id, version) as row:
        if row.state == State.WITHDRAWN:
            raise Conflict("这条已撤下，不能再改。要用就另写一条", code="withdrawn")
        moved = {name: to for name, to in asdict(written).items() if getattr(row, name) != to}
        if not moved:
            raise Refused("没有改动", code="nothing_changed")
        for name, to in moved.items():
            setattr(row, name, to)
        row.tokens = _tokens(written)
        row.written_at, row.written_by_id, row.version = at, writer, row.version + 1
        row.save(update_fields=[*moved, "tokens", "written_at", "written_by", "version"])
        if "unit_id" in moved and row.published_at is not None:
            touch(row.published_at, at=at)  # it counts for the other unit from its first day on
    return row


def _check(written: Written) -> None:
    """Raises Refused naming the field."""
    if not written.title.strip():
        raise Refused("写一句标题", field="title")
    if not written.body.strip():
        raise Refused("写明可以怎样答复市民", field="body")
    if len(written.body) > LONGEST:
        raise Refused(f"最多{LONGEST}个字", field="body")
    if written.review_months not in MONTHS:
        raise Refused("选一个复核周期", field="review_months")
    if not Subclass.objects.filter(pk=written.subclass_id).exists():
        raise Refused("选一个分类", field="subclass_id")
    if written.category_id and not Category.objects.filter(pk=written.category_id).exists():
        raise Refused("没有这个诉求类别", field="category_id")
    if written.unit_id and not Unit.objects.filter(pk=written.unit_id).exists():
        raise Refused("没有这个单位", field="unit_id")


def _tokens(written: Written) -> object:
    return as_vector(f"{written.title} {written.body}")
