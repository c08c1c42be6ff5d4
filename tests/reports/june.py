"""A June of nineteen demands, small enough to count by hand, walked through the verbs.

The limits are those of tests/rules.py: sign within 1 working day, handle within 5; 10 June 2024 is
a holiday, so what is dispatched on Monday 3 June is due on Tuesday 11 June at 17:30.
"""

from collections.abc import Callable

from orders.states import OrderState, Verb
from tests.cast import Cast
from tests.factories import Walk, moment, ref


class June:
    """Each method is one demand and says how it ends; walks keeps them by name."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.walks: dict[str, Walk] = {}

    def play(self) -> "June":
        for tell in _STORIES:
            self.walks[tell.__name__] = tell(self)
        return self

    def received(self, at: str, **changes: object) -> Walk:
        return Walk(self.cast, at=moment(at)).receive_from_citizen(**changes)

    def dispatched(self, at: str, **changes: object) -> Walk:
        return self.received(at, **changes).dispatch()


def answered(june: June) -> Walk:
    return june.received("2024-06-03 09:00").do(Verb.ANSWER, "operator", text="已说明")


def answered_and_reopened(june: June) -> Walk:
    walk = june.received("2024-06-03 09:00").do(Verb.ANSWER, "operator", text="已说明")
    return walk.do(Verb.REOPEN, "supervisor", hours=48, text="没说清")


def declined(june: June) -> Walk:
    walk = june.received("2024-06-04 09:00", channel_id="web")
    return walk.do(Verb.DECLINE, "operator", reason_id="decline.not_ours")


def transferred_with_receipt(june: June) -> Walk:
    walk = june.received("2024-06-04 09:00")
    return walk.do(Verb.TRANSFER, "operator", reason_id="transfer.110", receipt="甲1")


def transferred_without_receipt(june: June) -> Walk:
    walk = june.received("2024-06-05 09:00")
    return walk.do(Verb.TRANSFER, "operator", reason_id="transfer.110")


def withdrawn_at_once(june: June) -> Walk:
    return june.received("2024-06-05 09:00").do(Verb.WITHDRAW, "operator")


def withdrawn_from_the_unit(june: June) -> Walk:
    return june.dispatched("2024-06-05 09:00").do(Verb.WITHDRAW, "operator")


def good(june: June) -> Walk:
    """On time, rated 5, archived; a repeat was merged into it meanwhile."""
    walk = june.dispatched("2024-06-03 08:00", channel_id="web")
    repeat = june.received("2024-06-03 09:30")
    june.walks["merged_into_good"] = repeat.do(Verb.MERGE, "operator", main_id=walk.order_id)
    return walk.to(OrderState.ARCHIVED)


def late_and_reworked(june: June) -> Walk:
    """Replied on 13 June, due on the 11th; rated 2, done again in time, rated 4."""
    walk = june.dispatched("2024-06-03 08:00").do(Verb.SIGN, "unit_clerk")
    walk.at = moment("2024-06-13 09:00")
    walk.to(OrderState.CALLING_BACK).rate(2)
    walk.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")
    return walk.to(OrderState.CALLING_BACK).rate(4)


def overdue(june: June) -> Walk:
    """Signed two days late, never completed; a repeat was merged into it."""
    walk = june.dispatched("2024-06-03 08:00")
    repeat = june.received("2024-06-04 09:00")
    june.walks["merged_into_overdue"] = repeat.do(Verb.MERGE, "operator", main_id=walk.order_id)
    return walk.do(Verb.SIGN, "unit_clerk", hours=72)


def moved(june: June) -> Walk:
    """Returned by the first unit, completed in time by the second; the citizen is not reached."""
    walk = june.dispatched("2024-06-03 08:00")
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="归住建")
    walk.do(
        Verb.RULE_RETURN, "dispatcher", verdict="moved", unit=ref(june.cast.housing), text="属实"
    )
    walk.do(Verb.SIGN, "other_clerk")
    walk.do(Verb.COMPLETE, "other_clerk", text="已修好", uncontacted="打不通")
    walk.do(Verb.ACCEPT, "reviewer")
    return walk.do(Verb.RECORD_CALLBACK, "reviewer", way="call", result="no_answer", last=True)


def return_upheld(june: June) -> Walk:
    """Returned in vain, completed in time; the citizen is reached and gives no rating."""
    walk = june.dispatched("2024-06-03 08:00")
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归我")
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="归你")
    walk.to(OrderState.CALLING_BACK)
    return walk.do(Verb.RECORD_CALLBACK, "reviewer", way="call", result="reached", last=True)


def undecided(june: June) -> Walk:
    return june.received("2024-06-30 23:59")


def not_yet_due(june: June) -> Walk:
    return june.dispatched("2024-06-28 09:00")


def excluded(june: June) -> Walk:
    """Overdue, contested in time, and excluded on 20 June."""
    walk = june.dispatched("2024-06-03 08:00").do(Verb.SIGN, "unit_clerk")
    walk.at = moment("2024-06-18 08:00")
    matter = f"overdue:{walk.lead.round.id}"
    walk.do(Verb.APPEAL, "unit_head", matter=matter, text="停电三天")
    walk.at = moment("2024-06-20 08:00")
    return walk.do(Verb.DECIDE_APPEAL, "supervisor", granted=True, text="属实")


def praise(june: June) -> Walk:
    """Without a handle clock: due when it is completed, and never late."""
    walk = june.received("2024-06-03 08:00", kind="praise").dispatch()
    return walk.do(Verb.SIGN, "unit_clerk").to(OrderState.CALLING_BACK)


def platform(june: June) -> Walk:
    """Handed down to a bureau below, with an assist beside; completed in time and rated 1."""
    cast = june.cast
    walk = june.received("2024-06-06 08:00").dispatch(cast.east, cast.market)
    walk.do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_urban)])
    child = walk.of_unit(cast.east_urban).id
    walk.do(Verb.SIGN, "east_clerk", assignment_id=child)
    walk.do(Verb.COMPLETE, "east_clerk", assignment_id=child, text="换了灯", uncontacted="无")
    walk.do(
        Verb.COMPLETE,
        "platform_dispatcher",
        assignment_id=walk.lead.id,
        text="已换灯",
        uncontacted="无",
        without_assists="用不着",
    )
    return walk.do(Verb.ACCEPT, "reviewer").rate(1)


_STORIES: tuple[Callable[[June], Walk], ...] = (
    answered,
    answered_and_reopened,
    declined,
    transferred_with_receipt,
    transferred_without_receipt,
    withdrawn_at_once,
    withdrawn_from_the_unit,
    good,
    late_and_reworked,
    overdue,
    moved,
    return_upheld,
    undecided,
    not_yet_due,
    excluded,
    praise,
    platform,
)
