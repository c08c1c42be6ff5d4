"""The one table of the lifecycle: which verb leads from where to where, and by whom.

Buttons, API, database triggers, tests and the drawn chart are all made from TABLE (domain §2).
"""

from orders.states import AssignmentState, OrderState, Party, Subject, Verb
from orders.transition import Transition, row
from units.roles import Role

_O, _A, _R, _S = OrderState, AssignmentState, Role, Subject
_DESK = frozenset({_R.OPERATOR, _R.DISPATCHER})
_HOTLINE = _DESK | {_R.REVIEWER}
_UNIT = frozenset({_R.UNIT_CLERK, _R.UNIT_HEAD})
_WITH_UNIT = frozenset({_O.DISPATCHED, _O.HANDLING})
_RUNNING = _WITH_UNIT | {_O.RECEIVED, _O.REPLIED, _O.CALLING_BACK}
_SETTLED = frozenset({_O.ANSWERED, _O.DECLINED, _O.TRANSFERRED, _O.WITHDRAWN})
_OPEN = frozenset({_A.TO_SIGN, _A.HANDLING})
_ANY = frozenset(Subject)
_SUPERVISED = _WITH_UNIT | {_O.REPLIED, _O.CALLING_BACK}
_STANDING = frozenset({_A.TO_SIGN, _A.HANDLING, _A.REPLIED, _A.ACCEPTED})


_TAKE_BACK = [(state, _A.RECALLED) for state in _STANDING]


TABLE: tuple[Transition, ...] = (
    row(Verb.RECEIVE, [], [*_DESK, Party.CHANNEL], _O.RECEIVED),
    row(Verb.CORRECT, [*_RUNNING, _O.TRANSFERRED], _HOTLINE),
    row(Verb.SUPPLEMENT, _RUNNING, [*_HOTLINE, Party.CITIZEN]),
    row(Verb.ANSWER, [_O.RECEIVED], _DESK, _O.ANSWERED, also=_TAKE_BACK),
    row(Verb.DECLINE, [_O.RECEIVED], _DESK, _O.DECLINED, also=_TAKE_BACK),
    row(Verb.TRANSFER, [_O.RECEIVED], _DESK, _O.TRANSFERRED, also=_TAKE_BACK),
    row(Verb.MERGE, [_O.RECEIVED], _DESK, _O.MERGED, also=_TAKE_BACK),
    row(Verb.UNMERGE, [_O.MERGED], _DESK, _O.RECEIVED),
    row(
        Verb.WITHDRAW,
        [_O.RECEIVED, *_WITH_UNIT],
        [*_HOTLINE, Party.CITIZEN],
        _O.WITHDRAWN,
        also=_TAKE_BACK,
    ),
    row(Verb.DISPATCH, [_O.RECEIVED], [_R.DISPATCHER, _R.SUPERVISOR], _O.DISPATCHED),
    row(Verb.ADD_ASSIST, _WITH_UNIT, [_R.DISPATCHER, _R.SUPERVISOR]),
    row(
        Verb.RECALL,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.RECEIVED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RECALLED,
        also=_TAKE_BACK,
    ),
    row(
        Verb.RECALL,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.ASSIST],
        take=_OPEN,
        give=_A.RECALLED,
    ),
    row(
        Verb.RECALL,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
        give=_A.RECALLED,
    ),
    row(
        Verb.SIGN,
        [_O.DISPATCHED],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.TO_SIGN],
        give=_A.HANDLING,
    ),
    row(
        Verb.SIGN,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=[_S.ASSIST, _S.CHILD],
        take=[_A.TO_SIGN],
        give=_A.HANDLING,
    ),
    row(
        Verb.CONTACT,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=_ANY,
        take=[_A.HANDLING],
    ),
    row(
        Verb.ASK_RETURN,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=_ANY,
        take=_OPEN,
    ),
    row(  # 改派，新单位随即接上
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.DISPATCHED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RETURNED,
        also=_TAKE_BACK,
    ),
    row(  # 改派，回到待派
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.RECEIVED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RETURNED,
        also=_TAKE_BACK,
    ),
    row(  # 维持
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD, _S.ASSIST],
        take=_OPEN,
    ),
    row(
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.ASSIST],
        take=_OPEN,
        give=_A.RETURNED,
    ),
    row(
        Verb.RULE_RETURN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
        give=_A.RETURNED,
    ),
    row(
        Verb.RULE_RETURN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
    ),
    row(Verb.ASK_EXTENSION, [_O.HANDLING], _UNIT, on=_ANY, take=[_A.HANDLING]),
    row(
        Verb.DECIDE_EXTENSION,
        [_O.HANDLING],
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD, _S.ASSIST],
        take=[_A.HANDLING],
    ),
    row(
        Verb.DECIDE_EXTENSION,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=[_A.HANDLING],
    ),
    row(Verb.ASK_SUSPENSION, [_O.HANDLING], _UNIT, on=[_S.LEAD], take=[_A.HANDLING]),
    row(
        Verb.DECIDE_SUSPENSION,
        [_O.HANDLING],
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    row(
        Verb.RESUME,
        [_O.HANDLING],
        [*_UNIT, _R.DISPATCHER, _R.SUPERVISOR, Party.SYSTEM],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    row(
        Verb.HAND_DOWN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    row(
        Verb.COMPLETE,
        [_O.HANDLING],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        _O.REPLIED,
        on=[_S.LEAD],
        take=[_A.HANDLING],
        give=_A.REPLIED,
        also=[(_A.REPLIED, _A.ACCEPTED)],
    ),
    row(
        Verb.COMPLETE,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=[_S.ASSIST, _S.CHILD],
        take=[_A.HANDLING],
        give=_A.REPLIED,
    ),
    row(
        Verb.ACCEPT,
        [_O.REPLIED],
        [_R.REVIEWER],
        _O.CALLING_BACK,
        on=[_S.LEAD],
        take=[_A.REPLIED],
        give=_A.ACCEPTED,
        also=[(_A.REPLIED, _A.ACCEPTED)],
    ),
    row(
        Verb.SEND_BACK,
        [_O.REPLIED],
        [_R.REVIEWER],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.REPLIED],
        give=_A.HANDLING,
    ),
    row(
        Verb.SEND_BACK,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=[_A.REPLIED],
        give=_A.HANDLING,
    ),
    row(
        Verb.RECORD_CALLBACK,
        [_O.CALLING_BACK],
        [_R.REVIEWER, Party.CITIZEN, Party.SYSTEM],
    ),
    row(Verb.PLACE_CALLBACK, [_O.CALLING_BACK], [Party.SYSTEM]),
    row(Verb.TAKE_CALLBACK, [_O.CALLING_BACK], [_R.REVIEWER, Party.SYSTEM]),
    row(
        Verb.DOUBT_RATING,
        [_O.CALLING_BACK, _O.ARCHIVED],
        [_R.REVIEWER],
        on=[_S.LEAD],
        take=[_A.ACCEPTED, _A.CLOSED],
    ),
    row(
        Verb.RULE_RATING,
        [_O.HANDLING, _O.REPLIED, _O.CALLING_BACK, _O.ARCHIVED],
        [_R.SUPERVISOR],
        on=[_S.LEAD],
        take=[_A.HANDLING, _A.REPLIED, _A.ACCEPTED, _A.CLOSED],
    ),
    row(
        Verb.REWORK,
        [_O.CALLING_BACK],
        [_R.REVIEWER, _R.SUPERVISOR],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.ACCEPTED],
        give=_A.HANDLING,
    ),
    row(
        Verb.ARCHIVE,
        [_O.CALLING_BACK],
        [_R.REVIEWER, Party.SYSTEM],
        _O.ARCHIVED,
        on=[_S.LEAD],
        take=[_A.ACCEPTED],
        give=_A.CLOSED,
        also=[(state, _A.CLOSED) for state in _STANDING],
    ),
    row(Verb.REOPEN, _SETTLED, [*_HOTLINE, _R.SUPERVISOR], _O.RECEIVED),
    row(
        Verb.REOPEN,
        [_O.ARCHIVED],
        [_R.REVIEWER, _R.SUPERVISOR],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.CLOSED],
        give=_A.HANDLING,
    ),
    # 旁于办理的动作：都不改状态
    row(
        Verb.URGE,
        [_O.RECEIVED, *_WITH_UNIT, _O.REPLIED],
        [*_DESK, _R.SUPERVISOR, Party.CITIZEN, Party.SYSTEM],
    ),
    row(
        Verb.SUPERVISE,
        _SUPERVISED,
        [_R.SUPERVISOR, Party.SYSTEM],
        on=[_S.LEAD],
        take=_STANDING,
    ),
    row(
        Verb.ANSWER_SUPERVISION,
        [*_SUPERVISED, _O.ARCHIVED],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=[_S.LEAD],
        take=[*_STANDING, _A.CLOSED],
    ),
    row(
        Verb.CLOSE_SUPERVISION,
        [*_SUPERVISED, _O.ARCHIVED],
        [_R.SUPERVISOR],
        on=[_S.LEAD],
        take=[*_STANDING, _A.CLOSED],
    ),
    row(
        Verb.APPEAL,
        [*_RUNNING, _O.ARCHIVED],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=_ANY,
        take=[*_STANDING, _A.CLOSED, _A.RETURNED],
    ),
    row(
        Verb.DECIDE_APPEAL,
        [*_RUNNING, _O.ARCHIVED],
        [_R.SUPERVISOR],
        on=_ANY,
        take=[*_STANDING, _A.CLOSED, _A.RETURNED],
    ),
    row(Verb.RAISE_LEVEL, OrderState, [Party.SYSTEM]),  # the clock's own word: changes no state
    row(  # a late notice or a changed limit, for the administrator who confirmed the batch
        Verb.RETIME,
        _RUNNING,
        [Party.SYSTEM],
        on=_ANY,
        take=[_A.TO_SIGN, _A.HANDLING, _A.REPLIED],
    ),
)

# What people do to an order that exists: each has a page, an address and a form.
BY_PEOPLE = frozenset(
    one.verb for one in TABLE if one.verb != Verb.RECEIVE and one.who - {Party.SYSTEM}
)
FINAL = frozenset(_SETTLED | {_O.MERGED, _O.ARCHIVED})
WITH_UNIT = frozenset(_WITH_UNIT | {_O.REPLIED})
OPEN_ASSIGNMENT = _OPEN
STANDING_ASSIGNMENT = _STANDING


_ROWS = {verb: tuple(one for one in TABLE if one.verb == verb) for verb in Verb}


def rows_of(verb: Verb) -> tuple[Transition, ...]:
    """The rows of one verb, in the table's order."""
    return _ROWS[verb]


def order_moves() -> frozenset[tuple[str, str]]:
    """Every (old, new) pair of order states that some verb makes: what the database lets pass."""
    return frozenset(
        (str(old), str(one.order_to)) for one in TABLE if one.order_to for old in one.order_from
    )


def assignment_moves() -> frozenset[tuple[str, str]]:
    """Every (old, new) pair of assignment states that some verb makes."""
    own = {
        (str(old), str(one.assignment_to))
        for one in TABLE
        if one.assignment_to
        for old in one.assignment_from
    }
    return frozenset(own | {(str(old), str(new)) for one in TABLE for old, new in one.also})
