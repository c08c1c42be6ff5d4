"""A late notice for tests: days taken off or made up in 2024, proposed, confirmed, worked off."""

from collections.abc import Iterable
from datetime import date, datetime

from orders.models import RetimingBatch
from orders.retiming.batches import confirm, propose_calendar, propose_limit
from orders.retiming.proposals import CalendarProposal, LimitProposal
from orders.retiming.steps import work
from tests.cast import Cast
from tests.factories import MONDAY, SHANGHAI, Walk
from tests.rules import HOLIDAYS_2024, WORKDAYS_2024
from units.actor import Actor, actor_of


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def notice(
    off: Iterable[str] = (),
    work: Iterable[str] = (),
    *,
    worked_again: Iterable[str] = (),
    not_worked: Iterable[str] = (),
) -> CalendarProposal:
    """2024 as it stands with further days off or make-up workdays, or with some of them struck out
    (worked_again="06-10": 端午 is worked after all)."""
    return CalendarProposal(
        2024,
        tuple(sorted({*HOLIDAYS_2024, *map(day, off)} - set(map(day, worked_again)))),
        tuple(sorted({*WORKDAYS_2024, *map(day, work)} - set(map(day, not_worked)))),
        "补发的通知",
    )


NEW_YEAR_2025 = CalendarProposal(2025, (date(2025, 1, 1),), ())


def proposed(
    walk: Walk, proposal: CalendarProposal | LimitProposal, at: datetime, *, earlier: bool = False
) -> RetimingBatch:
    """The administrator's batch with its preview done."""
    by = actor_of(walk.cast.administrator)
    if isinstance(proposal, CalendarProposal):
        batch = propose_calendar(proposal, by=by, at=at, earlier=earlier)
    else:
        batch = propose_limit(proposal, by=by, at=at, earlier=earlier)
    work(batch.pk, at=at)
    batch.refresh_from_db()
    return batch


def retimed(
    walk: Walk, proposal: CalendarProposal | LimitProposal, at: datetime, *, earlier: bool = False
) -> RetimingBatch:
    """Proposed, confirmed and done at one moment."""
    batch = proposed(walk, proposal, at, earlier=earlier)
    confirm(batch.pk, by=actor_of(walk.cast.administrator), at=at)
    work(batch.pk, at=at)
    batch.refresh_from_db()
    return batch


def local(moment: datetime | None) -> str:
    """06-11 17:30, as people read it."""
    assert moment is not None
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def administrator(walk: Walk) -> Actor:
    return actor_of(walk.cast.administrator)


def some_orders(cast: Cast, count: int) -> Walk:
    for _ in range(count):
        last = Walk(cast, MONDAY).receive().dispatch()
    return last
