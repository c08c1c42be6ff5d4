"""What helps decide, beside a verb's form: the demand, what was asked or replied, the limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.access import sees_all, texts_for, title_for
from orders.dossier import LEVELS, category_path, demand_words, where
from orders.labels import limit_words
from orders.lifecycle.rating import doubted
from orders.models import CallbackAttempt, RatingDoubt, Reply, Request
from orders.models.limits import Clock
from orders.standing import Standing
from orders.states import Verb


@dataclass(frozen=True, slots=True)
class Promise:
    """A limit as it will apply if the verb is done now."""

    label: str
    words: str
    due: datetime


def background(standing: Standing) -> dict[str, Any]:
    """Context of the verb's page."""
    order, whole = standing.order, sees_all(standing.actors)
    extra = _EXTRA.get(standing.verb)
    return {
        "title": title_for(standing.actors, order),
        "words": demand_words(standing.actors, order),
        "path": category_path(order.category),
        "where": where(order, whole=whole),
        "urgency": LEVELS[order.urgency],
        **(extra(standing) if extra else {}),
    }


def _promises(standing: Standing) -> dict[str, Any]:
    """The limits a unit gets when the order is given to it now."""
    rules, facts, at = standing.rules, standing.facts, standing.at
    clocks = [(Clock.SIGN, "签收"), (Clock.CONTACT, "联系"), (Clock.HANDLE, "办理")]
    if facts.kind == "praise":
        clocks.pop()
    found = [(label, rules.find(clock, facts, at).terms) for clock, label in clocks]
    return {
        "promises": [
            Promise(label, limit_words(terms), rules.due(terms, at)) for label, terms in found
        ]
    }


def _asked(standing: Standing) -> dict[str, Any]:
    """The request that waits for this decision, with its words."""
    kind, on = ASKED_KIND[standing.verb], standing.on
    waiting = on.open_request(kind) if on else None
    if waiting is None:
        return {}
    row = Request.objects.select_related("reason", "assignment__unit").get(pk=waiting.id)
    readable = dict(texts_for(standing.actors, standing.order).values_list("pk", "body"))
    return {"asked": row, "asked_text": readable.get(row.text_id or 0, "")}


def _replied(standing: Standing) -> dict[str, Any]:
    """The reply that waits for review."""
    on = standing.on
    if on is None:
        return {}
    row = Reply.objects.filter(round_id=on.round.id).select_related("text").order_by("-n").first()
    return {"reply": row} if row else {}


def _doubted(standing: Standing) -> dict[str, Any]:
    """The rating that waits for a ruling, what the citizen said and why it is doubted."""
    found = doubted(standing.on) if standing.on else None
    if found is None:
        return {}
    row = RatingDoubt.objects.select_related("round", "asked_by", "text").get(pk=found[1].id)
    said = CallbackAttempt.objects.filter(
        task__round=row.round, task__merged_order=None, rating__isnull=False, text__isnull=False
    )
    return {"doubted": row, "citizen_words": said.values_list("text__body", flat=True).first()}


ASKED_KIND = {
    Verb.RULE_RETURN: "return",
    Verb.DECIDE_EXTENSION: "extension",
    Verb.DECIDE_SUSPENSION: "suspension",
}
_EXTRA: dict[Verb, Callable[[Standing], dict[str, Any]]] = {
    Verb.DISPATCH: _promises,
    Verb.ADD_ASSIST: _promises,
    Verb.RULE_RATING: _doubted,
    **dict.fromkeys(ASKED_KIND, _asked),
    **dict.fromkeys((Verb.ACCEPT, Verb.SEND_BACK, Verb.REWORK, Verb.RECORD_CALLBACK), _replied),
}
