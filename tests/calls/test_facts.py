"""What a set of events comes to, whatever the order in which they arrived."""

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.events import Event, joined, read, written
from calls.facts import Facts, reduce
from tests.calls.conftest import at
from tests.factories import MONDAY

KINDS = [
    "newCall", "answer", "hangup", "ivr", "queue", "hold", "resume", "transfer", "conference",
    "voicemail", "recording", "rating", "purpose", "concluded", "marked", "unmarked", "timed_out",
    "return_owed", "other",
]  # fmt: skip
OUTCOMES = ["direct", "order", "transferred", "praise", "nuisance", "silent"]


def event(kind: str, seconds: float, **said: Any) -> Event:
    return Event(kind, at(seconds), f"{kind}{seconds}{sorted(said.items())}", said)


def facts(*events: Event) -> Facts:
    return reduce(joined(events))


NEW = event("newCall", 0, direction="in")
ANSWER = event("answer", 8, seat=1, staff=7)
HANGUP = event("hangup", 90, cause="normalClearing")
CASES: dict[str, tuple[list[Event], dict[str, Any]]] = {
    "answered and ended": (
        [NEW, ANSWER, HANGUP],
        {"offered_at": at(0), "answered_at": at(8), "ended_at": at(90), "seat": 1, "outcome": ""},
    ),
    "gave up waiting": (
        [NEW, event("hangup", 20, cause="cancel")],
        {"outcome": "abandoned", "answered_at": None, "next_due_at": at(80)},
    ),
    "rang in vain": ([NEW, event("hangup", 20, cause="noAnswer")], {"outcome": "missed"}),
    "left a message": (
        [NEW, event("voicemail", 30), event("hangup", 60)],
        {"outcome": "voicemail"},
    ),
    "served by the machine": (
        [NEW, event("ivr", 1), event("hangup", 60)],
        {"self_service": True, "offered_at": None, "outcome": "", "next_due_at": None},
    ),
    "asked the machine for a person": (
        [NEW, event("ivr", 1), event("queue", 31), ANSWER, HANGUP],
        {"self_service": True, "offered_at": at(8)},
    ),
    "a new call that was never told": ([ANSWER, HANGUP], {"at": at(8), "offered_at": at(8)}),
    "only its end is known": (
        [event("hangup", 20, cause="cancel")],
        {"at": at(20), "ended_at": at(20), "outcome": "abandoned"},
    ),
    "still ringing": ([NEW], {"ended_at": None, "outcome": "", "next_due_at": at(1800)}),
    "still talking": ([NEW, ANSWER], {"live_seat": 1, "next_due_at": at(4 * 3600 + 8)}),
    "the end never came": (
        [NEW, ANSWER, event("timed_out", 20000)],
        {"ended_at": at(8), "ended_by_clock": True, "next_due_at": None},
    ),
    "the end came late after all": (
        [NEW, ANSWER, event("timed_out", 20000), HANGUP],
        {"ended_at": at(90), "ended_by_clock": False},
    ),
    "the answer overtaken by the end": (
        [NEW, event("answer", 95, seat=1), HANGUP],
        {"answered_at": at(95), "ended_at": at(95)},
    ),
    "one telephone of the group gave up first": (
        [NEW, event("hangup", 5, cause="noAnswer"), ANSWER],
        {"answered_at": at(8), "ended_at": None},
    ),
    "two holds": (
        [NEW, ANSWER, *(event(k, s) for k, s in
         (("hold", 10), ("resume", 20), ("hold", 30), ("resume", 35))), HANGUP],
        {"hold_seconds": 15},
    ),
    "hung up while on hold": ([NEW, ANSWER, event("hold", 70), HANGUP], {"hold_seconds": 20}),
    "sent to 110": (
        [NEW, ANSWER, event("transfer", 30, reason="transfer.110"), HANGUP],
        {"outcome": "transferred", "transferred_to": "transfer.110", "transfers": 1},
    ),
    "two demands": (
        [NEW, ANSWER, *(event("purpose", 40 + n, purpose="register", order=n) for n in (1, 2))],
        {"outcome": "order"},
    ),
    "only praised": ([NEW, ANSWER, event("purpose", 40, purpose="praise")], {"outcome": "praise"}),
    "asked, and the seat wrote what came of it": (
        [NEW, ANSWER, event("purpose", 40, purpose="ask"),
         event("concluded", 95, outcome="silent")],
        {"outcome": "silent"},
    ),
    "spoken with, though no answer was ever told": (
        [NEW, HANGUP, event("purpose", 40, purpose="urge", by=7)],
        {"answered_at": at(40), "outcome": "direct", "operator": 7},
    ),
    "turned away": (
        [event("newCall", 0, direction="in", reject=True), event("hangup", 1)],
        {"rejected": True, "offered_at": None, "outcome": "nuisance", "next_due_at": None},
    ),
    "told to be turned away, and answered all the same": (
        [event("newCall", 0, direction="in", reject=True), ANSWER],
        {"rejected": False, "offered_at": at(0), "answered_at": at(8)},
    ),
    "rated twice": (
        [NEW, ANSWER, HANGUP, event("rating", 91, rating=2), event("rating", 92, rating=5)],
        {"service_rating": 5},
    ),
    "rated though nobody spoke": ([NEW, HANGUP, event("rating", 91, rating=2)],
                                  {"service_rating": None}),
    "called by the hotline": (
        [event("newCall", 0, direction="out", seat=1, staff=7, purpose="callback"),
         event("hangup", 30, cause="noAnswer")],
        {"direction": "out", "seat": 1, "offered_at": None, "outcome": "", "purpose": "callback"},
    ),
    "marks that stand": (
        [NEW, ANSWER, event("marked", 100, mark="wrong"), event("marked", 100, mark="listened"),
         event("unmarked", 110, mark="wrong")],
        {"quality_marks": ("listened",)},
    ),
    "the return call is owed already": (
        [NEW, event("hangup", 20, cause="cancel"), event("return_owed", 90)],
        {"next_due_at": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_facts_follow_from_the_events_in_any_order(name: str) -> None:
    events, expected = CASES[name]
    whole = facts(*events)
    assert {column: getattr(whole, column) for column in expected} == expected
    for seed in range(5):
        mixed = events * 2
        random.Random(seed).shuffle(mixed)
        assert reduce(joined((), *mixed)) == whole


said = st.fixed_dictionaries(
    {},
    optional={
        "direction": st.sampled_from(["in", "out"]),
        "cause": st.sampled_from(["cancel", "noAnswer", "busy", "normalClearing", "voicemail"]),
        "seat": st.integers(1, 3),
        "staff": st.integers(1, 3),
        "citizen": st.integers(1, 3),
        "reason": st.sampled_from(["transfer.110", "transfer.120"]),
        "rating": st.integers(0, 6),
        "purpose": st.sampled_from(["register", "urge", "praise", "callback"]),
        "outcome": st.sampled_from(OUTCOMES),
        "reject": st.just(True),
        "url": st.just("r.wav"),
    },
)
happening = st.builds(
    lambda kind, seconds, words: event(kind, seconds, **words | {"mark": "wrong"}),
    st.sampled_from(KINDS),
    st.integers(-50, 50000),
    said,
)


@given(st.lists(happening, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_change_the_facts(events: list[Event], draw: Any) -> None:
    mixed = events + draw.choices(events, k=len(events))
    draw.shuffle(mixed)
    known: tuple[Event, ...] = ()
    for one in mixed:
        known = joined(read(written(known)), one)  # as it is kept between two tellings
    assert known == joined(events)
    assert reduce(known) == facts(*events)


@given(st.lists(happening, min_size=1, max_size=12))
def test_the_moments_stand_in_their_order_whatever_is_told(events: list[Event]) -> None:
    whole = facts(*events)
    moments = [whole.at, whole.offered_at, whole.answered_at, whole.ended_at]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)
    assert timedelta(0) <= timedelta(seconds=whole.hold_seconds) <= timedelta(hours=15)
    assert whole.at >= MONDAY - timedelta(seconds=50)
