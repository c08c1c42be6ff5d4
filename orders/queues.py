"""The queues: which each role works from, what stands in them, and what comes first.

A queue's rows are orders, assignments or requests; each carries the moment it is sorted by. In a
queue of work that is what falls due next; a clock that stands sorts behind all that run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from orders.access import sees_all, unit_paths, visible_to
from orders.facts import top_lead
from orders.models import Assignment, Order, Pause, RatingDoubt, Request, Supervision
from orders.paging import FIRST, LAST
from orders.states import AssignmentState, OrderState, Verb
from orders.transitions import OPEN_ASSIGNMENT
from units.actor import Actor
from units.roles import HOTLINE_ROLES, UNIT_ROLES, Role

COUNTED = 1000  # a count goes no further: 999+
_S, _O = AssignmentState, OrderState
_PLATFORM: frozenset[str] = frozenset({Role.PLATFORM_DISPATCHER})


@dataclass(frozen=True, slots=True)
class Queue:
    """One tab. order and holding are paths from a row to its order and assignment; clock says
    which clock its rows show; groups, under which heads they stand; verbs, what is done here."""

    key: str
    label: str
    who: frozenset[str]
    rows: Callable[[Sequence[Actor], datetime], QuerySet[Any]]
    order: str
    holding: str
    clock: str
    groups: str
    empty: tuple[str, str]
    verbs: tuple[Verb, ...] = ()
    descending: bool = False
    counted: bool = True


def _in_units(actors: Sequence[Actor], on: str = "unit__") -> Q:
    below = Q(pk__in=[])
    for path in unit_paths(actors):
        below |= Q(**{f"{on}path__startswith": path})
    return below


def held(actors: Sequence[Actor]) -> QuerySet[Assignment]:
    """What is in these people's hands: for the hotline every lead, for a unit what was given to
    its subtree from outside, as lead or assist."""
    if sees_all(actors):
        return Assignment.objects.filter(top_lead())
    given = Assignment.objects.filter(_in_units(actors)).exclude(state=_S.RECALLED)
    return given.exclude(_in_units(actors, "parent__unit__"))


def _stands(*, before: str = "") -> Exists:
    """A clock that stands; with `before`, one that stood still before that moment came."""
    pauses = Pause.objects.filter(
        assignment=OuterRef("pk"),
        ended_at__isnull=True,
        cause__in=[Pause.Cause.RETURN, Pause.Cause.SUSPENSION, Pause.Cause.NO_LEAD],
    )
    return Exists(pauses.filter(started_at__lte=OuterRef(before)) if before else pauses)


def _due(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Sorted by what is owed next: the signature, then the reply."""
    owed = Case(When(state=_S.TO_SIGN, then=F("sign_due_at")), default=F("due_at"))
    return rows.annotate(sort=Case(When(_stands(), then=LAST), default=Coalesce(owed, LAST)))


def _in_state(*states: AssignmentState) -> Callable[..., QuerySet[Any]]:
    return lambda actors, at: _due(held(actors).filter(state__in=states))


def _overdue(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    late = held(actors).filter(state__in=OPEN_ASSIGNMENT, due_at__lt=at)
    return late.exclude(_stands(before="due_at")).annotate(sort=F("due_at"))


def _after_reply(state: OrderState, on: AssignmentState, moment: str) -> Callable[..., Any]:
    """The longest wait first."""

    def rows(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
        waiting = held(actors).filter(order__state=state, state=on)
        return waiting.annotate(sort=Coalesce(F(moment), LAST))

    return rows


def _answered(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    over = held(actors).filter(state__in=[_S.REPLIED, _S.ACCEPTED])
    return over.annotate(sort=Coalesce(F("replied_at"), LAST))


def _received(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    """What a ruling gave back stands before all: it has waited once already."""
    owed = Case(
        When(dispatched_at__isnull=False, then=FIRST), default=Coalesce("dispatch_due_at", LAST)
    )
    return Order.objects.filter(state=_O.RECEIVED).annotate(sort=owed)


def _asked(kind: Request.Kind) -> Callable[..., QuerySet[Any]]:
    def rows(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
        open_now = Request.objects.filter(kind=kind, decided_at__isnull=True)
        if sees_all(actors):
            mine = open_now.filter(assignment__parent__isnull=True)
        else:
            mine = open_now.filter(_in_units(actors, "assignment__parent__unit__"))
        return mine.annotate(sort=Coalesce("decision_due_at", LAST))

    return rows


def _doubted(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    """Ratings said to be unreasonable that nobody has ruled on, the longest wait first."""
    waiting = RatingDoubt.objects.filter(decided_at__isnull=True)
    return waiting.annotate(sort=F("asked_at"))


def _below(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    given = Assignment.objects.filter(_in_units(actors, "parent__unit__"))
    return _due(given.filter(state__in=OPEN_ASSIGNMENT))


def _supervised(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    """What the unit still owes an answer to; an answer that lies with the hotline comes last."""
    mine = Supervision.objects.filter(_in_units(actors, "assignment__unit__"))
    owed = Case(When(replied_at__isnull=True, then=F("due_at")), default=LAST)
    return mine.filter(closed_at__isnull=True).annotate(sort=owed)


def _all(actors: Sequence[Actor], at: datetime) -> QuerySet[Any]:
    return visible_to(actors).annotate(sort=F("received_at"))


def _of_assignments(
    key: str, label: str, who: frozenset[str], rows: Callable[..., Any], clock: str, groups: str,
    empty: tuple[str, str], *verbs: Verb,
) -> Queue:  # fmt: skip
    return Queue(key, label, who, rows, "order_id", "pk", clock, groups, empty, verbs)


def _of_requests(
    key: str, label: str, who: frozenset[str], kind: Request.Kind, verb: Verb, what: str
) -> Queue:
    empty = (f"没有{what}", "单位一申请就会出现在这里")
    return Queue(
        key, label, who, _asked(kind), "assignment__order_id", "assignment_id", "decision", "due",
        empty, (verb,),
    )  # fmt: skip


_HANDLED_BY_UNIT = "单位答复后转到“待审核”"
QUEUES: tuple[Queue, ...] = (
    Queue(
        "received", "待派", HOTLINE_ROLES, _received, "pk", "", "dispatch", "due",
        ("没有待派的工单", "来新的会排在这里，先到期的在前"), (Verb.DISPATCH,),
    ),
    _of_requests(
        "returns", "退单待裁", HOTLINE_ROLES, Request.Kind.RETURN, Verb.RULE_RETURN, "等裁定的退单"
    ),
    _of_requests(
        "extensions", "延期待批", HOTLINE_ROLES, Request.Kind.EXTENSION, Verb.DECIDE_EXTENSION,
        "等审批的延期",
    ),
    _of_requests(
        "suspensions", "挂账待批", HOTLINE_ROLES, Request.Kind.SUSPENSION, Verb.DECIDE_SUSPENSION,
        "等审批的挂账",
    ),
    _of_assignments(
        "todo", "待办", UNIT_ROLES, _in_state(_S.TO_SIGN, _S.HANDLING), "next", "due",
        ("手里没有要办的工单", "派来新的会排在这里，先到期的在前"), Verb.SIGN, Verb.COMPLETE,
    ),
    _of_assignments(
        "to-sign", "待签收", HOTLINE_ROLES | UNIT_ROLES, _in_state(_S.TO_SIGN), "next", "due",
        ("没有待签收的工单", "派出的工单到签收为止排在这里"), Verb.SIGN,
    ),
    _of_assignments(
        "handling", "办理中", HOTLINE_ROLES | UNIT_ROLES, _in_state(_S.HANDLING), "next", "due",
        ("没有办理中的工单", _HANDLED_BY_UNIT), Verb.COMPLETE,
    ),
    _of_assignments(
        "review", "待审核", HOTLINE_ROLES,
        _after_reply(_O.REPLIED, _S.REPLIED, "replied_at"), "handle", "since",
        ("没有待审核的答复", "单位一答复就会排在这里，等得最久的在前"), Verb.ACCEPT,
    ),
    _of_assignments(
        "callbacks", "待回访", HOTLINE_ROLES,
        _after_reply(_O.CALLING_BACK, _S.ACCEPTED, "accepted_at"), "handle", "since",
        ("没有待回访的工单", "答复审核通过就会排在这里"), Verb.RECORD_CALLBACK, Verb.ARCHIVE,
    ),
    Queue(
        "ratings", "评价待认定", HOTLINE_ROLES, _doubted, "round__assignment__order_id",
        "round__assignment_id", "handle", "since",
        ("没有等认定的评价", "回访员提请认定就会排在这里，由另一个人认定"), (Verb.RULE_RATING,),
    ),
    _of_assignments(
        "overdue", "已超期", HOTLINE_ROLES | UNIT_ROLES, _overdue, "handle", "",
        ("没有超期的工单", "过了时限还没答复的会排在这里"), Verb.COMPLETE,
    ),
    _of_assignments(
        "answered", "已答复", UNIT_ROLES, _answered, "handle", "since",
        ("没有等审核、回访的答复", "归档以后在“全部”里找"),
    ),
    _of_assignments(
        "below", "下级在办", _PLATFORM, _below, "next", "due",
        ("没有下派在办的工单", "下派出去的到答复为止排在这里"),
    ),
    Queue(
        "supervised", "督办件", UNIT_ROLES, _supervised, "order_id", "assignment_id",
        "supervision", "due", ("没有督办件", "热线下了督办单，要报结果的会排在这里"),
        (Verb.ANSWER_SUPERVISION,),
    ),
    _of_requests(
        "below-returns", "下级退单待裁", _PLATFORM, Request.Kind.RETURN, Verb.RULE_RETURN,
        "下级等裁定的退单",
    ),
    _of_requests(
        "below-extensions", "下级延期待批", _PLATFORM, Request.Kind.EXTENSION,
        Verb.DECIDE_EXTENSION, "下级等审批的延期",
    ),
    Queue(
        "list", "全部", HOTLINE_ROLES | UNIT_ROLES, _all, "pk", "", "next", "",
        ("还没有工单", "登记或派来以后都在这里，新的在前"), descending=True, counted=False,
    ),
)  # fmt: skip
BY_KEY = {queue.key: queue for queue in QUEUES}


def queues_for(actors: Sequence[Actor]) -> list[Queue]:
    """The tabs of a person, in their order; none for who sees no orders."""
    roles: frozenset[str] = frozenset().union(*(actor.roles for actor in actors))
    return [queue for queue in QUEUES if queue.who & roles]


def count_words(queue: Queue, actors: Sequence[Actor], at: datetime) -> str | None:
    """How many stand in a queue; beyond 999 it is not counted on. None where nobody asks."""
    if not queue.counted:
        return None
    found = queue.rows(actors, at).values("pk").order_by()[:COUNTED].count()
    return str(found) if found < COUNTED else f"{COUNTED - 1}+"
