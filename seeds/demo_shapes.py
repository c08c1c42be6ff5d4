"""What the demo city's two hundred demands look like: how many stand where, and for how long."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from orders.models.limits import Kind, Urgency
from orders.states import Verb
from seeds.assumptions import Span
from seeds.simulator.plan import Outcome, Turn

URBAN_MANAGEMENT, PLATFORM = "ys-chengguan", "ys-lingxi"
# Help and complaints have five working days: long enough for everything that is asked on the way.
FIVE_DAYS = (Kind.HELP, Kind.COMPLAIN)
ANY = (Kind.HELP, Kind.COMPLAIN, Kind.CONSULT, Kind.REPORT, Kind.SUGGEST)
GOOD, MIDDLING, POOR = 5, 3, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """So many demands that stand alike.

    age: working hours since they arrived (clock hours where by_clock); a working day has 7.5.
    stop: the last verb done; without it they go as far as they come. lead, assist: the code of
    the unit that the dispatch catalogue is to name."""

    count: int
    age: Span
    stop: Verb | None = None
    outcome: Outcome = Outcome.COMPLETED
    kinds: Sequence[str] = FIVE_DAYS
    turns: Collection[Turn] = ()
    ratings: Sequence[int | None] = (GOOD,)
    lead: str = ""
    assist: str = ""
    urgency: str = Urgency.NORMAL
    confidential: bool = False
    by_clock: bool = False


AT_THE_DESK = (
    Shape(41, (1, 480), outcome=Outcome.ANSWERED, kinds=[Kind.CONSULT], by_clock=True),
    Shape(5, (1, 480), outcome=Outcome.ANSWERED, kinds=[Kind.HELP, Kind.COMPLAIN], by_clock=True),
    Shape(5, (1, 480), outcome=Outcome.ANSWERED, kinds=[Kind.PRAISE, Kind.OTHER], by_clock=True),
    Shape(4, (2, 108), outcome=Outcome.DECLINED),
    Shape(5, (2, 108), outcome=Outcome.TRANSFERRED, kinds=[Kind.COMPLAIN, Kind.REPORT]),
    Shape(4, (2, 108), outcome=Outcome.WITHDRAWN),
    Shape(5, (2, 50), outcome=Outcome.MERGED),
    Shape(7, (0.05, 0.45), Verb.RECEIVE, kinds=ANY, by_clock=True),
    Shape(1, (0.03, 0.1), Verb.RECEIVE, urgency=Urgency.URGENT, by_clock=True),
)
TO_SIGN = (
    Shape(4, (0.7, 5), Verb.DISPATCH, lead=URBAN_MANAGEMENT),
    Shape(3, (0.7, 5), Verb.DISPATCH, lead=PLATFORM),
    Shape(6, (0.7, 5), Verb.DISPATCH),
    Shape(1, (0.5, 0.6), Verb.DISPATCH, urgency=Urgency.URGENT, by_clock=True),
    Shape(1, (1, 5), Verb.DISPATCH, kinds=[Kind.REPORT], lead=URBAN_MANAGEMENT, confidential=True),
    Shape(1, (16, 20), Verb.DISPATCH),
    Shape(2, (2, 6), Verb.SIGN, turns=[Turn.ASSISTED], assist=URBAN_MANAGEMENT),
)
HANDLING = (
    Shape(3, (1, 6), Verb.SIGN, lead=URBAN_MANAGEMENT),
    Shape(2, (1, 6), Verb.SIGN, lead=PLATFORM),
    Shape(3, (1, 6), Verb.SIGN),
    Shape(6, (8, 30), Verb.CONTACT, lead=URBAN_MANAGEMENT),
    Shape(3, (8, 30), Verb.CONTACT, lead=PLATFORM),
    Shape(7, (8, 30), Verb.CONTACT),
    Shape(3, (15, 30), Verb.CONTACT, turns=[Turn.ASSISTED], lead=URBAN_MANAGEMENT),
    Shape(1, (20, 60), Verb.CONTACT, kinds=[Kind.REPORT], confidential=True),
    Shape(1, (50, 60), Verb.CONTACT, lead=URBAN_MANAGEMENT),
    Shape(1, (45, 55), Verb.CONTACT),
    Shape(3, (12, 20), Verb.HAND_DOWN, turns=[Turn.HANDED_DOWN], lead=PLATFORM),
    Shape(1, (20, 25), Verb.SEND_BACK, turns=[Turn.SENT_BACK], lead=URBAN_MANAGEMENT),
    Shape(1, (20, 25), Verb.SEND_BACK, turns=[Turn.SENT_BACK]),
)
ASKED = (
    Shape(1, (3, 7), Verb.ASK_RETURN, turns=[Turn.UPHELD], lead=URBAN_MANAGEMENT),
    Shape(2, (3, 7), Verb.ASK_RETURN, turns=[Turn.MOVED]),
    Shape(2, (8, 14), Verb.SIGN, turns=[Turn.MOVED]),
    Shape(1, (10, 15), Verb.CONTACT, turns=[Turn.UPHELD]),
    Shape(1, (22, 30), Verb.ASK_EXTENSION, turns=[Turn.EXTENDED], lead=URBAN_MANAGEMENT),
    Shape(2, (22, 30), Verb.ASK_EXTENSION, turns=[Turn.EXTENDED]),
    Shape(3, (34, 45), Verb.DECIDE_EXTENSION, turns=[Turn.EXTENDED]),
    Shape(1, (15, 25), Verb.ASK_SUSPENSION, turns=[Turn.SUSPENDED]),
    Shape(1, (15, 25), Verb.ASK_SUSPENSION, turns=[Turn.SUSPENDED], lead=URBAN_MANAGEMENT),
    Shape(2, (30, 50), Verb.DECIDE_SUSPENSION, turns=[Turn.SUSPENDED]),
)
REPLIED = (
    Shape(3, (14, 30), Verb.COMPLETE, lead=URBAN_MANAGEMENT),
    Shape(5, (12, 35), Verb.COMPLETE, kinds=ANY),
    Shape(6, (18, 38), Verb.ACCEPT, kinds=(*FIVE_DAYS, Kind.SUGGEST)),
    Shape(2, (25, 40), Verb.RECORD_CALLBACK, ratings=[None]),
    Shape(2, (30, 45), Verb.RECORD_CALLBACK, ratings=[POOR, GOOD]),
    Shape(1, (30, 45), Verb.REWORK, ratings=[POOR, GOOD], lead=URBAN_MANAGEMENT),
    Shape(1, (30, 45), Verb.REWORK, ratings=[POOR, GOOD]),
)
OVER = (
    Shape(5, (68, 108), lead=URBAN_MANAGEMENT),
    Shape(3, (68, 108), turns=[Turn.HANDED_DOWN], lead=PLATFORM),
    Shape(4, (60, 108), turns=[Turn.ASSISTED]),
    Shape(8, (50, 108), kinds=ANY),
    Shape(4, (60, 108), kinds=ANY, ratings=[MIDDLING]),
    Shape(2, (60, 108), ratings=[None]),
    Shape(1, (60, 108), ratings=[POOR]),
    Shape(2, (75, 108), ratings=[POOR, GOOD]),
    Shape(2, (75, 108), turns=[Turn.LATE]),
    Shape(2, (68, 108), turns=[Turn.SENT_BACK], ratings=[MIDDLING]),
    Shape(1, (75, 108), turns=[Turn.EXTENDED]),
)
SHAPES = (*AT_THE_DESK, *TO_SIGN, *HANDLING, *ASKED, *REPLIED, *OVER)
