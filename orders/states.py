"""States and verbs of a demand, and the one table that says which verb leads from where to where.

Buttons, API, database triggers, tests and the drawn chart are all made from TABLE (domain §2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from django.db.models import TextChoices

from units.roles import Role


class OrderState(TextChoices):
    RECEIVED = "received", "待派"
    ANSWERED = "answered", "直接答复"
    DECLINED = "declined", "不予受理"
    TRANSFERRED = "transferred", "已移交"
    MERGED = "merged", "已并单"
    WITHDRAWN = "withdrawn", "已撤回"
    DISPATCHED = "dispatched", "待签收"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "待审核"
    CALLING_BACK = "calling_back", "待回访"
    ARCHIVED = "archived", "已归档"


class AssignmentState(TextChoices):
    TO_SIGN = "to_sign", "待签收"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    ACCEPTED = "accepted", "已审核"
    RETURNED = "returned", "已改派"
    RECALLED = "recalled", "已收回"
    CLOSED = "closed", "已办结"


class AssignmentRole(TextChoices):
    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"


class Verb(TextChoices):
    RECEIVE = "receive", "受理"
    CORRECT = "correct", "更正"
    SUPPLEMENT = "supplement", "补充"
    ANSWER = "answer", "直接答复"
    DECLINE = "decline", "不予受理"
    TRANSFER = "transfer", "移交"
    MERGE = "merge", "并单"
    UNMERGE = "unmerge", "取消并单"
    WITHDRAW = "withdraw", "撤回"
    DISPATCH = "dispatch", "派单"
    ADD_ASSIST = "add_assist", "加派协办"
    RECALL = "recall", "收回"
    SIGN = "sign", "签收"
    CONTACT = "contact", "联系市民"
    ASK_RETURN = "ask_return", "申请退单"
    RULE_RETURN = "rule_return", "裁定退单"
    ASK_EXTENSION = "ask_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    ASK_SUSPENSION = "ask_suspension", "申请挂账"
    DECIDE_SUSPENSION = "decide_suspension", "审批挂账"
    RESUME = "resume", "恢复办理"
    HAND_DOWN = "hand_down", "下派"
    COMPLETE = "complete", "提交办结"
    ACCEPT = "accept", "审核通过"
    SEND_BACK = "send_back", "退回补充"
    RECORD_CALLBACK = "record_callback", "记录回访"
    REWORK = "rework", "重办"
    ARCHIVE = "archive", "归档"
    REOPEN = "reopen", "重启"


class Party(TextChoices):
    """Who may act besides staff: a pseudo-role carried by Actor.roles."""

    CITIZEN = "citizen", "市民"
    CHANNEL = "channel", "渠道"
    SYSTEM = "system", "系统"


class Subject(TextChoices):
    """What an assignment must be for the verb to fall on it."""

    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"
    CHILD = "child", "下派"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from these states, by these people, the verb leads there.

    order_to or assignment_to None: the state stays. subjects empty: the verb is about the order
    alone. also: moves of other assignments of the order that the verb brings with it.
    """

    verb: Verb
    order_from: frozenset[OrderState]
    who: frozenset[str]
    order_to: OrderState | None = None
    subjects: frozenset[Subject] = frozenset()
    assignment_from: frozenset[AssignmentState] = frozenset()
    assignment_to: AssignmentState | None = None
    also: frozenset[tuple[AssignmentState, AssignmentState]] = frozenset()


_O, _A, _R, _S = OrderState, AssignmentState, Role, Subject
_DESK = frozenset({_R.OPERATOR, _R.DISPATCHER})
_HOTLINE = _DESK | {_R.REVIEWER}
_UNIT = frozenset({_R.UNIT_CLERK, _R.UNIT_HEAD})
_WITH_UNIT = frozenset({_O.DISPATCHED, _O.HANDLING})
_RUNNING = _WITH_UNIT | {_O.RECEIVED, _O.REPLIED, _O.CALLING_BACK}
_SETTLED = frozenset({_O.ANSWERED, _O.DECLINED, _O.TRANSFERRED, _O.WITHDRAWN})
_OPEN = frozenset({_A.TO_SIGN, _A.HANDLING})
_ANY = frozenset(Subject)


def _row(
    verb: Verb,
    order_from: Iterable[OrderState],
    who: Iterable[str],
    order_to: OrderState | None = None,
    *,
    on: Iterable[Subject] = (),
    take: Iterable[AssignmentState] = (),
    give: AssignmentState | None = None,
    also: Iterable[tuple[AssignmentState, AssignmentState]] = (),
) -> Transition:
    return Transition(
        verb,
        frozenset(order_from),
        frozenset(map(str, who)),
        order_to,
        frozenset(on),
        frozenset(take),
        give,
        frozenset(also),
    )


def _all_to(to: AssignmentState) -> tuple[tuple[AssignmentState, AssignmentState], ...]:
    """Every assignment not yet over goes to one state together."""
    return tuple(product([_A.TO_SIGN, _A.HANDLING, _A.REPLIED, _A.ACCEPTED], [to]))


_TAKE_BACK = _all_to(_A.RECALLED)


TABLE: tuple[Transition, ...] = (
    _row(Verb.RECEIVE, [], [*_DESK, Party.CHANNEL], _O.RECEIVED),
    _row(Verb.CORRECT, [*_RUNNING, _O.TRANSFERRED], _HOTLINE),
    _row(Verb.SUPPLEMENT, _RUNNING, [*_HOTLINE, Party.CITIZEN]),
    _row(Verb.ANSWER, [_O.RECEIVED], _DESK, _O.ANSWERED, also=_TAKE_BACK),
    _row(Verb.DECLINE, [_O.RECEIVED], _DESK, _O.DECLINED, also=_TAKE_BACK),
    _row(Verb.TRANSFER, [_O.RECEIVED], _DESK, _O.TRANSFERRED, also=_TAKE_BACK),
    _row(Verb.MERGE, [_O.RECEIVED], _DESK, _O.MERGED, also=_TAKE_BACK),
    _row(Verb.UNMERGE, [_O.MERGED], _DESK, _O.RECEIVED),
    _row(
        Verb.WITHDRAW,
        [_O.RECEIVED, *_WITH_UNIT],
        [*_HOTLINE, Party.CITIZEN],
        _O.WITHDRAWN,
        also=_TAKE_BACK,
    ),
    _row(Verb.DISPATCH, [_O.RECEIVED], [_R.DISPATCHER, _R.SUPERVISOR], _O.DISPATCHED),
    _row(Verb.ADD_ASSIST, _WITH_UNIT, [_R.DISPATCHER, _R.SUPERVISOR]),
    _row(
        Verb.RECALL,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.RECEIVED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RECALLED,
        also=_TAKE_BACK,
    ),
    _row(
        Verb.RECALL,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.ASSIST],
        take=_OPEN,
        give=_A.RECALLED,
    ),
    _row(
        Verb.RECALL,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
        give=_A.RECALLED,
    ),
    _row(
        Verb.SIGN,
        [_O.DISPATCHED],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.TO_SIGN],
        give=_A.HANDLING,
    ),
    _row(
        Verb.SIGN,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=[_S.ASSIST, _S.CHILD],
        take=[_A.TO_SIGN],
        give=_A.HANDLING,
    ),
    _row(
        Verb.CONTACT,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=_ANY,
        take=[_A.HANDLING],
    ),
    _row(
        Verb.ASK_RETURN,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=_ANY,
        take=_OPEN,
    ),
    _row(  # 改派，新单位随即接上
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.DISPATCHED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RETURNED,
        also=_TAKE_BACK,
    ),
    _row(  # 改派，回到待派
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        _O.RECEIVED,
        on=[_S.LEAD],
        take=_OPEN,
        give=_A.RETURNED,
        also=_TAKE_BACK,
    ),
    _row(  # 维持
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD, _S.ASSIST],
        take=_OPEN,
    ),
    _row(
        Verb.RULE_RETURN,
        _WITH_UNIT,
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.ASSIST],
        take=_OPEN,
        give=_A.RETURNED,
    ),
    _row(
        Verb.RULE_RETURN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
        give=_A.RETURNED,
    ),
    _row(
        Verb.RULE_RETURN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=_OPEN,
    ),
    _row(Verb.ASK_EXTENSION, [_O.HANDLING], _UNIT, on=_ANY, take=[_A.HANDLING]),
    _row(
        Verb.DECIDE_EXTENSION,
        [_O.HANDLING],
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD, _S.ASSIST],
        take=[_A.HANDLING],
    ),
    _row(
        Verb.DECIDE_EXTENSION,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=[_A.HANDLING],
    ),
    _row(Verb.ASK_SUSPENSION, [_O.HANDLING], _UNIT, on=[_S.LEAD], take=[_A.HANDLING]),
    _row(
        Verb.DECIDE_SUSPENSION,
        [_O.HANDLING],
        [_R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    _row(
        Verb.RESUME,
        [_O.HANDLING],
        [*_UNIT, _R.DISPATCHER, _R.SUPERVISOR],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    _row(
        Verb.HAND_DOWN,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.LEAD],
        take=[_A.HANDLING],
    ),
    _row(
        Verb.COMPLETE,
        [_O.HANDLING],
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        _O.REPLIED,
        on=[_S.LEAD],
        take=[_A.HANDLING],
        give=_A.REPLIED,
        also=[(_A.REPLIED, _A.ACCEPTED)],
    ),
    _row(
        Verb.COMPLETE,
        _WITH_UNIT,
        [*_UNIT, _R.PLATFORM_DISPATCHER],
        on=[_S.ASSIST, _S.CHILD],
        take=[_A.HANDLING],
        give=_A.REPLIED,
    ),
    _row(
        Verb.ACCEPT,
        [_O.REPLIED],
        [_R.REVIEWER],
        _O.CALLING_BACK,
        on=[_S.LEAD],
        take=[_A.REPLIED],
        give=_A.ACCEPTED,
        also=[(_A.REPLIED, _A.ACCEPTED)],
    ),
    _row(
        Verb.SEND_BACK,
        [_O.REPLIED],
        [_R.REVIEWER],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.REPLIED],
        give=_A.HANDLING,
    ),
    _row(
        Verb.SEND_BACK,
        [_O.HANDLING],
        [_R.PLATFORM_DISPATCHER],
        on=[_S.CHILD],
        take=[_A.REPLIED],
        give=_A.HANDLING,
    ),
    _row(
        Verb.RECORD_CALLBACK,
        [_O.CALLING_BACK],
        [_R.REVIEWER, Party.CITIZEN, Party.SYSTEM],
    ),
    _row(
        Verb.REWORK,
        [_O.CALLING_BACK],
        [_R.REVIEWER, _R.SUPERVISOR],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.ACCEPTED],
        give=_A.HANDLING,
    ),
    _row(
        Verb.ARCHIVE,
        [_O.CALLING_BACK],
        [_R.REVIEWER, Party.SYSTEM],
        _O.ARCHIVED,
        on=[_S.LEAD],
        take=[_A.ACCEPTED],
        give=_A.CLOSED,
        also=_all_to(_A.CLOSED),
    ),
    _row(Verb.REOPEN, _SETTLED, [*_HOTLINE, _R.SUPERVISOR], _O.RECEIVED),
    _row(
        Verb.REOPEN,
        [_O.ARCHIVED],
        [_R.REVIEWER, _R.SUPERVISOR],
        _O.HANDLING,
        on=[_S.LEAD],
        take=[_A.CLOSED],
        give=_A.HANDLING,
    ),
)

FINAL = frozenset(_SETTLED | {_O.MERGED, _O.ARCHIVED})
WITH_UNIT = frozenset(_WITH_UNIT | {_O.REPLIED})
OPEN_ASSIGNMENT = _OPEN


def rows_of(verb: Verb) -> tuple[Transition, ...]:
    """The rows of one verb, in the table's order."""
    return tuple(row for row in TABLE if row.verb == verb)


def order_moves() -> frozenset[tuple[str, str]]:
    """Every (old, new) pair of order states that some verb makes: what the database lets pass."""
    return frozenset(
        (str(old), str(row.order_to)) for row in TABLE if row.order_to for old in row.order_from
    )


def assignment_moves() -> frozenset[tuple[str, str]]:
    """Every (old, new) pair of assignment states that some verb makes."""
    own = {
        (str(old), str(row.assignment_to))
        for row in TABLE
        if row.assignment_to
        for old in row.assignment_from
    }
    return frozenset(own | {(str(old), str(new)) for row in TABLE for old, new in row.also})
