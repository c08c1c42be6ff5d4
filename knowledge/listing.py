"""The list of articles: which of them, under which class, with which words, and how they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateTimeField, F, Q, QuerySet
from django.db.models.functions import Cast

from knowledge.access import readable_by, writes
from knowledge.finding import matching
from knowledge.models import Article, Citation, State, Subclass
from units.actor import Actor

SOON = timedelta(days=14)  # before a review is due it is said


@dataclass(frozen=True, slots=True)
class Show:
    """One tab: its key in the address, its label, whether it is for who writes alone, what moment
    the rows are in the order of, and whether the latest comes first."""

    key: str
    label: str
    writers: bool
    sort: str
    latest_first: bool = True


SHOWS = (
    Show("", "在用", False, "published_at"),
    Show("due", "待复核", False, "review_due", latest_first=False),
    Show("drafts", "草稿", True, "written_at"),
    Show("withdrawn", "已撤下", True, "withdrawn_at"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a tab, a class or subclass by its code, words."""

    show: Show = SHOWS[0]
    under: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A subclass, or a class with its parts, and how many rows stand there."""

    code: str
    name: str
    count: int
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the article, how its review stands (words, and whether it is late), and how often
    it was cited."""

    row: Article
    review: str
    late: bool
    cited: int
    sort: datetime

    @property
    def pk(self) -> int:
        return self.row.pk


def shows_for(actors: Sequence[Actor]) -> list[Show]:
    """The tabs of this person."""
    may = writes(actors)
    return [show for show in SHOWS if may or not show.writers]


def _which(show: Show, today: date) -> Q:
    return {
        "": Q(state=State.PUBLISHED),
        "due": Q(state=State.PUBLISHED, review_due__lte=today + SOON),
        "drafts": Q(state=State.DRAFT),
        "withdrawn": Q(state=State.WITHDRAWN),
    }[show.key]


def counts(actors: Sequence[Actor], today: date) -> Mapping[str, int]:
    """By tab how many articles."""
    some = {show.key or "used": Count("pk", filter=_which(show, today)) for show in SHOWS}
    found = readable_by(actors).order_by().aggregate(**some)
    return {show.key: found[show.key or "used"] for show in SHOWS}


def narrowed(actors: Sequence[Actor], asked: Asked, today: date) -> QuerySet[Article]:
    """The tab's articles in which the words occur, whatever class they stand under."""
    rows = readable_by(actors).filter(_which(asked.show, today))
    if asked.typed:
        rows = matching(rows, asked.typed)
    return rows.annotate(sort=Cast(F(asked.show.sort), DateTimeField()))


def under(rows: QuerySet[Article], code: str) -> QuerySet[Article]:
    """Those of a subclass (04.02), of a class (04), or all ("")."""
    if "." in code:
        return rows.filter(subclass=code)
    return rows.filter(subclass__parent=code) if code else rows


def tree(rows: QuerySet[Article]) -> list[Part]:
    """All classes with their subclasses, and how many of the rows stand in each."""
    found = rows.order_by().values("subclass").annotate(n=Count("pk"))
    here = {one["subclass"]: one["n"] for one in found}
    parts: dict[str, list[Part]] = {}
    names: dict[str, str] = {}
    for one in Subclass.objects.select_related("parent").order_by("code"):
        names[one.parent_id] = one.parent.name
        parts.setdefault(one.parent_id, []).append(Part(one.code, one.name, here.get(one.code, 0)))
    return [
        Part(code, names[code], sum(part.count for part in some), tuple(some))
        for code, some in sorted(parts.items())
    ]


def lines(rows: Iterable[Article], today: date) -> list[Line]:
    """A page of articles as they are shown."""
    some = list(rows)
    cited = Citation.objects.filter(article__in=some).order_by().values("article")
    times = {one["article"]: one["n"] for one in cited.annotate(n=Count("pk"))}
    return [
        Line(row, *review_words(row, today), times.get(row.pk, 0), row.sort)  # type: ignore[attr-defined]
        for row in some
    ]


def review_words(row: Article, today: date) -> tuple[str, bool]:
    """How its review stands, and whether it is late; ("", False) where none is due."""
    if row.state != State.PUBLISHED or row.review_due is None:
        return "", False
    left = (row.review_due - today).days
    if left < 0:
        return f"逾期{-left}天未复核", True
    if left == 0:
        return "今天要复核", False
    return (f"{left}天内复核", False) if left <= SOON.days else ("", False)
