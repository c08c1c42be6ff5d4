"""催办: somebody asks for haste. It changes no state; whoever has the order now is told."""

from datetime import datetime, timedelta

from orders.deadlines import Rulebook
from orders.errors import Refused
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import OrderFacts
from orders.models.limits import Clock
from orders.models.supervision import Urge
from orders.models.text import Audience
from orders.period import SHANGHAI
from orders.states import AssignmentState, OrderState, Verb
from units.actor import Actor
from units.roles import Role

_PRESSING = frozenset({Role.DISPATCHER.value, Role.SUPERVISOR.value})


@decides(Verb.URGE)
def urge(case: Case, *, text: str = "") -> Decision:
    """Once per party within the limit “urge”, so that nobody floods a unit; the clock urges by its
    own levels. An operator urges for the caller, whose own urge it then is."""
    party = party_of(case.by)
    open_from = urge_open_from(case.order, party, case.rules)
    if party != Urge.Party.CLOCK and open_from is not None and case.at < open_from:
        raise Refused(_lately(open_from, party, case.at), code="urged_lately")
    draft = case.draft(new_version=False)
    words_for_unit = party != Urge.Party.CITIZEN or not case.order.confidential
    audience = Audience.UNIT if words_for_unit else Audience.HOTLINE
    text_id = draft.add_text("note", text, audience)
    draft.add(
        "urge",
        order_id=case.order.id,
        party=str(party),
        at=case.at,
        by_id=case.by.staff_id,
        text_id=text_id,
    )
    _tell(draft, case.order)
    n = len(case.order.urges) + 1
    for_caller = party == Urge.Party.CITIZEN and case.by.kind == "staff"
    return draft.done(party=str(party), n=n, for_caller=for_caller or None, text_id=text_id)


def party_of(by: Actor) -> Urge.Party:
    """For whom this person urges."""
    if by.kind == "system":
        return Urge.Party.CLOCK
    return Urge.Party.HOTLINE if by.roles & _PRESSING else Urge.Party.CITIZEN


def urge_open_from(order: OrderFacts, party: Urge.Party, rules: Rulebook) -> datetime | None:
    """From when that party may urge again; None where it never has."""
    last = max((urge.at for urge in order.urges if urge.party == party), default=None)
    if last is None:
        return None
    return rules.due(rules.find(Clock.URGE, order, last).terms, last)


def _lately(open_from: datetime, party: Urge.Party, at: datetime) -> str:
    local = open_from.astimezone(SHANGHAI) + timedelta(seconds=59)  # a minute begun is not over
    today = at.astimezone(SHANGHAI).date() == local.date()
    when = f"今天 {local:%H:%M}" if today else f"{local.month}月{local.day}日 {local:%H:%M}"
    who = {Urge.Party.CITIZEN: "市民", Urge.Party.HOTLINE: "热线"}[party]
    return f"{who}刚催过，{when}以后可以再催"


def _tell(draft: Draft, order: OrderFacts) -> None:
    """Those whose turn it is: the units at work, the dispatchers, or the reviewers."""
    if order.state == OrderState.RECEIVED:
        draft.notify("urged", "role", "dispatcher")
    elif order.state == OrderState.REPLIED:
        draft.notify("urged", "role", "reviewer")
    for on in order.assignments:
        if on.state in {AssignmentState.TO_SIGN, AssignmentState.HANDLING}:
            draft.notify("urged", "unit", on.unit_id, assignment_id=on.id)
