"""What a demand will come to: its outcome and the special cases on its way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orders.lifecycle.receiving import Demand
from orders.states import Verb
from seeds.simulator.city import Town
from seeds.simulator.words import Template


class Outcome(StrEnum):
    """completed: before the period ends, callback and all; overdue and open: completed only after
    it; unreceipted: transferred, and nothing heard of it; undecided: still received when it ends;
    free: dispatched, and completed in its own time."""

    ANSWERED = "answered"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    UNRECEIPTED = "unreceipted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    UNDECIDED = "undecided"
    COMPLETED = "completed"
    OVERDUE = "overdue"
    OPEN = "open"
    FREE = "free"


# Still worked on when the period ends, and played on to their end.
PLAYED_ON = frozenset({Outcome.OVERDUE, Outcome.OPEN})


class Turn(StrEnum):
    """A special case in the handling of a dispatched demand; the words are those of the quotas."""

    LATE = "late"
    MOVED = "returns_moved"
    UPHELD = "returns_upheld"
    EXTENDED = "extensions"
    SUSPENDED = "suspensions"
    HANDED_DOWN = "hand_downs"
    ASSISTED = "assists"
    SENT_BACK = "send_backs"
    SUPERVISED = "supervised"


NO_TURNS: frozenset[Turn] = frozenset()
UNRATED: tuple[int | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a demand is about, and where."""

    template: Template
    town: Town
    place: str

    @property
    def title(self) -> str:
        """Its heading."""
        return self.template.title.format(place=self.place)

    @property
    def body(self) -> str:
        """The whole of it."""
        return self.template.body.format(place=self.place)

    @property
    def spot(self) -> str:
        """The place within its town."""
        return self.place.removeprefix(self.town.name)

    def demand(
        self,
        *,
        channel: str,
        kind: str,
        urgency: str,
        confidential: bool,
        citizen_id: int | None,
    ) -> Demand:
        """What a door hands over of it."""
        return Demand(
            channel_id=channel,
            kind=kind,
            urgency=urgency,
            category_id=self.template.category,
            title=self.title,
            body=self.body,
            district=self.town.district,
            place=self.spot,
            citizen_id=citizen_id,
            confidential=confidential,
        )


@dataclass(slots=True)
class Plan:
    """One demand: when it arrives, what it will come to, and what happens on its way.

    ratings: of each round, None where the citizen is never reached; one below 3 that is not the
    last leads to rework. stop: after that verb nothing more happens. matter: where it is not to
    be drawn by kind and top. group: of the units one of which leads it. end: before which a
    completed one is over. joined: told in the same call as the one before."""

    n: int
    at: datetime
    outcome: Outcome
    channel: str
    kind: str
    top: str
    urgency: str
    caller: int
    turns: Collection[Turn] = NO_TURNS
    ratings: Sequence[int | None] = UNRATED
    confidential: bool = False
    stop: Verb | None = None
    matter: Matter | None = None
    group: str = ""
    end: datetime | None = None
    joined: bool = False
