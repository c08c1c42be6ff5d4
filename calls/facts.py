"""What a set of events comes to: the columns of a call, from the events alone.

Pure, no query and no clock; the order of arrival does not matter. Where moments contradict each
other (a hangup that overtook the answer), a call begins before it is offered, is offered before it
is answered and ends last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from calls import events as told
from calls.events import Event

RINGS_AT_MOST = timedelta(minutes=30)  # a call nobody answers or ends is over then
LASTS_AT_MOST = timedelta(hours=4)  # and so is one that was answered
GRACE = timedelta(minutes=1)  # a late answer may still come before a missed call counts as missed
LONGEST_ADDRESS = 300
NO_ANSWER = frozenset({"noAnswer", "busy", "congestion", "notFound", "forwarded"})
# One telephone of several gave up; the call itself went on where it was answered afterwards.
ONE_LEG = frozenset({"noAnswer", "busy", "congestion", "notFound"})
UNANSWERED = frozenset({"abandoned", "missed", "voicemail"})


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns of a call, by the same names; live_seat is who has the caller just now."""

    at: datetime
    direction: str
    line: str | None
    queue: str | None
    self_service: bool
    offered_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by_clock: bool
    seat: int | None
    operator: int | None
    hold_seconds: int
    transfers: int
    three_way: bool
    transferred_to: str | None
    rejected: bool
    outcome: str
    purpose: str
    citizen: int | None
    odd_number: str
    recording: str
    quality_marks: tuple[str, ...]
    service_rating: int | None
    next_due_at: datetime | None
    live_seat: int | None


class _Told:
    """The events of one call by kind, and what several of them say."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        lived = [event.at for event in events if event.kind not in told.AFTERWARDS]
        self.began = min(lived or [event.at for event in events])

    def of(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]

    def first(self, *kinds: str) -> datetime | None:
        return min((event.at for event in self.of(*kinds)), default=None)

    def said(self, name: str, *kinds: str) -> Any:
        """The first word on it, a new call's before others'; None where nobody says."""
        chosen = self.of(*kinds) if kinds else [*self.of(told.NEW), *self.events]
        return next((e.said[name] for e in chosen if e.said.get(name) not in (None, "")), None)

    def last(self, name: str, *kinds: str) -> Any:
        return next(
            (e.said[name] for e in reversed(self.of(*kinds)) if e.said.get(name) is not None), None
        )


def reduce(events: Sequence[Event]) -> Facts:
    """The facts of a call. events: at least one, in the order of `events.joined`."""
    said = _Told(events)
    inbound = (said.said("direction") or "in") == "in"
    answered, offered = _spoken(said), None
    rejected = inbound and answered is None and bool(said.said("reject", told.NEW))
    if inbound and not rejected:
        offered = _offered(said, answered)
    if answered is not None:
        answered = max(answered, offered or said.began)
    ended, by_clock = _ended(said, offered, answered)
    outcome = _outcome(said, offered, answered, ended) if inbound else ""
    outcome = "nuisance" if rejected else outcome
    seat, operator = _who(said, answered, inbound=inbound)
    return Facts(
        at=said.began,
        direction="in" if inbound else "out",
        line=said.said("line"),
        queue=said.said("queue"),
        self_service=inbound and bool(said.of(told.IVR)),
        offered_at=offered,
        answered_at=answered,
        ended_at=ended,
        ended_by_clock=by_clock,
        seat=seat,
        operator=operator,
        hold_seconds=_held(said, answered, ended),
        transfers=len(said.of(told.TRANSFER)),
        three_way=bool(said.of(told.CONFERENCE)),
        transferred_to=_transferred_to(said) if outcome == "transferred" else None,
        rejected=rejected,
        outcome=outcome,
        purpose="" if inbound else said.last("purpose", told.NEW, told.OUT_PURPOSE) or "",
        citizen=said.said("citizen"),
        odd_number="" if said.said("citizen") else said.said("odd_number") or "",
        recording=str(said.last("url", told.RECORDING, told.HANGUP) or "")[:LONGEST_ADDRESS],
        quality_marks=_marks(said),
        service_rating=_rating(said) if answered is not None else None,
        next_due_at=_next_due(said, answered, ended, outcome),
        live_seat=said.last("seat", told.ANSWER) if ended is None and answered else None,
    )


def _spoken(said: _Told) -> datetime | None:
    """When somebody answered. Where the switch never said so but a seat wrote down what was
    spoken of, it was answered all the same: then it is when that was first written, or the end."""
    if (answered := said.first(told.ANSWER)) is not None:
        return answered
    proof = [e.at for e in said.of(told.PURPOSE)]
    proof += [
        e.at
        for e in said.of(told.CONCLUDED)
        if e.said.get("outcome") not in UNANSWERED | {"nuisance"}
    ]
    if not proof:
        return None
    over = said.first(told.HANGUP) or min(proof)
    return max(min(*proof, over), said.began)


def _offered(said: _Told, answered: datetime | None) -> datetime | None:
    """Asked for a person: put into a queue, or ringing at once where no machine answers first."""
    moments = [event.at for event in said.of(told.QUEUE)]
    if not said.of(told.IVR):
        moments.append(said.first(told.NEW) or said.began)
    if answered is not None:
        moments.append(answered)
    return min(moments, default=None)


def _ended(
    said: _Told, offered: datetime | None, answered: datetime | None
) -> tuple[datetime | None, bool]:
    """When it ended, and whether only the clock says so: then it is the last moment known."""
    moments = [
        event.at
        for event in said.of(told.HANGUP)
        if not (answered and event.at < answered and event.said.get("cause") in ONE_LEG)
    ]
    by_clock = not moments
    if by_clock:
        if not said.of(told.TIMED_OUT):
            return None, False
        moments = [event.at for event in said.events if event.kind not in told.AFTERWARDS]
    return max(*moments, said.began, offered or said.began, answered or said.began), by_clock


def _outcome(
    said: _Told, offered: datetime | None, answered: datetime | None, ended: datetime | None
) -> str:
    """What became of an inbound call."""
    concluded = said.last("outcome", told.CONCLUDED)
    if concluded and (answered is not None or concluded == "nuisance"):
        return str(concluded)
    if answered is not None:
        return _spoken_of(said)
    if offered is None or ended is None:
        return ""
    return _unanswered(said)


def _spoken_of(said: _Told) -> str:
    """By what it was about, where nobody concluded it; empty while nothing was written."""
    if said.last("reason", told.TRANSFER):
        return "transferred"
    purposes = {event.said.get("purpose") for event in said.of(told.PURPOSE)}
    if "register" in purposes:
        return "order"
    if purposes == {"praise"}:
        return "praise"
    return "direct" if purposes else ""


def _unanswered(said: _Told) -> str:
    causes = {event.said.get("cause") for event in said.of(told.HANGUP)}
    if said.of(told.VOICEMAIL) or "voicemail" in causes:
        return "voicemail"
    return "missed" if not causes or causes & NO_ANSWER else "abandoned"


def _who(said: _Told, answered: datetime | None, *, inbound: bool) -> tuple[int | None, int | None]:
    """The seat that first had the caller, and who sat there: the first receiver is responsible."""
    kinds = (told.ANSWER,) if inbound else (told.NEW, told.ANSWER)
    if answered is None and inbound:
        return None, None
    noted = [
        event.said.get("by")
        for event in said.of(*sorted(told.NOTES - {told.MARKED, told.UNMARKED}))
    ]
    operator = said.said("staff", *kinds) or next((by for by in noted if by), None)
    return said.said("seat", *kinds), operator


def _held(said: _Told, answered: datetime | None, ended: datetime | None) -> int:
    """Whole seconds on hold; one not yet resumed lasts until the end, if that has come."""
    if answered is None:
        return 0
    held, since = timedelta(0), None
    for event in said.of(told.HOLD, told.RESUME):
        if event.kind == told.HOLD:
            since = since or event.at
        elif since is not None:
            held, since = held + (event.at - since), None
    if since is not None and ended is not None:
        held += max(ended - since, timedelta(0))
    return int(held.total_seconds())


def _transferred_to(said: _Told) -> str | None:
    """Where the caller was sent, by what the seat concluded, else by what the switch did."""
    found = said.last("reason", told.CONCLUDED) or said.last("reason", told.TRANSFER)
    return str(found) if found else None


def _marks(said: _Told) -> tuple[str, ...]:
    """The marks that stand: each by the last word on it."""
    standing: dict[str, bool] = {}
    for event in said.of(told.MARKED, told.UNMARKED):
        standing[event.said["mark"]] = event.kind == told.MARKED
    return tuple(sorted(mark for mark, stands in standing.items() if stands))


def _rating(said: _Told) -> int | None:
    """The last key pressed that is a rating: 1 to 5."""
    found = [e.said.get("rating") for e in said.of(told.RATING, told.HANGUP)]
    return next((r for r in reversed(found) if isinstance(r, int) and 1 <= r <= 5), None)


def _next_due(
    said: _Told, answered: datetime | None, ended: datetime | None, outcome: str
) -> datetime | None:
    """When the clock looks next: at the latest end of a call still open, at the moment a missed
    one owes its return call; never once that is settled."""
    if ended is None:
        known = [event.at for event in said.events if event.kind not in told.AFTERWARDS]
        return max(known, default=said.began) + (LASTS_AT_MOST if answered else RINGS_AT_MOST)
    if outcome in UNANSWERED and not said.of(told.RETURN_OWED):
        return ended + GRACE
    return None
