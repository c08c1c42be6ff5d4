"""What was told of one call, as a set: an event is told once however often it arrives.

An event is what the switch or the seat said, with names and numbers already turned into ids. Two
tellings with one key are one event, at the earlier of their moments: so neither the order of
arrival nor a repeat changes anything. Pure: no query, no clock.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

# What a switch tells (docs/api.md). The first three are those every bridge sends.
NEW, ANSWER, HANGUP = "newCall", "answer", "hangup"
IVR, QUEUE, HOLD, RESUME = "ivr", "queue", "hold", "resume"
TRANSFER, CONFERENCE, VOICEMAIL = "transfer", "conference", "voicemail"
RECORDING, RATING = "recording", "rating"
TOLD_BY_SWITCH = frozenset(
    {NEW, ANSWER, HANGUP, IVR, QUEUE, HOLD, RESUME, TRANSFER, CONFERENCE, VOICEMAIL}
    | {RECORDING, RATING}
)
# What the hotline's own people and clock add.
PURPOSE, CONCLUDED, OUT_PURPOSE, MARKED, UNMARKED = (
    "purpose", "concluded", "out_purpose", "marked", "unmarked",
)  # fmt: skip
TIMED_OUT, RETURN_OWED = "timed_out", "return_owed"
NOTES = frozenset({PURPOSE, CONCLUDED, OUT_PURPOSE, MARKED, UNMARKED})
BY_CLOCK = frozenset({TIMED_OUT, RETURN_OWED})
# Come when the call is over, and say nothing about how long it lasted.
AFTERWARDS = NOTES | BY_CLOCK | {RECORDING, RATING}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing told of a call at an aware moment; key says which tellings are the same one."""

    kind: str
    at: datetime
    key: str
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Where the event stands among those of its call: the same whatever came first."""
        return self.at, self.key, json.dumps(self.said, sort_keys=True)


def joined(known: Iterable[Event], *new: Event) -> tuple[Event, ...]:
    """The set with the new ones, in its one order."""
    found: dict[str, Event] = {}
    for event in (*known, *new):
        other = found.get(event.key)
        if other is None or event.order < other.order:
            found[event.key] = event
    return tuple(sorted(found.values(), key=lambda event: event.order))


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The events as a call keeps them."""
    return tuple(
        Event(row["event"], datetime.fromisoformat(row["at"]), row["key"], row.get("said", {}))
        for row in rows
    )


def written(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events as a call keeps them: plain JSON, moments in UTC."""
    return [
        {
            "event": event.kind,
            "at": event.at.astimezone(UTC).isoformat(),
            "key": event.key,
            **({"said": dict(event.said)} if event.said else {}),
        }
        for event in events
    ]
