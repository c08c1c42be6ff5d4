"""Giving an order to units: dispatch, further assists, taking back, handing down a platform."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.errors import Refused
from orders.lifecycle.assigning import Given, assign, resume_assists
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import UnitRef
from orders.lifecycle.taking_back import take_back, take_back_all, take_back_children
from orders.models.text import Audience
from orders.states import Subject, Verb
from orders.transitions import STANDING_ASSIGNMENT
from units.roles import Role

RAISED_AT_DISPATCH = 3  # domain §3: a third dispatch of one order is raised to the supervisor


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the dispatch catalogue proposes for the order: entry, lead, edition."""

    entry_id: int
    lead_id: int
    edition: str


@decides(Verb.DISPATCH)
def dispatch(
    case: Case,
    *,
    lead: UnitRef,
    assists: Sequence[UnitRef] = (),
    note: str = "",
    proposal: Proposal | None = None,
    departure: str = "",
    override: str = "",
    redacted: str = "",
) -> Decision:
    """A lead and assists; all clocks start now. A departure from the catalogue says why; a unit
    the order is about needs a supervisor's override; a confidential one its redacted words."""
    draft = case.draft()
    _check_words_for_units(case, draft, redacted)
    begin_lead(case, draft, lead, proposal=proposal, departure=departure, override=override)
    _assign_assists(case, draft, lead, assists)
    text_id = draft.add_text("note", note, Audience.UNIT)
    return draft.done(
        text_id=text_id,
        departure_text_id=draft.add_text("reason", departure, Audience.HOTLINE),
        override_text_id=draft.add_text("reason", override, Audience.HOTLINE),
        lead_unit_id=lead.id,
        assist_unit_ids=[unit.id for unit in assists] or None,
    )


def begin_lead(
    case: Case,
    draft: Draft,
    lead: UnitRef,
    *,
    proposal: Proposal | None = None,
    departure: str = "",
    override: str = "",
    by_ruling: bool = False,
) -> None:
    """The order goes to a lead: by a dispatch, or by a ruling that moves it."""
    check_unit(case, lead, "lead")
    _check_accused(case, lead, override)
    agreed = proposal.lead_id == lead.id if proposal else None
    if agreed is False and not departure.strip():
        raise Refused("没有按目录派，写明理由", field="departure", code="departure_unexplained")
    given = Given(
        "lead",
        by_ruling=by_ruling,
        catalogue_entry_id=proposal.entry_id if proposal else None,
        catalogue_agreed=agreed,
    )
    assign(draft, case, lead, given)
    resume_assists(draft, case)
    count = case.order.dispatch_count + 1
    draft.set_order(decided_at=case.at, dispatch_count=count)
    if case.order.dispatched_at is None:
        draft.set_order(dispatched_at=case.at)
    if count >= RAISED_AT_DISPATCH and case.order.raised_at is None:
        draft.set_order(raised_at=case.at)
        draft.notify("raised", "role", Role.SUPERVISOR, dispatches=count)


def check_unit(case: Case, unit: UnitRef, field: str) -> None:
    """Work is given only to a unit that is active."""
    if not unit.active:
        raise Refused(f"{unit.name}已停用，不能派", field=field, code="unit_inactive")


def _check_accused(case: Case, unit: UnitRef, override: str) -> None:
    accused = case.order.about_unit_path
    if not accused or not unit.path.startswith(accused):
        return
    if not override.strip():
        raise Refused(
            f"这件反映的就是{unit.name}或其上级，派给它要督办员写明理由",
            field="override",
            code="about_this_unit",
        )
    if Role.SUPERVISOR not in case.by.roles:
        raise Refused(
            "只有督办员能把诉求派给被反映的单位", field="override", code="about_this_unit"
        )


def _check_words_for_units(case: Case, draft: Draft, redacted: str) -> None:
    if not case.order.confidential:
        return
    if not redacted.strip() and not case.order.redacted:
        raise Refused("保密件要写给单位看的脱敏内容", field="redacted", code="redaction_missing")
    draft.add_text("redacted", redacted, Audience.UNIT)


def _assign_assists(case: Case, draft: Draft, lead: UnitRef, assists: Sequence[UnitRef]) -> None:
    standing = [a for a in case.order.assignments if a.state in STANDING_ASSIGNMENT]
    busy = {a.unit_id for a in standing if a.role == "assist"}
    ids = [unit.id for unit in assists]
    if lead.id in ids or len(set(ids)) < len(ids) or busy & set(ids):
        raise Refused("协办单位重复，或与主办相同", field="assists", code="unit_twice")
    for unit in assists:
        check_unit(case, unit, "assists")
        _check_accused(case, unit, "")
        assign(draft, case, unit, Given("assist"))


@decides(Verb.ADD_ASSIST)
def add_assist(case: Case, *, units: Sequence[UnitRef], note: str = "") -> Decision:
    """More units help; the lead stays."""
    if not units:
        raise Refused("选协办单位", field="units")
    lead = case.order.lead
    draft = case.draft()
    lead_ref = UnitRef(lead.unit_id, lead.unit_path, "") if lead else UnitRef(0, "", "")
    _assign_assists(case, draft, lead_ref, units)
    return draft.done(
        text_id=draft.add_text("note", note, Audience.UNIT),
        assist_unit_ids=[unit.id for unit in units],
    )


@decides(Verb.RECALL)
def recall(case: Case, *, text: str) -> Decision:
    """Taken back: the lead with everything under the order, or one assist or child alone. A
    recalled assignment counts nowhere."""
    if not text.strip():
        raise Refused("写明收回的理由", field="text")
    draft = case.draft()
    on = case.assignment
    take_back(draft, on)
    if on.subject == Subject.LEAD:
        take_back_all(draft, case, except_id=on.id)
    else:
        take_back_children(draft, case, on)
    return draft.done(text_id=draft.add_text("reason", text), unit_id=on.unit_id)


@decides(Verb.HAND_DOWN)
def hand_down(case: Case, *, units: Sequence[UnitRef], note: str = "") -> Decision:
    """A platform gives parts to units below it; its own clock runs on. A child's due is capped at
    the parent's less a reserve (rule, working days)."""
    parent = case.assignment
    if not units:
        raise Refused("选下派的单位", field="units")
    standing = [a for a in case.order.assignments if a.state in STANDING_ASSIGNMENT]
    held = {a.unit_id for a in standing if a.parent_id == parent.id}
    draft = case.draft()
    for unit in units:
        if unit.id == parent.unit_id or not unit.path.startswith(parent.unit_path):
            raise Refused(f"{unit.name}不是本平台的下级", field="units", code="not_below")
        if unit.id in held:
            raise Refused(f"已经下派给{unit.name}", field="units", code="unit_twice")
        held.add(unit.id)
        check_unit(case, unit, "units")
        _check_accused(case, unit, "")
        assign(draft, case, unit, Given("lead", parent=parent))
    return draft.done(
        text_id=draft.add_text("note", note, Audience.UNIT),
        child_unit_ids=[unit.id for unit in units],
    )
