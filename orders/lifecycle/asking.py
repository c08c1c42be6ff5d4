"""What a unit asks for and the hotline decides: return, extension, suspension (domain §3)."""

from datetime import datetime, timedelta

from orders.errors import Conflict, Refused
from orders.lifecycle.assigning import Given, assign, decider_of, end_pause, move_due, pause_assists
from orders.lifecycle.decision import Case, Decision, Draft, stamp
from orders.lifecycle.dispatching import begin_lead, check_unit
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import PauseFacts, RequestFacts, UnitRef
from orders.lifecycle.taking_back import take_back, take_back_children
from orders.models.limits import Clock
from orders.models.text import Audience
from orders.states import AssignmentState, OrderState, Subject, Verb

LONGEST_SUSPENSION = timedelta(days=180)


def _ask(case: Case, draft: Draft, kind: str, text_id: int | None, **asked: object) -> None:
    limit = case.rules.find(Clock.DECISION, case.order, case.at)
    draft.add(
        "request",
        assignment_id=case.assignment.id,
        kind=kind,
        asked_at=case.at,
        asked_by_id=case.by.staff_id,
        text_id=text_id,
        decision_due_at=case.rules.due(limit.terms, case.at),
        **asked,
    )
    draft.notify(f"asked_{kind}", *decider_of(case.order, case.assignment))


def _asked(case: Case, kind: str, label: str) -> RequestFacts:
    request = case.assignment.open_request(kind)
    if request is None:
        raise Conflict(f"没有待裁定的{label}申请", code="nothing_asked")
    return request


def _decided(draft: Draft, case: Case, request: RequestFacts, verdict: str) -> None:
    draft.set(
        "request",
        request.id,
        decided_at=case.at,
        decided_by_id=case.by.staff_id,
        verdict=verdict,
    )


@decides(Verb.ASK_RETURN)
def ask_return(case: Case, *, reason_id: str, text: str) -> Decision:
    """From dispatch, signed or not, until the return limit; once an assignment; not where a ruling
    made or upheld it. While undecided the clocks pause."""
    on = case.assignment
    if on.return_barred:
        raise Refused("经裁定的派办不能再退", code="return_barred")
    if any(request.kind == "return" for request in on.requests):
        raise Refused("这次派办已经申请过退单", code="returned_before")
    if on.return_until and case.at > on.return_until:
        raise Refused("退单时限已过", code="return_late")
    if not reason_id.startswith("return.") or not text.strip():
        raise Refused("选退单理由并写明依据", field="text")
    draft = case.draft()
    text_id = draft.add_text("reason", text)
    _ask(case, draft, "return", text_id, reason_id=reason_id)
    draft.add("pause", assignment_id=on.id, cause="return", started_at=case.at)
    return draft.done(text_id=text_id, reason=reason_id)


@decides(Verb.RULE_RETURN)
def rule_return(
    case: Case,
    *,
    verdict: str,
    unit: UnitRef | None = None,
    text: str = "",
    override: str = "",
) -> Decision:
    """moved: the assignment closes as moved and the unit named here starts with fresh clocks (no
    unit: the order waits for a dispatch). upheld: the pause is void, and it may not be returned
    again."""
    request = _asked(case, "return", "退单")
    if verdict not in {"moved", "upheld"}:
        raise Refused("裁定只能是改派或维持", field="verdict")
    if not text.strip():
        raise Refused("写明裁定的理由", field="text")
    draft = _upheld(case) if verdict == "upheld" else _moved(case, unit, override)
    _decided(draft, case, request, verdict)
    return draft.done(
        verdict=verdict,
        unit_id=unit.id if unit else None,
        text_id=draft.add_text("reason", text),
        override_text_id=draft.add_text("reason", override, Audience.HOTLINE),
    )


def _upheld(case: Case) -> Draft:
    on = case.assignment
    draft = case.draft(case.row())
    draft.set("assignment", on.id, return_barred=True)
    pause = on.open_pause("return")
    if pause is not None:
        draft.set("pause", pause.id, ended_at=case.at, voided_at=case.at)
    draft.notify("return_upheld", "unit", on.unit_id)
    return draft


def _moved(case: Case, unit: UnitRef | None, override: str) -> Draft:
    on = case.assignment
    top = on.subject == Subject.LEAD
    back_to = (OrderState.DISPATCHED if unit else OrderState.RECEIVED) if top else None
    draft = case.draft(case.row(order_to=back_to, assignment_to=AssignmentState.RETURNED))
    if unit is not None and unit.id == on.unit_id:
        raise Refused("改派要换一个单位", field="unit", code="same_unit")
    take_back(draft, on, "moved")
    take_back_children(draft, case, on)
    if not top:
        _replace(case, draft, unit)
    elif unit is None:
        pause_assists(draft, case)
    else:
        begin_lead(case, draft, unit, override=override, by_ruling=True)
    return draft


def _replace(case: Case, draft: Draft, unit: UnitRef | None) -> None:
    """An assist or a child is moved: another of the same sort follows, or none."""
    if unit is None:
        return
    on = case.assignment
    parent = case.order.assignment(on.parent_id) if on.parent_id is not None else None
    if parent is not None and not unit.path.startswith(parent.unit_path):
        raise Refused(f"{unit.name}不是本平台的下级", field="unit", code="not_below")
    check_unit(case, unit, "unit")
    assign(draft, case, unit, Given(on.role, parent=parent, by_ruling=True))


@decides(Verb.ASK_EXTENSION)
def ask_extension(case: Case, *, days: int, text: str) -> Decision:
    """Asked before due; the days of all extensions together stay within the limit's amount."""
    on = case.assignment
    limit = case.rules.find(Clock.EXTENSION, case.order, case.at)
    if on.due_at is None or case.at > on.due_at:
        raise Refused("延期要在到期前申请", code="extension_late")
    if on.open_request("extension"):
        raise Conflict("已有延期申请在等审批", code="asked_before")
    if not 1 <= days <= limit.amount - on.extended_days:
        left = limit.amount - on.extended_days
        raise Refused(f"最多还能延{left}个工作日", field="days", code="extension_too_long")
    if not text.strip():
        raise Refused("写明延期的理由", field="text")
    draft = case.draft()
    text_id = draft.add_text("reason", text)
    _ask(case, draft, "extension", text_id, days=days)
    return draft.done(text_id=text_id, days=days)


@decides(Verb.DECIDE_EXTENSION)
def decide_extension(
    case: Case, *, granted: bool, days: int | None = None, text: str = ""
) -> Decision:
    """Granted days count from the old due; refused means the old due stands from its moment."""
    request = _asked(case, "extension", "延期")
    on = case.assignment
    asked = request.days or 0
    given = (days or asked) if granted else None
    if given is not None and not 1 <= given <= asked:
        raise Refused(f"可准1到{asked}个工作日", field="days")
    if not granted and not text.strip():
        raise Refused("写明不同意的理由", field="text")
    draft = case.draft()
    _decided(draft, case, request, "granted" if granted else "refused")
    if given is not None:
        draft.set("request", request.id, granted_days=given)
        move_due(draft, case, on, extended_days=on.extended_days + given)
        if case.order.citizen_id is not None and on.subject == Subject.LEAD:
            draft.notify("extended", "citizen", case.order.citizen_id, days=given)
    draft.notify("extension_decided", "unit", on.unit_id, granted=granted)
    return draft.done(granted=granted, days=given, text_id=draft.add_text("reason", text))


@decides(Verb.ASK_SUSPENSION)
def ask_suspension(case: Case, *, until: datetime, text: str) -> Decision:
    """挂账: what cannot go on for now, with the moment until which and why."""
    on = case.assignment
    if on.due_at is None or case.at > on.due_at:
        raise Refused("挂账要在到期前申请", code="suspension_late")
    if on.open_request("suspension") or on.open_pause("suspension"):
        raise Conflict("已有挂账或挂账申请", code="asked_before")
    _check_until(case, until)
    if not text.strip():
        raise Refused("写明挂账的理由", field="text")
    draft = case.draft()
    text_id = draft.add_text("reason", text)
    _ask(case, draft, "suspension", text_id, until=until)
    return draft.done(text_id=text_id, until=stamp(until))


def _check_until(case: Case, until: datetime) -> None:
    if not case.at < until <= case.at + LONGEST_SUSPENSION:
        raise Refused(
            f"挂账要在今后{LONGEST_SUSPENSION.days}天内结束", field="until", code="bad_until"
        )


@decides(Verb.DECIDE_SUSPENSION)
def decide_suspension(
    case: Case, *, granted: bool, until: datetime | None = None, text: str = ""
) -> Decision:
    """Granted, the clock stands from now until resumed; the asked moment is only planned."""
    request = _asked(case, "suspension", "挂账")
    on = case.assignment
    if not granted and not text.strip():
        raise Refused("写明不同意的理由", field="text")
    draft = case.draft()
    _decided(draft, case, request, "granted" if granted else "refused")
    planned = None
    if granted:
        planned = until or request.until
        if planned is None:
            raise Refused("写明挂账到何时", field="until")
        _check_until(case, planned)
        draft.add(
            "pause",
            assignment_id=on.id,
            cause="suspension",
            started_at=case.at,
            planned_end_at=planned,
        )
    draft.notify("suspension_decided", "unit", on.unit_id, granted=granted)
    return draft.done(
        granted=granted,
        until=stamp(planned) if planned else None,
        text_id=draft.add_text("reason", text),
    )


@decides(Verb.RESUME)
def resume(case: Case, *, text: str = "") -> Decision:
    """The clock goes on; due moves by the working time that stood still. Resumed by the system it
    stood until the moment that was planned, however late the clock came to look."""
    on = case.assignment
    pause = on.open_pause("suspension")
    if pause is None:
        raise Conflict("这件没有挂账", code="not_suspended")
    draft = case.draft()
    end_pause(draft, case, on, pause, ended_at=_planned_end(case, pause))
    draft.notify("resumed", "unit", on.unit_id)
    return draft.done(text_id=draft.add_text("note", text))


def _planned_end(case: Case, pause: PauseFacts) -> datetime:
    if case.by.kind != "system":
        return case.at
    if pause.planned_end_at is None or case.at < pause.planned_end_at:
        raise Conflict("挂账还没到期", code="not_over")
    return pause.planned_end_at
