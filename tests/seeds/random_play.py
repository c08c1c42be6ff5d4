"""Random people doing random verbs with random inputs, legal or not, on demands of the cast."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from orders import rulebook
from orders.lifecycle.levels import first_reached
from orders.lifecycle.matters import matters_of
from orders.lifecycle.moving import Asked, moves
from orders.lifecycle.receiving import Demand
from orders.lifecycle.registry import open_to
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, UnitRef
from orders.states import Verb
from tests.cast import Cast
from units.actor import Actor, actor_of

KINDS = ("consult", "help", "help", "complain", "report", "suggest", "praise", "other")
FORWARD = (
    Verb.PLACE_CALLBACK,
    Verb.DOUBT_RATING,
    Verb.RULE_RATING,
    Verb.RECORD_CALLBACK,
    Verb.ACCEPT,
    Verb.COMPLETE,
    Verb.SIGN,
    Verb.DISPATCH,
)
WALKED = tuple(verb for verb in Verb if verb != Verb.RECEIVE)
ANSWERS = (
    Verb.DECIDE_EXTENSION,
    Verb.DECIDE_SUSPENSION,
    Verb.RESUME,
    Verb.RULE_RETURN,
    Verb.ANSWER_SUPERVISION,
    Verb.CLOSE_SUPERVISION,
    Verb.DECIDE_APPEAL,
)
RARE = {
    Verb.RAISE_LEVEL,
    Verb.WITHDRAW,
    Verb.DECLINE,
    Verb.TRANSFER,
    Verb.MERGE,
    Verb.ANSWER,
    Verb.RECALL,
    Verb.URGE,
    Verb.SUPERVISE,
}


@dataclass(frozen=True)
class Move:
    """One verb to be tried: on which assignment (by its place in the order), by whom, when."""

    verb: Verb
    by: Actor
    at: datetime
    place: int | None
    main_id: int | None
    inputs: dict[str, Any]


class Play:
    """Draws demands and moves; the same seed draws the same."""

    def __init__(self, cast: Cast, citizens: Sequence[int], seed: int) -> None:
        self.draw = random.Random(seed)
        self.rules = rulebook.current()  # read once: no move changes them
        self.citizens = citizens
        self.cast = cast
        self.people = [actor_of(person) for person in cast.staff().values()]
        self.people += [Actor.citizen(), Actor.system()]
        self.refs = [
            UnitRef(unit.pk, unit.path, unit.short_name)
            for name, unit in cast.units().items()
            if name not in {"city", "hotline"}
        ]

    def demand(self) -> Demand:
        draw = self.draw
        return Demand(
            channel_id=draw.choice(("phone", "web", "scan")),
            kind=draw.choice(KINDS),
            urgency=draw.choice(("normal", "normal", "normal", "urgent", "critical")),
            category_id=draw.choice(("10.01.01", "05.01")),
            title=f"第{draw.randrange(10_000)}号路灯不亮",
            body="柳岸街道“路灯”连续三晚不亮，\t行人不便\\n请修理\n谢谢",
            district=draw.choice(("", "east")),
            about_unit_id=draw.choice((None, None, None, self.refs[0].id)),
            citizen_id=draw.choice((None, *self.citizens)),
            confidential=draw.random() < 0.1,
        )

    def moves(
        self, facts: OrderFacts, at: datetime, mains: Sequence[int], *, onward: bool
    ) -> Iterator[Move]:
        """Verbs open in that state, the rare ends rarely, until nobody asks for more; onward: what
        leads to the archive comes first."""
        verbs = [verb for verb in WALKED if verb not in RARE or self.draw.random() < 0.15]
        self.draw.shuffle(verbs)
        first = FORWARD if onward else ANSWERS if self.draw.random() < 0.75 else ()
        verbs.sort(key=lambda verb: verb not in first)
        for verb in verbs:
            ways = [(by, on) for by in self.people for on in open_to(verb, facts, by)]
            if not ways:
                continue
            by, on = self.draw.choice(ways)
            place = facts.assignments.index(on) if on is not None else None
            main = self.draw.choice(mains) if verb == Verb.MERGE else None
            yield Move(verb, by, at, place, main, self.inputs(verb, at, facts, on))

    def callback(self, facts: OrderFacts) -> dict[str, Any]:
        """One of the callbacks owed, and the automatic attempt of it that is out."""
        task = self.draw.choice(facts.open_callbacks) if facts.open_callbacks else None
        out = task.out if task and self.draw.random() < 0.7 else None
        return {"task_id": task.id if task else 0, "placed_id": out.id if out else None}

    def inputs(
        self, verb: Verb, at: datetime, facts: OrderFacts, on: AssignmentFacts | None = None
    ) -> dict[str, Any]:
        draw = self.draw
        text = draw.choice(("已到现场看过", "按规定办理", "市民要求尽快", ""))
        unit = draw.choice(self.refs)
        words = {"text": text}
        of_units = {"units": draw.sample(self.refs, draw.choice((1, 1, 2))), "note": text}
        granted = {"granted": draw.random() < 0.7, "text": text}
        rating = draw.choice((None, 1, 2, 3, 5))
        made: dict[Verb, dict[str, Any]] = {
            Verb.CORRECT: {"changes": {"kind": draw.choice(KINDS), "title": f"更正{text}"}},
            Verb.DISPATCH: {
                "lead": unit,
                "assists": draw.sample(self.refs, draw.choice((0, 0, 1, 2))),
                "redacted": draw.choice(("", "有市民反映路灯不亮")),
                "override": draw.choice(("", "情况特殊")),
            },
            Verb.DECLINE: {"reason_id": "decline.not_ours", **words},
            Verb.TRANSFER: {"reason_id": "transfer.110", "receipt": "110-77", **words},
            Verb.MERGE: {},
            Verb.ADD_ASSIST: of_units,
            Verb.HAND_DOWN: of_units,
            Verb.SIGN: {},
            Verb.CONTACT: {"reached": draw.random() < 0.8, **words},
            Verb.ASK_RETURN: {"reason_id": "return.not_ours", **words},
            Verb.RULE_RETURN: {
                "verdict": draw.choice(("moved", "upheld")),
                "unit": draw.choice((None, unit)),
                **words,
            },
            Verb.ASK_EXTENSION: {"days": draw.randrange(1, 5), **words},
            Verb.DECIDE_EXTENSION: granted,
            Verb.ASK_SUSPENSION: {"until": at + timedelta(days=draw.randrange(1, 30)), **words},
            Verb.DECIDE_SUSPENSION: {"granted": draw.random() < 0.9, "text": text},
            Verb.COMPLETE: {"uncontacted": text, "without_assists": text, **words},
            Verb.ACCEPT: {"public_text": text},
            Verb.SEND_BACK: {"reason_id": "send_back.unclear", **words},
            Verb.RECORD_CALLBACK: {
                "way": "call",
                "result": "reached" if rating else draw.choice(("reached", "busy", "no_result")),
                "rating": rating,
                "last": draw.random() < 0.3,
                **self.callback(facts),
                **words,
            },
            Verb.PLACE_CALLBACK: {
                "task_id": self.callback(facts)["task_id"],
                "key": UUID(int=draw.getrandbits(128)),
                "token_hash": f"{draw.getrandbits(256):064x}",
            },
            Verb.TAKE_CALLBACK: {},
            Verb.RULE_RATING: {"unreasonable": draw.random() < 0.5, **words},
            Verb.REWORK: {"reason_id": "rework.unsolved", **words},
            Verb.RETIME: self.another_limit(facts, on, at) if on and verb == Verb.RETIME else {},
            Verb.SUPERVISE: {"kind": draw.choice(("daily", "listed", "talk")), **words},
            Verb.CLOSE_SUPERVISION: {
                "verdict": draw.choice(("met", "sent_back", "lifted")),
                **words,
            },
            Verb.APPEAL: {"matter": draw.choice((*self.contestable(facts, at), "card:0")), **words},
            Verb.DECIDE_APPEAL: granted,
            Verb.RAISE_LEVEL: {"levels": first_reached(facts, self.rules, at)},
        }
        return made.get(verb, words)

    def another_limit(self, facts: OrderFacts, on: AssignmentFacts, at: datetime) -> dict[str, Any]:
        """The handle limit becomes another amount, longer or shorter."""
        rules, terms = self.rules, on.terms.get("handle", on.terms["sign"])
        other = {**terms, "rule": "other", "amount": self.draw.choice((1, 2, 9, 300))}
        asked = Asked(1, "时限改了", None, self.draw.random() < 0.5, terms["rule"], other)
        return {
            "asked": asked,
            "moved": moves(facts, on, rules, was=rules, before=facts, asked=asked, at=at),
        }

    def contestable(self, facts: OrderFacts, at: datetime) -> list[str]:
        """Whatever stands against any unit of the order."""
        return [m.key for on in facts.assignments for m in matters_of(facts, on, self.rules, at)]
