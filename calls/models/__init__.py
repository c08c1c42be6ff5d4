"""The telephone as rows: lines and queues, calls and what they were about, seats, return calls."""

from calls.models.call import Call, CallPurpose, CallReference
from calls.models.change import CallChange
from calls.models.line import Line, SkillQueue
from calls.models.returning import ReturnCall, ReturnTry
from calls.models.reveal import CallReveal
from calls.models.seat import HandOver, Seat, SeatState, Shift
from calls.models.source import Block, CtiSource, CtiToken

__all__ = [
    "Block",
    "Call",
    "CallChange",
    "CallPurpose",
    "CallReference",
    "CallReveal",
    "CtiSource",
    "CtiToken",
    "HandOver",
    "Line",
    "ReturnCall",
    "ReturnTry",
    "Seat",
    "SeatState",
    "Shift",
    "SkillQueue",
]
