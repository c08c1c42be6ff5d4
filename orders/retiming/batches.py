"""A batch from its proposal to its end: proposed, previewed, confirmed or dropped, undone once.

A proposal is checked against what is in force when it is confirmed: where the calendar or the
limit changed since, it must be previewed anew. Undoing adds a further edition equal to the one
before (or ends the new limit today and goes on with the old amount), since editions and limits
are never edited; what was dispatched in between keeps what it was promised.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max
from psycopg.errors import DeadlockDetected, LockNotAvailable

from orders.errors import Conflict, Forbidden
from orders.models import CalendarEdition, LimitRule, Order, RetimingBatch
from orders.period import SHANGHAI
from orders.retiming import tally
from orders.retiming.proposals import CalendarProposal, LimitProposal, check_limit, later_code
from orders.retiming.steps import open_orders, proposal_of
from units.access import Area, may_change
from units.actor import Actor

State = RetimingBatch.State
SMALL = 300  # orders that are done at once, while the administrator waits
_ALONE = "LOCK TABLE orders_calendaredition, orders_limitrule IN ACCESS EXCLUSIVE MODE"
BUSY = "另一批正在重算，等它做完"


def propose_calendar(
    proposal: CalendarProposal, *, by: Actor, at: datetime, earlier: bool = False
) -> RetimingBatch:
    """A year's calendar to be previewed; calendar_from says what is checked. Raises Forbidden."""
    return _proposed(RetimingBatch.Kind.CALENDAR, proposal.as_json(), by, at, earlier)


def propose_limit(
    proposal: LimitProposal, *, by: Actor, at: datetime, earlier: bool = False
) -> RetimingBatch:
    """A limit's new amount to be previewed. Raises Forbidden, or Refused naming the field."""
    rule = LimitRule.objects.get(code=proposal.code)
    check_limit(rule, proposal, at.astimezone(SHANGHAI).date())
    return _proposed(RetimingBatch.Kind.LIMIT, proposal.as_json(), by, at, earlier)


def _proposed(
    kind: str, proposal: Mapping[str, Any], by: Actor, at: datetime, earlier: bool
) -> RetimingBatch:
    _check_may(by)
    batch = RetimingBatch(
        kind=kind,
        proposal=proposal,
        earlier=earlier,
        asked_at=at,
        asked_by_id=by.staff_id or 0,  # checked: staff alone come here
        base_edition=_newest_edition(),
        counted_at=at,
    )
    _begin(batch, State.COUNTING, "preview", tally.empty())
    batch.save()
    return batch


def recount(batch_id: int, *, earlier: bool, by: Actor, at: datetime) -> RetimingBatch:
    """Preview anew, as of now, with limits allowed to move earlier or not."""
    _check_may(by)
    with transaction.atomic():
        batch = _locked(batch_id, State.PROPOSED, "这批已经确认过或没有用")
        batch.earlier, batch.counted_at = earlier, at
        batch.base_edition = _newest_edition()
        _begin(batch, State.COUNTING, "preview", tally.empty())
        batch.save()
    return batch


def drop(batch_id: int, *, by: Actor) -> None:
    """The proposal is not used; it stays in the record."""
    _check_may(by)
    with transaction.atomic():
        batch = _locked(batch_id, (State.PROPOSED, State.COUNTING), "这批已经确认过或没有用")
        batch.state = State.DROPPED
        batch.save()


def confirm(batch_id: int, *, by: Actor, at: datetime) -> RetimingBatch:
    """Put the calendar or the limit in force at once, and begin to move what is open. Raises
    Conflict where it was confirmed before, is out of date, or another batch is being written."""
    _check_may(by)
    with _one_at_a_time():
        batch = _locked(batch_id, State.PROPOSED, "这批已经确认过，或者预算还没做完")
        proposal = proposal_of(batch)
        if isinstance(proposal, CalendarProposal):
            batch.calendar = _new_edition(batch, proposal)
            moves = True
        else:
            batch.limit = _new_limit(proposal, at)
            moves = proposal.retime
        batch.confirmed_at, batch.confirmed_by_id = at, by.staff_id
        _begin(batch, State.RUNNING, "counts", tally.empty())
        if not moves:
            batch.state, batch.finished_at = State.DONE, at
        batch.save()
    return batch


def undo(batch_id: int, *, by: Actor, at: datetime) -> RetimingBatch:
    """Begin to take a batch back, once. Raises Conflict where that was done before, or where the
    calendar or limit it made is no longer the one in force."""
    _check_may(by)
    with _one_at_a_time():
        batch = _locked(batch_id, State.DONE, "这批没有做完，或者已经撤回过")
        if batch.calendar is not None:
            _edition_before(batch.calendar)
        elif batch.limit is not None:
            _limit_before(batch, batch.limit, at)
        batch.undone_at, batch.undone_by_id = at, by.staff_id
        nothing = {"orders": 0, "restored": 0, "left": 0, "failed": []}
        _begin(batch, State.UNDOING, "undo_counts", nothing)
        if not batch.retimed.exists():
            batch.state, batch.finished_at = State.UNDONE, at
        batch.save()
    return batch


def _begin(batch: RetimingBatch, state: State, counts: str, nothing: Mapping[str, Any]) -> None:
    """Set the work at its beginning: every order that exists now."""
    batch.state, batch.cursor, batch.finished_at = state, 0, None
    batch.upto = Order.objects.aggregate(last=Max("id"))["last"] or 0
    batch.total = len(open_orders(0, batch.upto))
    setattr(batch, counts, nothing)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A transaction that nobody who reads the rules overlaps: a verb begun under the old ones is
    committed before, so that no step misses what it made, and the next verb reads the new ones.
    The database may answer that another batch was quicker."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ALONE)
            yield
    except IntegrityError as error:
        if "one_retiming_at_a_time" in str(error):
            raise Conflict(BUSY, code="busy") from None
        raise
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Conflict("这会儿正有人在办件，过几秒再按一次", code="busy") from None
        raise


def _locked(batch_id: int, states: str | tuple[str, ...], otherwise: str) -> RetimingBatch:
    batch = RetimingBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state not in ((states,) if isinstance(states, str) else states):
        raise Conflict(otherwise, code="wrong_state")
    return batch


def _check_may(by: Actor) -> None:
    if by.staff_id is None or not may_change(by, Area.REFERENCE):
        raise Forbidden("日历和时限由系统管理员改")


def _newest_edition() -> int:
    return CalendarEdition.objects.aggregate(last=Max("id"))["last"] or 0


def _new_edition(batch: RetimingBatch, proposal: CalendarProposal) -> CalendarEdition:
    if batch.base_edition != _newest_edition():
        raise Conflict("预算以后日历又改过，重新预算再确认", code="out_of_date")
    last = CalendarEdition.objects.filter(year=proposal.year).aggregate(last=Max("edition"))
    row = proposal.row((last["last"] or 0) + 1)
    row.save()
    return row


def _edition_before(calendar: CalendarEdition) -> None:
    """A further edition equal to the one before this."""
    of_year = CalendarEdition.objects.filter(year=calendar.year).order_by("-edition")
    if of_year[0] != calendar:
        raise Conflict(f"{calendar.year}年后来又有新版，撤不了这一版", code="out_of_date")
    earlier = of_year.filter(edition__lt=calendar.edition).first()
    if earlier is None:
        raise Conflict(f"{calendar.year}年原来没有日历，撤不了；导入更正的一版", code="first")
    CalendarEdition.objects.create(
        year=calendar.year,
        edition=calendar.edition + 1,
        provisional=earlier.provisional,
        holidays=earlier.holidays,
        workdays=earlier.workdays,
        source=f"撤回第{calendar.edition}版，与第{earlier.edition}版相同",
    )


def _new_limit(proposal: LimitProposal, at: datetime) -> LimitRule:
    rule = LimitRule.objects.select_for_update(of=("self",)).get(code=proposal.code)
    check_limit(rule, proposal, at.astimezone(SHANGHAI).date())
    return _follow(rule, rule, proposal.valid_from, proposal.source, proposal)


def _limit_before(batch: RetimingBatch, limit: LimitRule, at: datetime) -> None:
    """The new limit ends today (or on the day it would have begun), the old amount goes on."""
    limit = LimitRule.objects.select_for_update(of=("self",)).get(pk=limit.pk)
    if limit.valid_to is not None:
        raise Conflict("这条时限后来又改过，撤不了", code="out_of_date")
    old = LimitRule.objects.get(code=batch.proposal["code"])
    day = max(at.astimezone(SHANGHAI).date(), limit.valid_from)
    _follow(limit, old, day, f"撤回第{batch.pk}批")


def _follow(
    ends: LimitRule, like: LimitRule, day: date, source: str, new: LimitProposal | None = None
) -> LimitRule:
    """One rule ends and another begins on the same day, for the same demands."""
    ends.valid_to = day
    ends.save(update_fields=["valid_to"])
    return LimitRule.objects.create(
        code=later_code(like.code, day),
        clock=like.clock,
        channel=like.channel,
        kind=like.kind,
        urgency=like.urgency,
        category=like.category,
        amount=new.amount if new else like.amount,
        measure=new.measure if new else like.measure,
        source=source or like.source,
        valid_from=day,
    )
