"""Asking for explanations, writing them, accepting them or sending them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from orders import rulebook
from orders.errors import Conflict, Forbidden, Refused
from orders.explanations.silence import Silence, owing
from orders.lifecycle.decision import stamp
from orders.models import Explanation, ExplanationTurn, Outbox
from orders.models.limits import Clock
from orders.period import Kind, Period, period_of, shanghai_day
from units.access import SUPERVISOR, Area, may_change
from units.actor import Actor
from units.roles import UNIT_ROLES

_REMIND_BEFORE = 1  # working days before the limit


@dataclass(frozen=True, slots=True)
class _Any:
    """A limit that looks at no demand."""

    channel_id: str = ""
    kind: str = ""
    urgency: str = ""
    category_id: str = ""


def ask_quarter(quarter: Period, *, by: Actor, at: datetime) -> list[Explanation]:
    """Ask every silent unit once for the quarter, after its end; those asked before are left as
    they are. The answer is those newly asked. Raises Forbidden, Refused, NotReady."""
    if by.kind != "system" and not by.roles & SUPERVISOR:
        raise Forbidden("书面说明由督办员要求")
    if quarter.kind is not Kind.QUARTER or at < quarter.end:
        raise Refused("这个季度还没过完，过完再要求", field="quarter", code="not_over")
    asked = [_ask(one, quarter, at) for one in owing(quarter, quarter.end)]
    return [one for one in asked if one is not None]


def ask_last_quarter(*, at: datetime) -> list[Explanation]:
    """The quarter before that of the moment."""
    quarter = period_of(Kind.QUARTER, shanghai_day(at)).previous()
    return ask_quarter(quarter, by=Actor.system(), at=at)


def _ask(one: Silence, quarter: Period, at: datetime) -> Explanation | None:
    with transaction.atomic():
        row, first = Explanation.objects.get_or_create(
            unit_id=one.unit_id,
            quarter=quarter.first,
            defaults={
                "due_count": one.due,
                "silent_count": one.silent,
                "yellow": one.yellow,
                "red": one.red,
                "owed_at": at,
            },
        )
        if not first:
            return None
        _turn(row, 1, at)
    return row


def _turn(row: Explanation, n: int, at: datetime) -> None:
    rules = rulebook.current()
    terms = rules.find(Clock.EXPLANATION, _Any(), at).terms
    due = rules.due(terms, at)
    remind = max(rules.before(due, _REMIND_BEFORE), at)
    ExplanationTurn.objects.create(
        explanation=row,
        n=n,
        asked_at=at,
        terms=terms,
        remind_at=remind,
        due_at=due,
        next_look_at=remind,
    )
    tell_unit(row, "explanation.owed" if n == 1 else "explanation.sent_back", at, due=stamp(due))


def tell_unit(row: Explanation, kind: str, at: datetime, **payload: Any) -> None:
    """A notice to the head of the unit; payloads hold ids, codes and moments."""
    Outbox.objects.create(
        at=at,
        kind=kind,
        to_kind=Outbox.To.UNIT_HEAD,
        to_id=str(row.unit_id),
        payload={"quarter": quarter_code(row), **payload},
    )


def tell_supervisors(row: Explanation, kind: str, at: datetime) -> None:
    """A notice to all supervisors."""
    Outbox.objects.create(
        at=at,
        kind=kind,
        to_kind=Outbox.To.ROLE,
        to_id="supervisor",
        payload={"quarter": quarter_code(row)},
    )


def quarter_code(row: Explanation) -> str:
    """The quarter as payloads and addresses name it, 2024-Q2."""
    return period_of(Kind.QUARTER, row.quarter).code


def may_write(by: Actor, row: Explanation) -> bool:
    """The people of the unit itself."""
    return by.unit_id == row.unit_id and bool(by.roles & UNIT_ROLES)


def write(row: Explanation, *, by: Actor, at: datetime, body: str) -> None:
    """The unit explains, in the turn that is open; late is better than never. Raises Forbidden,
    Refused, Conflict."""
    if not may_write(by, row) or by.staff_id is None:
        raise Forbidden("说明由本单位的人写")
    if not body.strip():
        raise Refused("写明原因和怎么改", field="body")
    with transaction.atomic():
        turn = _open(row)
        if turn.written_at is not None:
            raise Conflict("说明已经提交，等督办员看", code="written", at=turn.written_at)
        turn.body, turn.written_at, turn.written_by_id = body.strip(), at, by.staff_id
        turn.next_look_at = None
        turn.save(update_fields=["body", "written_at", "written_by", "next_look_at"])
        tell_supervisors(row, "explanation.written", at)


def review(row: Explanation, *, by: Actor, at: datetime, accepted: bool, words: str = "") -> None:
    """A supervisor accepts, or sends back in words: then the unit writes again within a new limit.
    Raises Forbidden, Refused, Conflict."""
    if not may_change(by, Area.EXPLANATIONS) or by.staff_id is None:
        raise Forbidden("书面说明由督办员审看")
    if not accepted and not words.strip():
        raise Refused("写明哪里要重写", field="words")
    with transaction.atomic():
        turn = _open(row)
        if turn.written_at is None:
            raise Conflict("单位还没写，写了再审看", code="not_written")
        verdicts = ExplanationTurn.Verdict
        turn.verdict = verdicts.ACCEPTED if accepted else verdicts.SENT_BACK
        turn.words, turn.reviewed_at, turn.reviewed_by_id = words.strip(), at, by.staff_id
        turn.save(update_fields=["verdict", "words", "reviewed_at", "reviewed_by"])
        if accepted:
            tell_unit(row, "explanation.accepted", at)
        else:
            _turn(row, turn.n + 1, at)


def _open(row: Explanation) -> ExplanationTurn:
    turn = row.turns.select_for_update().filter(reviewed_at__isnull=True).first()
    if turn is None:
        raise Conflict("这份说明已经认可", code="accepted")
    return turn
