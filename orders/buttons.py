"""Which verbs a person is offered on an order: what the states table leaves open, the main first.

A verb the table leaves open but that would be refused whatever is typed (nothing was asked, the
return limit is past) is not offered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from orders.deadlines import Rulebook
from orders.facts import SATISFIED_FROM
from orders.forms import form_for
from orders.lifecycle.closing import ratings_of
from orders.lifecycle.matters import open_matters
from orders.lifecycle.rating import doubted
from orders.lifecycle.registry import open_to
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import Subject, Verb
from units.actor import Actor
from units.roles import UNIT_ROLES

# The first that is offered is the main one; verbs that are seldom needed come last.
IN_ORDER: tuple[Verb, ...] = (
    Verb.RULE_RETURN,
    Verb.DECIDE_EXTENSION,
    Verb.DECIDE_SUSPENSION,
    Verb.DECIDE_APPEAL,
    Verb.DISPATCH,
    Verb.SIGN,
    Verb.RESUME,
    Verb.ACCEPT,
    Verb.RULE_RATING,
    Verb.RECORD_CALLBACK,
    Verb.REWORK,
    Verb.ARCHIVE,
    Verb.COMPLETE,
    Verb.CONTACT,
    Verb.ANSWER_SUPERVISION,
    Verb.SEND_BACK,
    Verb.HAND_DOWN,
    Verb.ANSWER,
    Verb.MERGE,
    Verb.UNMERGE,
    Verb.TAKE_CALLBACK,
    Verb.DOUBT_RATING,
    Verb.URGE,
    Verb.SUPERVISE,
    Verb.CLOSE_SUPERVISION,
    Verb.ASK_RETURN,
    Verb.ASK_EXTENSION,
    Verb.ASK_SUSPENSION,
    Verb.APPEAL,
    Verb.ADD_ASSIST,
    Verb.RECALL,
    Verb.REOPEN,
    Verb.SUPPLEMENT,
    Verb.CORRECT,
    Verb.TRANSFER,
    Verb.DECLINE,
    Verb.WITHDRAW,
)
# Never filled: beside the straight way, or hard to take back.
NEVER_MAIN = frozenset(
    {
        Verb.SUPPLEMENT,
        Verb.CORRECT,
        Verb.TRANSFER,
        Verb.DECLINE,
        Verb.WITHDRAW,
        Verb.RECALL,
        Verb.URGE,
        Verb.SUPERVISE,
        Verb.APPEAL,
    }
)
AT_ONCE = frozenset({Verb.SIGN, Verb.ARCHIVE, Verb.TAKE_CALLBACK})
KEYS: dict[Verb, str] = {  # console README §5
    Verb.ACCEPT: "Y",
    Verb.SEND_BACK: "B",
    Verb.DISPATCH: "D",
    Verb.ADD_ASSIST: "A",
    Verb.CORRECT: "C",
    Verb.MERGE: "M",
    Verb.CONTACT: "T",
    Verb.RECORD_CALLBACK: "T",
    Verb.URGE: "R",
    Verb.SUPERVISE: "S",
}
SHOWN = 3  # the rest is behind 更多


@dataclass(frozen=True, slots=True)
class Button:
    """A verb on offer; at_once: it is done by pressing, with nothing to be written."""

    verb: Verb
    label: str
    url: str
    assignment_id: int | None
    key: str
    at_once: bool
    main: bool


def _waits(kind: str) -> Callable[[OrderFacts, AssignmentFacts, datetime], bool]:
    return lambda order, on, at: on.open_request(kind) is not None


def _may_return(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    before = any(request.kind == "return" for request in on.requests)
    late = on.return_until is not None and at > on.return_until
    return not (on.return_barred or before or late)


def _before_due(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    return on.due_at is not None and at <= on.due_at


def _may_extend(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    return _before_due(order, on, at) and on.open_request("extension") is None


def _may_suspend(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    asked = on.open_request("suspension") or on.open_pause("suspension")
    return _before_due(order, on, at) and asked is None


def _dissatisfied(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    ratings = ratings_of(order, on)
    return bool(ratings) and min(ratings) < SATISFIED_FROM and on.round.open_doubt is None


def _doubtable(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    rating = on.round.rating
    return rating is not None and rating < SATISFIED_FROM and not on.round.doubts


def _takeable(order: OrderFacts) -> bool:
    return any(task.phase == "smart" for task in order.open_callbacks)


def _owes_answer(order: OrderFacts, on: AssignmentFacts, at: datetime) -> bool:
    found = on.open_supervision
    return found is not None and found.open_answer is None


ON_ASSIGNMENT: dict[Verb, Callable[[OrderFacts, AssignmentFacts, datetime], bool]] = {
    Verb.ASK_RETURN: _may_return,
    Verb.RULE_RETURN: _waits("return"),
    Verb.ASK_EXTENSION: _may_extend,
    Verb.DECIDE_EXTENSION: _waits("extension"),
    Verb.ASK_SUSPENSION: _may_suspend,
    Verb.DECIDE_SUSPENSION: _waits("suspension"),
    Verb.RESUME: lambda order, on, at: on.open_pause("suspension") is not None,
    Verb.REWORK: _dissatisfied,
    Verb.DOUBT_RATING: _doubtable,
    Verb.RULE_RATING: lambda order, on, at: doubted(on) is not None,
    Verb.ARCHIVE: lambda order, on, at: order.open_callback is None,
    Verb.SUPERVISE: lambda order, on, at: on.open_supervision is None,
    Verb.ANSWER_SUPERVISION: _owes_answer,
    Verb.CLOSE_SUPERVISION: lambda order, on, at: on.open_supervision is not None,
    Verb.DECIDE_APPEAL: lambda order, on, at: bool(on.open_appeals),
}


def _fruitless(
    verb: Verb, order: OrderFacts, on: AssignmentFacts | None, rules: Rulebook, at: datetime
) -> bool:
    if verb == Verb.APPEAL:
        return on is None or not open_matters(order, on, rules, at)
    if verb == Verb.RECORD_CALLBACK:
        return order.open_callback is None
    if verb == Verb.TAKE_CALLBACK:
        return not _takeable(order)
    rule = ON_ASSIGNMENT.get(verb)
    return rule is not None and on is not None and not rule(order, on, at)


# A platform does these to what it handed down: its own duty, not its subordinate's.
OF_THE_SUPERIOR = frozenset({Verb.RULE_RETURN, Verb.DECIDE_EXTENSION, Verb.RECALL, Verb.SEND_BACK})


def _for_below(verb: Verb, on: AssignmentFacts | None, actor: Actor) -> bool:
    """A unit's verb on what one of its subordinates holds: possible, but first the own."""
    if on is None or verb in OF_THE_SUPERIOR or not actor.roles & UNIT_ROLES:
        return False
    return actor.unit_id != on.unit_id


def on_offer(
    facts: OrderFacts, actors: Sequence[Actor], rules: Rulebook, at: datetime
) -> list[tuple[Verb, AssignmentFacts | None]]:
    """Every verb these ways to act may do now, and on what; the main one first, what could be
    done in a subordinate's place last."""
    found: dict[tuple[Verb, int | None], tuple[bool, int]] = {}
    held = {on.id: on for on in facts.assignments}
    for place, verb in enumerate(IN_ORDER):
        for actor in actors:
            for on in open_to(verb, facts, actor):
                if not _fruitless(verb, facts, on, rules, at):
                    rank = (_for_below(verb, on, actor), place)
                    key = (verb, on.id if on else None)
                    found[key] = min(found.get(key, rank), rank)
    return [
        (verb, held[pk] if pk is not None else None)
        for verb, pk in sorted(found, key=lambda key: found[key])
    ]


def buttons(
    facts: OrderFacts,
    actors: Sequence[Actor],
    rules: Rulebook,
    at: datetime,
    unit_names: dict[int, str],
) -> list[Button]:
    """The offers as buttons; the unit is named where one verb may fall on several."""
    offers = on_offer(facts, actors, rules, at)
    made: list[Button] = []
    for n, (verb, on) in enumerate(offers):
        own = on is not None and any(actor.unit_id == on.unit_id for actor in actors)
        several = sum(other == verb for other, _ in offers) > 1
        named = on is not None and not own and (several or on.subject != Subject.LEAD)
        words = form_for(verb).button
        label = f"{words}：{unit_names.get(on.unit_id, '')}" if on and named else words
        url = reverse("orders:verb", args=[facts.number, verb])
        again = any(button.key == KEYS.get(verb) for button in made)
        made.append(
            Button(
                verb,
                label,
                f"{url}?assignment={on.id}" if on else url,
                on.id if on else None,
                "" if again else KEYS.get(verb, ""),
                verb in AT_ONCE,
                n == 0 and verb not in NEVER_MAIN,
            )
        )
    return made
