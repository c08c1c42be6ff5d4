"""A September of sixteen orders and three like demands: what the small June does not have.

Ten orders are completed, six lie open at the month's end, each at an age of its own. The limits are
those of tests/rules.py: handle within 5 working days, decide a request within 4 working hours, a
reworked one within 3 working days. A working day is 08:30-12:00 and 13:30-17:30, 7.5 hours; Sunday
29 September 2024 is a working day, 1 to 7 October are holidays. Comments give what is reckoned of
each: hours from dispatch to the accepted reply, when it is due, and its age at the month's end.
"""

from orders.clock.sweep import sweep
from orders.states import Verb
from tests.cast import Cast
from tests.factories import Walk, moment, ref
from tests.orders.alerts.conftest import make_rule
from units.actor import Actor
from units.models import Unit

FIRST = "2024-09-02"  # a Monday: what is dispatched at 09:00 is due on Monday the 9th at 17:30
_UNIT, _EAST = "unit_clerk", "platform_dispatcher"


def play(cast: Cast) -> None:
    """The month from its first demand to the clock's last look on the evening of the 30th."""
    _alike(cast)
    _asked_for_time(cast)
    _done_again(cast)
    _handed_down(cast)
    _left_open(cast)
    sweep(at=moment("2024-09-30 23:00"))


def _given(
    cast: Cast, day: str, unit: Unit | None = None, *assists: Unit, known: bool = False
) -> Walk:
    """Received at 08:00, dispatched at 09:00 and signed at 09:10; known: so is the citizen, who is
    called back."""
    walk = Walk(cast, at=moment(f"{day} 08:00"))
    (walk.receive_from_citizen if known else walk.receive)().dispatch(unit, *assists)
    return _do(walk, f"{day} 09:10", Verb.SIGN, _EAST if unit == cast.east else _UNIT)


def _do(walk: Walk, at: str, verb: Verb, who: str | Actor, **inputs: object) -> Walk:
    walk.at = moment(at)
    return walk.do(verb, who, hours=0, **inputs)


def _reply(walk: Walk, at: str, who: str = _UNIT, **inputs: object) -> Walk:
    return _do(walk, at, Verb.COMPLETE, who, text="已修好", uncontacted="无", **inputs)


def _accepted(walk: Walk, at: str) -> Walk:
    return _do(walk, at, Verb.ACCEPT, "reviewer")


def _alike(cast: Cast) -> None:
    """Three demands of one matter in one place within 40 minutes: one alert. Two days later
    two more, which are none."""
    make_rule(category_id="05")
    for at in ("03 08:00", "03 08:20", "03 08:40", "05 08:00", "05 08:20"):
        walk = Walk(cast, at=moment(f"2024-09-{at}")).receive(category_id="05.01")
        walk.do(Verb.ANSWER, "operator", hours=0.1, text="已说明")
        sweep(at=walk.at)


def _asked_for_time(cast: Cast) -> None:
    # An extension asked at 11:00 is to be decided by 16:30; granted at 14:00, in time: the lead is
    # due on Thursday the 12th, its assists still on the 9th. One of them replies on the 3rd, the
    # other on the 10th, late. The lead replies on the 11th, in time: 7 + 6 x 7.5 + 0.5 = 52.5 h.
    walk = _given(cast, FIRST, None, cast.market, cast.housing)
    market, housing = (walk.of_unit(unit).id for unit in (cast.market, cast.housing))
    _do(walk, f"{FIRST} 09:20", Verb.SIGN, "market_clerk", assignment_id=market)
    _do(walk, f"{FIRST} 09:20", Verb.SIGN, "other_clerk", assignment_id=housing)
    _do(walk, f"{FIRST} 11:00", Verb.ASK_EXTENSION, _UNIT, days=3, text="要开挖")
    _do(walk, f"{FIRST} 14:00", Verb.DECIDE_EXTENSION, "dispatcher", granted=True, days=3)
    _reply(walk, "2024-09-03 09:00", "market_clerk", assignment_id=market)
    _reply(walk, "2024-09-10 09:00", "other_clerk", assignment_id=housing)
    _reply(walk, "2024-09-11 09:00", assignment_id=walk.lead.id)
    _accepted(walk, "2024-09-11 10:00")

    # Refused on Tuesday at 11:00, late; replied at noon: 7 + 3.5 = 10.5 h.
    walk = _given(cast, FIRST)
    _do(walk, f"{FIRST} 11:00", Verb.ASK_EXTENSION, _UNIT, days=3, text="人手紧")
    _do(walk, "2024-09-03 11:00", Verb.DECIDE_EXTENSION, "dispatcher", granted=False, text="不必")
    _accepted(_reply(walk, "2024-09-03 12:00"), "2024-09-03 14:00")

    # Suspended from 11:30, in time; resumed and replied to on Wednesday: 7 + 7.5 + 1.5 = 16 h.
    walk, until = _given(cast, FIRST), moment("2024-09-13 09:00")
    _do(walk, f"{FIRST} 11:00", Verb.ASK_SUSPENSION, _UNIT, until=until, text="等雨停")
    _do(walk, f"{FIRST} 11:30", Verb.DECIDE_SUSPENSION, "dispatcher", granted=True)
    _do(walk, "2024-09-04 09:00", Verb.RESUME, _UNIT)
    _accepted(_reply(walk, "2024-09-04 10:00"), "2024-09-04 11:00")


def _done_again(cast: Cast) -> None:
    # The first reply is sent back, that of 10:00 accepted: 1 h.
    walk = _reply(_given(cast, FIRST), f"{FIRST} 09:20")
    unclear = {"reason_id": "send_back.unclear", "text": "说清哪天"}
    _do(walk, f"{FIRST} 09:30", Verb.SEND_BACK, "reviewer", **unclear)
    _accepted(_reply(walk, f"{FIRST} 10:00"), f"{FIRST} 11:00")

    # Replied to in 1 h each, and reworked from Wednesday at 09:00: due on Monday the 9th at 17:30.
    # One is done on the 5th and so in time, the other on the 10th. Four callbacks by a person.
    for day in ("05", "10"):
        walk = _reply(_given(cast, FIRST, known=True), f"{FIRST} 10:00")
        _accepted(walk, f"{FIRST} 11:00").rate(2)
        unsolved = {"reason_id": "rework.unsolved", "text": "还是不亮"}
        _do(walk, "2024-09-04 09:00", Verb.REWORK, "reviewer", **unsolved)
        _accepted(_reply(walk, f"2024-09-{day} 09:00"), f"2024-09-{day} 10:00").rate(4)

    # 1 h each; one citizen is called by the machine in vain, then by a person: two callbacks.
    for smart in (True, False):
        walk = _reply(_given(cast, FIRST, known=smart), f"{FIRST} 10:00")
        _accepted(walk, f"{FIRST} 11:00")
        if smart:
            walk.do(Verb.RECORD_CALLBACK, Actor.system(), way="smart", result="no_answer")
            walk.rate(5)


def _handed_down(cast: Cast) -> None:
    # The bureau below replies within the hour, the platform on Tuesday: 7 + 0.5 = 7.5 h.
    walk = _given(cast, FIRST, cast.east)
    _below(walk, cast.east_urban, "east_clerk", f"{FIRST} 10:00")
    _accepted(_reply(walk, "2024-09-03 09:00", _EAST), "2024-09-03 10:00")

    # The town is due a working day before the platform, on Friday the 6th. It replies on the 9th,
    # late; the platform an hour later, in time: 7 + 4 x 7.5 + 1.5 = 38.5 h.
    walk = _given(cast, FIRST, cast.east)
    _below(walk, cast.east_town, "town_clerk", "2024-09-09 09:00")
    _accepted(_reply(walk, "2024-09-09 10:00", _EAST), "2024-09-09 11:00")


def _below(walk: Walk, unit: Unit, clerk: str, replied: str = "") -> None:
    """Handed down at 09:20; signed below at 09:30, and replied to where it says when."""
    day = f"{walk.at:%Y-%m-%d}"
    _do(walk, f"{day} 09:20", Verb.HAND_DOWN, _EAST, units=[ref(unit)])
    child = walk.of_unit(unit).id
    _do(walk, f"{day} 09:30", Verb.SIGN, clerk, assignment_id=child)
    if replied:
        _reply(walk, replied, clerk, assignment_id=child)


def _left_open(cast: Cast) -> None:
    _given(cast, "2024-09-30")  # due on 14 October; 0.6 days old
    _given(cast, "2024-09-25")  # due on 8 October; 5.6 days old
    _given(cast, "2024-09-20")  # due on the 27th, 3.3 days ago: a yellow card; 10.6 days old
    _given(cast, "2024-09-23")  # due on the 29th, 1.3 days ago: a yellow card; 7.6 days old

    # Due on the 17th, 13.3 days ago: a yellow card, and a red one on the 24th; 20.6 days old. The
    # town below never replies, nor does anybody to the supervision.
    walk = _given(cast, "2024-09-10", cast.east)
    _below(walk, cast.east_town, "town_clerk")
    _do(walk, "2024-09-19 09:00", Verb.SUPERVISE, "supervisor", kind="listed", text="三天内修好")

    # Due on the 9th, 21.3 days ago: a yellow card, and a red one on the 16th; 28.6 days old. The
    # assist never replies; the supervision is answered and closed.
    walk = _given(cast, FIRST, None, cast.water)
    _do(walk, "2024-09-12 09:00", Verb.SUPERVISE, "supervisor", kind="talk", text="来说明")
    _do(walk, "2024-09-12 10:00", Verb.ANSWER_SUPERVISION, "unit_head", text="等材料")
    _do(walk, "2024-09-12 11:00", Verb.CLOSE_SUPERVISION, "supervisor", verdict="met")
