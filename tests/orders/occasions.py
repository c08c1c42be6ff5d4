"""For every verb and every sort of assignment an order on which it is legal, and what is sent.

The lead is the platform of the east, so that each role of a unit may hold it; a child is held by
a bureau below it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from orders.states import Subject, Verb
from orders.transitions import BY_PEOPLE, rows_of
from tests.factories import Walk, ref
from units.actor import Actor
from units.models import Unit
from units.roles import Role

Build = Callable[[Walk], Walk]


@dataclass(frozen=True, slots=True)
class Occasion:
    """verb on subject (None: the order as a whole), after build; body is the JSON to send."""

    verb: Verb
    subject: Subject | None
    build: Build
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def holder(self) -> str:
        """The attribute of the cast's unit that holds the assignment, or the order."""
        return "east_urban" if self.subject == Subject.CHILD else "east"

    @property
    def who(self) -> frozenset[str]:
        """The roles the table names for it."""
        return frozenset(
            role
            for row in rows_of(self.verb)
            if (not row.subjects if self.subject is None else self.subject in row.subjects)
            for role in row.who
        )

    @property
    def name(self) -> str:
        return f"{self.verb}-{self.subject or 'order'}"


def received(walk: Walk) -> Walk:
    return walk.receive_from_citizen()


def dispatched(walk: Walk) -> Walk:
    """To the platform, with a bureau assisting."""
    return received(walk).dispatch(walk.cast.east, walk.cast.market)


def with_assist(walk: Walk) -> Walk:
    """The platform assists a bureau."""
    return received(walk).dispatch(walk.cast.urban, walk.cast.east)


def handling(walk: Walk) -> Walk:
    return received(walk).dispatch(walk.cast.east).do(Verb.SIGN, "platform_dispatcher")


def assisting(walk: Walk) -> Walk:
    walk = with_assist(walk).do(Verb.SIGN, "unit_clerk")
    return walk.do(Verb.SIGN, "platform_dispatcher", assignment_id=held_by(walk, walk.cast.east))


def handed_down(walk: Walk) -> Walk:
    return handling(walk).do(
        Verb.HAND_DOWN, "platform_dispatcher", units=[ref(walk.cast.east_urban)]
    )


def child_handling(walk: Walk) -> Walk:
    return handed_down(walk).do(Verb.SIGN, "east_clerk")


def child_replied(walk: Walk) -> Walk:
    return child_handling(walk).do(Verb.COMPLETE, "east_clerk", text="已修", uncontacted="匿名")


def replied(walk: Walk) -> Walk:
    return handling(walk).do(
        Verb.COMPLETE, "platform_dispatcher", text="已修好", uncontacted="没留电话"
    )


def calling_back(walk: Walk) -> Walk:
    return replied(walk).do(Verb.ACCEPT, "reviewer")


def archived(walk: Walk) -> Walk:
    return calling_back(walk).rate(5).do(Verb.ARCHIVE, "reviewer")


def answered(walk: Walk) -> Walk:
    return received(walk).do(Verb.ANSWER, "operator", text="已答复")


def merged(walk: Walk) -> Walk:
    main = Walk(walk.cast, walk.at).receive()
    return received(walk).do(Verb.MERGE, "operator", main_id=main.order_id)


def held_by(walk: Walk, unit: Unit) -> int:
    return walk.of_unit(unit).id


def then(build: Build, verb: Verb, who: str, **inputs: Any) -> Build:
    return lambda walk: build(walk).do(verb, who, **inputs)


def head_of(unit: Unit) -> Actor:
    """Somebody who heads that unit."""
    return Actor("staff", None, unit.pk, unit.path, frozenset({Role.UNIT_HEAD.value}))


def asked(build: Build, kind: str, holder: str) -> Build:
    """A request has been made by the head of the unit that holds it."""

    def ask(walk: Walk) -> Walk:
        walk = build(walk)
        unit = getattr(walk.cast, holder)
        extra: dict[str, dict[str, Any]] = {
            "return": {"reason_id": "return.not_ours"},
            "extension": {"days": 2},
            "suspension": {"until": walk.at + timedelta(days=30)},
        }
        return walk.do(
            Verb(f"ask_{kind}"),
            head_of(unit),
            assignment_id=held_by(walk, unit),
            text="有依据",
            **extra[kind],
        )

    return ask


def supervised(walk: Walk) -> Walk:
    return handling(walk).do(Verb.SUPERVISE, "supervisor", kind="daily", text="三天内办好")


def answered_supervision(walk: Walk) -> Walk:
    return supervised(walk).do(Verb.ANSWER_SUPERVISION, "platform_dispatcher", text="已排班")


def overdue(build: Build, holder: str) -> Build:
    """Nine working days have gone by since; body_of names the matter."""

    def wait(walk: Walk) -> Walk:
        walk = build(walk)
        due = held_due(walk, getattr(walk.cast, holder))
        walk.at = due + timedelta(hours=1)
        return walk

    return wait


def held_due(walk: Walk, unit: Unit) -> datetime:
    due = walk.of_unit(unit).due_at
    assert due is not None
    return due


def contested(build: Build, holder: str) -> Build:
    """The head of the unit that holds it has appealed against being late."""

    def ask(walk: Walk) -> Walk:
        walk = overdue(build, holder)(walk)
        unit = getattr(walk.cast, holder)
        return walk.do(
            Verb.APPEAL,
            head_of(unit),
            assignment_id=held_by(walk, unit),
            matter=f"overdue:{walk.of_unit(unit).round.id}",
            text="停电三天",
        )

    return ask


L, A, C = Subject.LEAD, Subject.ASSIST, Subject.CHILD
REPLY = {"text": "办好了", "uncontacted": "没留电话"}
ASK_RETURN = {"reason_id": "return.not_ours", "text": "职责清单第3项"}
UPHOLD = {"verdict": "upheld", "text": "归你"}
GRANT = {"granted": True}
APPEAL = {"matter": "OVERDUE", "text": "停电三天"}
RULING = {"granted": True, "text": "属实"}

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(Verb.CORRECT, None, received, {"kind": "complain"}),
    Occasion(Verb.SUPPLEMENT, None, received, {"text": "还有一盏"}),
    Occasion(Verb.ANSWER, None, received, {"text": "明晚恢复"}),
    Occasion(Verb.DECLINE, None, received, {"reason_id": "decline.not_ours"}),
    Occasion(Verb.TRANSFER, None, received, {"reason_id": "transfer.110"}),
    Occasion(Verb.MERGE, None, received, {"main": "MAIN"}),
    Occasion(Verb.UNMERGE, None, merged),
    Occasion(Verb.WITHDRAW, None, dispatched),
    Occasion(Verb.DISPATCH, None, received, {"lead": "urban"}),
    Occasion(Verb.ADD_ASSIST, None, dispatched, {"units": ["urban"]}),
    Occasion(Verb.RECALL, L, dispatched, {"text": "派错了"}),
    Occasion(Verb.RECALL, A, with_assist, {"text": "用不着"}),
    Occasion(Verb.RECALL, C, handed_down, {"text": "用不着"}),
    Occasion(Verb.SIGN, L, dispatched),
    Occasion(Verb.SIGN, A, with_assist),
    Occasion(Verb.SIGN, C, handed_down),
    Occasion(Verb.CONTACT, L, handling, {"text": "约了明天", "reached": True}),
    Occasion(Verb.CONTACT, A, assisting, {"text": "约了明天", "reached": True}),
    Occasion(Verb.CONTACT, C, child_handling, {"text": "约了明天", "reached": True}),
    Occasion(Verb.ASK_RETURN, L, dispatched, ASK_RETURN),
    Occasion(Verb.ASK_RETURN, A, with_assist, ASK_RETURN),
    Occasion(Verb.ASK_RETURN, C, handed_down, ASK_RETURN),
    Occasion(Verb.RULE_RETURN, L, asked(dispatched, "return", "east"), UPHOLD),
    Occasion(Verb.RULE_RETURN, A, asked(with_assist, "return", "east"), UPHOLD),
    Occasion(Verb.RULE_RETURN, C, asked(handed_down, "return", "east_urban"), UPHOLD),
    Occasion(Verb.ASK_EXTENSION, L, handling, {"days": 2, "text": "要开挖"}),
    Occasion(Verb.ASK_EXTENSION, A, assisting, {"days": 2, "text": "要开挖"}),
    Occasion(Verb.ASK_EXTENSION, C, child_handling, {"days": 2, "text": "要开挖"}),
    Occasion(Verb.DECIDE_EXTENSION, L, asked(handling, "extension", "east"), GRANT),
    Occasion(Verb.DECIDE_EXTENSION, A, asked(assisting, "extension", "east"), GRANT),
    Occasion(Verb.DECIDE_EXTENSION, C, asked(child_handling, "extension", "east_urban"), GRANT),
    Occasion(Verb.ASK_SUSPENSION, L, handling, {"until": "2024-07-01T18:00", "text": "等判决"}),
    Occasion(Verb.DECIDE_SUSPENSION, L, asked(handling, "suspension", "east"), GRANT),
    Occasion(
        Verb.RESUME,
        L,
        then(
            asked(handling, "suspension", "east"),
            Verb.DECIDE_SUSPENSION,
            "dispatcher",
            granted=True,
        ),
    ),
    Occasion(Verb.HAND_DOWN, L, handling, {"units": ["east-town"]}),
    Occasion(Verb.COMPLETE, L, handling, REPLY),
    Occasion(Verb.COMPLETE, A, assisting, REPLY),
    Occasion(Verb.COMPLETE, C, child_handling, REPLY),
    Occasion(Verb.ACCEPT, L, replied, {"public_text": "路灯已修好"}),
    Occasion(Verb.SEND_BACK, L, replied, {"reason_id": "send_back.unclear", "text": "补照片"}),
    Occasion(Verb.SEND_BACK, C, child_replied, {"reason_id": "send_back.unclear", "text": "补"}),
    Occasion(Verb.RECORD_CALLBACK, None, calling_back, {"way": "call", "result": "busy"}),
    Occasion(Verb.TAKE_CALLBACK, None, calling_back),
    Occasion(Verb.DOUBT_RATING, L, lambda walk: calling_back(walk).rate(1), {"text": "已修好"}),
    Occasion(
        Verb.RULE_RATING,
        L,
        then(lambda walk: calling_back(walk).rate(1), Verb.DOUBT_RATING, "reviewer", text="已修好"),
        {"unreasonable": True, "text": "有照片为证"},
    ),
    Occasion(
        Verb.REWORK,
        L,
        lambda walk: calling_back(walk).rate(1),
        {"reason_id": "rework.unsolved", "text": "还是不亮"},
    ),
    Occasion(Verb.ARCHIVE, L, lambda walk: calling_back(walk).rate(4)),
    Occasion(Verb.REOPEN, None, answered, {"text": "市民又来电"}),
    Occasion(Verb.REOPEN, L, archived, {"text": "又坏了"}),
    Occasion(Verb.URGE, None, handling, {"text": "市民又来电话问"}),
    Occasion(Verb.SUPERVISE, L, handling, {"kind": "listed", "text": "三天内办好"}),
    Occasion(Verb.ANSWER_SUPERVISION, L, supervised, {"text": "已排班"}),
    Occasion(Verb.CLOSE_SUPERVISION, L, answered_supervision, {"verdict": "met"}),
    Occasion(Verb.APPEAL, L, overdue(handling, "east"), APPEAL),
    Occasion(Verb.APPEAL, A, overdue(assisting, "east"), APPEAL),
    Occasion(Verb.APPEAL, C, overdue(child_handling, "east_urban"), APPEAL),
    Occasion(Verb.DECIDE_APPEAL, L, contested(handling, "east"), RULING),
    Occasion(Verb.DECIDE_APPEAL, A, contested(assisting, "east"), RULING),
    Occasion(Verb.DECIDE_APPEAL, C, contested(child_handling, "east_urban"), RULING),
)


def pairs_of_the_table() -> Iterable[tuple[Verb, Subject | None]]:
    """Every verb with every sort of assignment it falls on, as the table says."""
    for verb in BY_PEOPLE:
        for row in rows_of(verb):
            yield from ((verb, subject) for subject in row.subjects or {None})


__all__ = ["OCCASIONS", "Occasion", "held_by", "pairs_of_the_table"]
