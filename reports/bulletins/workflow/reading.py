"""Who reads bulletins, how one stands, and what this reader may do with it next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.bulletins.composing.themes import Theme, found_themes, surged
from reports.bulletins.composing.told import Told
from reports.bulletins.frozen import chosen_from_json, figures_from_json
from reports.bulletins.kinds import BulletinKind
from reports.bulletins.workflow import steps
from reports.models import Bulletin
from units.access import Area, may_see
from units.actor import Actor

LABELS = {
    "check": "审核通过",
    "sign": "签发",
    "issue": "印发",
    "send_back": "退回拟稿",
    "recount": "重新统计",
    "correct": "出更正版",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A button; main: the one that leads on."""

    key: str
    label: str
    main: bool


def readable(actors: Sequence[Actor]) -> QuerySet[Bulletin]:
    """All to those who make them; to everybody else what is issued."""
    if any(may_see(actor, Area.REPORTS) for actor in actors):
        return Bulletin.objects.all()
    return Bulletin.objects.filter(state=Bulletin.State.ISSUED)


def bulletins(actors: Sequence[Actor], kind: str = "") -> QuerySet[Bulletin]:
    """All they may read, or of one kind, newest period first, corrected editions before what they
    replace."""
    rows = readable(actors).select_related("superseded_by", "supersedes").defer("figures")
    found = rows.filter(kind=kind) if kind in list(BulletinKind) else rows
    return found.order_by("-first", "kind", "-edition")


def steps_for(row: Bulletin, actors: Sequence[Actor]) -> list[Step]:
    """What this reader may do now, in the order of the steps."""
    found = []
    for key, label in LABELS.items():
        by = actor_for(key, actors)
        if row.state not in steps.FROM[key] or by is None:
            continue
        if key == "sign" and row.checked_by_id == by.staff_id:
            continue
        if key == "correct" and replaced_by(row, actors):
            continue
        found.append(Step(key, label, key in {"check", "sign", "issue"}))
    return found


def actor_for(step: str, actors: Sequence[Actor]) -> Actor | None:
    """The way in which the reader may take the step."""
    return next((actor for actor in actors if steps.may(step, actor)), None)


def replaced_by(row: Bulletin, actors: Sequence[Actor]) -> Bulletin | None:
    """The edition that replaced this one, where they may read it."""
    return readable(actors).filter(supersedes=row).first()


def risen(row: Bulletin) -> list[Theme]:
    """The themes that rose, of which a person may say what they are about."""
    told = Told(figures_from_json(row.figures), steps.shape_of(row), chosen_from_json(row.chosen))
    return surged(told, found_themes(told)[:8])
