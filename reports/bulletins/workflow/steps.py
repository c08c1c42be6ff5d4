"""The steps of a bulletin as functions: each with by and at, each in one transaction.

Drafted and worded by analysts (or by the system on the timetable), checked by an analyst or a
supervisor, signed by a supervisor or administrator who did not check it, issued by an analyst. A
step back puts it into draft again. What is issued is corrected by a further edition only.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction

from orders.errors import Conflict, Forbidden, Refused
from orders.period import Period, parse, shanghai_day
from reports.bulletins.blocks import Bulletin as Document
from reports.bulletins.chosen import Chosen
from reports.bulletins.composing import compose
from reports.bulletins.figures import Figures
from reports.bulletins.frozen import (
    chosen_as_json,
    chosen_from_json,
    figures_as_json,
    figures_from_json,
)
from reports.bulletins.gathering import gather
from reports.bulletins.gathering.gather import Say, silent
from reports.bulletins.kinds import SHAPES, BulletinKind, Shape, number
from reports.bulletins.workflow.correcting import correction_words
from reports.bulletins.workflow.telling import mail, readers, tell
from reports.models import Bulletin
from reports.scoring import Rule
from reports.scoring.files import find_rule
from units.actor import Actor
from units.roles import Role

State = Bulletin.State
_ANALYST = frozenset({Role.ANALYST.value, Role.ADMINISTRATOR.value})
RIGHTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "draft": _ANALYST,
        "recount": _ANALYST,
        "choose": _ANALYST,
        "correct": _ANALYST,
        "check": _ANALYST | {Role.SUPERVISOR.value},
        "sign": frozenset({Role.SUPERVISOR.value, Role.ADMINISTRATOR.value}),
        "send_back": _ANALYST | {Role.SUPERVISOR.value},
        "issue": _ANALYST,
    }
)
_REFUSED = {
    "draft": "通报由统计分析员拟稿",
    "recount": "数字由统计分析员重新统计",
    "choose": "案例和表扬由统计分析员选定",
    "correct": "更正版由统计分析员拟稿",
    "check": "通报由统计分析员或督办员审核",
    "sign": "通报由督办员或系统管理员签发",
    "send_back": "退回拟稿由统计分析员或督办员做",
    "issue": "通报由统计分析员印发",
}
# What each step is taken from.
FROM: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "recount": frozenset({State.DRAFT}),
        "choose": frozenset({State.DRAFT}),
        "check": frozenset({State.DRAFT}),
        "send_back": frozenset({State.CHECKED, State.SIGNED}),
        "sign": frozenset({State.CHECKED}),
        "issue": frozenset({State.SIGNED}),
        "correct": frozenset({State.ISSUED}),
    }
)


def may(step: str, by: Actor) -> bool:
    """Whether this person may take that step; the system drafts."""
    return bool(by.roles & RIGHTS[step]) or (step == "draft" and by.kind == "system")


def drafted(shape: Shape, period: Period, *, by: Actor, at: datetime) -> Bulletin | None:
    """The first edition of that period, None where it may be drafted now. Raises Forbidden, Refused
    for a period that is not over."""
    _right("draft", by)
    if period.end > at:
        raise Refused(f"{period.label}还没有结束，结束后再编", field="period", code="not_over")
    return Bulletin.objects.filter(kind=shape.kind, period=period.code, edition=1).first()


def draft(
    shape: Shape, period: Period, *, by: Actor, at: datetime, say: Say = silent
) -> tuple[Bulletin, bool]:
    """The first edition of that period, and whether it was made now; once, however often asked.
    Raises Forbidden, Refused for a period that is not over, NoHotline."""
    found = drafted(shape, period, by=by, at=at)
    if found is not None:
        return found, False
    figures = _gathered(shape, period, as_of=period.end, say=say)
    with transaction.atomic():
        return Bulletin.objects.get_or_create(
            kind=shape.kind.value,
            period=period.code,
            edition=1,
            defaults=_fields(figures, Chosen()) | _drafted(period, by, at),
        )


def may_correct(row: Bulletin, *, by: Actor) -> None:
    """Raises Forbidden, and Conflict for what is not issued or has a further edition already."""
    _right("correct", by)
    if row.state != State.ISSUED:
        raise Conflict("印发了才能出更正版", code="not_issued")
    if Bulletin.objects.filter(supersedes=row).exists():
        raise Conflict("这一期已经有更正版", code="superseded")


def correct(row: Bulletin, *, by: Actor, at: datetime, say: Say = silent) -> Bulletin:
    """A further edition of an issued bulletin, as of now, with the same chosen words; the note of
    what changed is generated. Raises Forbidden, and Conflict where there is one already."""
    may_correct(row, by=by)
    period = parse(row.period)
    old = figures_from_json(row.figures)
    figures = _gathered(shape_of(row), period, as_of=at, say=say)
    with transaction.atomic():
        made, first = Bulletin.objects.get_or_create(
            kind=row.kind,
            period=row.period,
            edition=row.edition + 1,
            defaults=_fields(figures, chosen_from_json(row.chosen))
            | _drafted(period, by, at, corrected=True)
            | {"supersedes": row, "supersedes_words": correction_words(row, old, figures)},
        )
    if not first:
        raise Conflict("这一期已经有更正版", code="superseded")
    return made


def may_recount(row: Bulletin, *, by: Actor) -> None:
    """Raises Forbidden, and Conflict for what is no draft any more."""
    _right("recount", by)
    _standing(row, "recount")


def recount(row: Bulletin, *, by: Actor, at: datetime, say: Say = silent) -> None:
    """Count the figures of a draft anew: a first edition as of its period's end, a corrected one
    as of now. Raises Forbidden, Conflict."""
    may_recount(row, by=by)
    period = parse(row.period)
    as_of = at if row.supersedes_id else period.end
    figures = _gathered(shape_of(row), period, as_of=as_of, say=say)
    with transaction.atomic():
        own = _taken(row, "recount")
        for name, value in _fields(figures, chosen_from_json(own.chosen)).items():
            setattr(own, name, value)
        if own.supersedes is not None:
            old = figures_from_json(own.supersedes.figures)
            own.supersedes_words = correction_words(own.supersedes, old, figures)
        own.save()


def choose(row: Bulletin, chosen: Chosen, *, by: Actor, at: datetime) -> None:
    """Keep what a person chose and worded. Raises Forbidden, Conflict."""
    _right("choose", by)
    with transaction.atomic():
        own = _taken(row, "choose")
        own.chosen = chosen_as_json(chosen)
        own.save(update_fields=["chosen"])


def check(row: Bulletin, *, by: Actor, at: datetime) -> None:
    """Somebody has read it: from here on it stands still. Raises Forbidden, Conflict."""
    _right("check", by)
    with transaction.atomic():
        own = _taken(row, "check")
        document(own)  # what cannot be composed cannot be checked
        own.state, own.checked_at, own.checked_by_id = State.CHECKED, at, by.staff_id
        own.save(update_fields=["state", "checked_at", "checked_by"])
        tell(own, "bulletin.checked", at, Role.SUPERVISOR)


def sign(row: Bulletin, *, by: Actor, at: datetime) -> None:
    """Somebody else answers for it. Raises Forbidden, Conflict."""
    _right("sign", by)
    with transaction.atomic():
        own = _taken(row, "sign")
        if own.checked_by_id == by.staff_id:
            raise Forbidden("审核和签发要由两个人做")
        own.state, own.signed_at, own.signed_by_id = State.SIGNED, at, by.staff_id
        own.save(update_fields=["state", "signed_at", "signed_by"])
        tell(own, "bulletin.signed", at, Role.ANALYST)


def send_back(row: Bulletin, *, by: Actor, at: datetime) -> None:
    """Into draft again, to be mended. Raises Forbidden, Conflict."""
    _right("send_back", by)
    with transaction.atomic():
        own = _taken(row, "send_back")
        own.state = State.DRAFT
        own.checked_at = own.checked_by_id = own.signed_at = own.signed_by_id = None
        own.save(update_fields=["state", "checked_at", "checked_by", "signed_at", "signed_by"])


def issue(row: Bulletin, *, by: Actor, at: datetime) -> None:
    """It goes out, dated the Shanghai day of the moment, and never changes again. Raises Forbidden,
    Conflict."""
    _right("issue", by)
    with transaction.atomic():
        own = _taken(row, "issue")
        own.state, own.issued_at, own.issued_by_id = State.ISSUED, at, by.staff_id
        own.issued_on = shanghai_day(at)
        own.save(update_fields=["state", "issued_at", "issued_by", "issued_on"])
        tell(own, "bulletin.issued", at, *readers(own))
        mail(own, at)


def document(row: Bulletin) -> Document:
    """The bulletin as it reads, from what is frozen; before it is issued dated as drafted."""
    return compose(
        figures_from_json(row.figures),
        shape_of(row),
        on=row.issued_on or shanghai_day(row.drafted_at),
        chosen=chosen_from_json(row.chosen),
        supersedes=row.supersedes_words,
    )


def shape_of(row: Bulletin) -> Shape:
    """The kind of the bulletin with its words."""
    return SHAPES[BulletinKind(row.kind)]


def _right(step: str, by: Actor) -> None:
    if not may(step, by):
        raise Forbidden(_REFUSED[step])


def _taken(row: Bulletin, step: str) -> Bulletin:
    """The row as it stands now, locked; Conflict where the step is not taken from there."""
    own = Bulletin.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _standing(own, step)
    return own


def _standing(row: Bulletin, step: str) -> None:
    if row.state not in FROM[step]:
        raise Conflict(f"这一期现在是{row.get_state_display()}，做不了这一步", code="moved_on")


def _gathered(shape: Shape, period: Period, *, as_of: datetime, say: Say) -> Figures:
    return gather(shape, period, as_of=as_of, rule=_rule(period), say=say)


def _rule(period: Period) -> Rule | None:
    rule = find_rule(settings.BULLETIN_RULE)
    return rule if rule.in_force(period) else None


def _fields(figures: Figures, chosen: Chosen) -> dict[str, Any]:
    return {
        "figures": figures_as_json(figures),
        "chosen": chosen_as_json(chosen),
        "as_of": figures.as_of,
        "definitions": figures.version,
    }


def _drafted(period: Period, by: Actor, at: datetime, *, corrected: bool = False) -> dict[str, Any]:
    return {
        "first": period.first,
        "number": number(period, corrected=corrected),
        "drafted_at": at,
        "drafted_by_id": by.staff_id,
    }
