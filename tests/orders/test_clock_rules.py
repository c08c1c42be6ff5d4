"""How the verbs move the clocks (domain §3): start, pause, extension, rounds, hand-down."""

from typing import Any

import pytest

from orders.errors import Conflict, Refused
from orders.models import Assignment, CallbackTask, Pause, Request, Round
from orders.states import OrderState, Verb
from tests.factories import Walk, moment, ref


@pytest.fixture
def handling(walk: Walk) -> Walk:
    """Dispatched on Monday 10:00 with assists, signed; due next Monday (Wednesday ... Friday are
    the 2nd to 4th working days; the 10th of June is a holiday, so the 5th is the 11th)."""
    walk.receive_from_citizen().dispatch(walk.cast.urban, walk.cast.water)
    return walk.do(Verb.SIGN, "unit_clerk")


def test_every_clock_starts_at_dispatch_and_a_late_signer_gains_nothing(handling: Walk) -> None:
    lead = handling.lead
    assert lead.dispatched_at == moment("2024-06-03 10:00")
    assert lead.sign_due_at == lead.contact_due_at == moment("2024-06-04 17:30")
    assert lead.due_at == lead.first_due_at == moment("2024-06-11 17:30")
    assert lead.terms["handle"] == {"rule": "handle", "amount": 5, "measure": "working_days"}


def test_the_citizens_promise_runs_from_receipt_and_is_never_reset(handling: Walk) -> None:
    promise = handling.order.promise_due_at
    handling.do(Verb.ASK_EXTENSION, "unit_clerk", days=3, text="要开挖")
    handling.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    assert handling.order.promise_due_at == promise == moment("2024-06-25 17:30")


def test_praise_has_no_handle_clock(walk: Walk) -> None:
    walk.receive(kind="praise").dispatch()
    assert walk.lead.due_at is None
    assert walk.lead.sign_due_at is not None


def test_an_upheld_return_voids_its_pause_and_bars_another(handling: Walk) -> None:
    handling.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="属水务")
    due = handling.lead.due_at
    handling.do(Verb.RULE_RETURN, "dispatcher", hours=20, verdict="upheld", text="属你单位")
    assert handling.lead.due_at == due
    assert handling.lead.pauses[0].voided_at == handling.at
    with pytest.raises(Refused, match="裁定"):
        handling.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="再退")


def test_a_moved_return_gives_the_new_unit_fresh_clocks_and_no_return(handling: Walk) -> None:
    cast = handling.cast
    handling.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="属住建")
    handling.do(
        Verb.RULE_RETURN, "dispatcher", verdict="moved", unit=ref(cast.housing), text="属住建"
    )
    old, new = handling.of_unit(cast.urban), handling.of_unit(cast.housing)
    assert (old.state, old.closed_as) == ("returned", "moved")
    assert (new.state, new.dispatched_at, new.by_ruling) == ("to_sign", handling.at, True)
    assert new.due_at == moment("2024-06-11 17:30")
    assert handling.order.state == OrderState.DISPATCHED
    with pytest.raises(Refused, match="裁定"):
        handling.do(Verb.ASK_RETURN, "other_clerk", reason_id="return.not_ours", text="也不属")


def test_a_return_is_asked_once_and_within_its_limit(walk: Walk) -> None:
    walk.receive().dispatch()
    with pytest.raises(Refused, match="时限已过"):
        walk.do(Verb.ASK_RETURN, "unit_clerk", hours=40, reason_id="return.not_ours", text="不属")


def test_assists_stand_still_while_the_lead_is_moved_without_a_unit(handling: Walk) -> None:
    cast = handling.cast
    handling.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不属")
    handling.do(Verb.RULE_RETURN, "dispatcher", verdict="moved", text="再研究")
    assert handling.order.state == OrderState.RECEIVED
    assert handling.of_unit(cast.water).open_pause("no_lead")
    handling.dispatch(cast.housing, hours=24)
    water = handling.of_unit(cast.water)
    assert not water.open_pause("no_lead")
    # 停了一个工作日（周一13:00到周二13:00，计7.5小时），时限顺延到12日17:30
    assert water.due_at == moment("2024-06-12 17:30")


def test_a_third_dispatch_is_raised_to_the_supervisor(walk: Walk) -> None:
    walk.receive()
    for unit in (walk.cast.urban, walk.cast.housing):
        walk.dispatch(unit).do(Verb.RECALL, "dispatcher", text="派错")
    assert walk.order.raised_at is None
    walk.dispatch(walk.cast.market)
    assert walk.order.raised_at == walk.at
    assert walk.order.dispatch_count == 3


def test_a_granted_extension_counts_from_the_old_due_and_keeps_the_first(handling: Walk) -> None:
    handling.do(Verb.ASK_EXTENSION, "unit_clerk", days=4, text="要开挖")
    handling.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True, days=2)
    assert handling.lead.due_at == moment("2024-06-13 17:30")
    assert handling.lead.first_due_at == moment("2024-06-11 17:30")
    request = Request.objects.get(kind="extension")
    assert (request.days, request.granted_days, request.verdict) == (4, 2, "granted")
    with pytest.raises(Refused, match="最多还能延8个"):
        handling.do(Verb.ASK_EXTENSION, "unit_clerk", days=9, text="还要")


def test_a_refused_extension_leaves_the_due_moment(handling: Walk) -> None:
    handling.do(Verb.ASK_EXTENSION, "unit_clerk", days=4, text="要开挖")
    with pytest.raises(Refused, match="不同意的理由"):
        handling.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=False)
    handling.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=False, text="不必")
    assert handling.lead.due_at == moment("2024-06-11 17:30")


def test_extension_and_suspension_are_asked_before_due(handling: Walk) -> None:
    handling.at = moment("2024-06-11 17:00")
    with pytest.raises(Refused, match="到期前"):
        handling.do(Verb.ASK_EXTENSION, "unit_clerk", days=1, text="晚了")
    with pytest.raises(Refused, match="到期前"):
        handling.do(
            Verb.ASK_SUSPENSION, "unit_clerk", until=moment("2024-07-01 09:00"), text="晚了"
        )


def test_a_suspension_moves_due_by_the_working_time_it_covers(handling: Walk) -> None:
    handling.do(Verb.ASK_SUSPENSION, "unit_clerk", until=moment("2024-06-20 09:00"), text="停工")
    handling.do(Verb.DECIDE_SUSPENSION, "dispatcher", hours=2, granted=True)  # 周一14:00
    handling.do(Verb.RESUME, "unit_clerk", hours=24)  # 周二14:00，停了7.5小时
    assert handling.lead.due_at == moment("2024-06-12 17:30")
    with pytest.raises(Conflict, match="没有挂账"):
        handling.do(Verb.RESUME, "unit_clerk")


def test_completing_while_suspended_ends_the_pause_first(handling: Walk) -> None:
    handling.do(Verb.ASK_SUSPENSION, "unit_clerk", until=moment("2024-06-20 09:00"), text="停工")
    handling.do(Verb.DECIDE_SUSPENSION, "dispatcher", hours=2, granted=True)
    handling.do(
        Verb.COMPLETE,
        "unit_clerk",
        hours=24,
        text="好了",
        uncontacted="无人接",
        without_assists="够了",
    )
    assert Pause.objects.get(cause="suspension").ended_at == handling.at
    assert handling.lead.due_at == moment("2024-06-12 17:30")


def test_send_back_pauses_from_reply_to_review_and_the_accepted_reply_decides(
    handling: Walk,
) -> None:
    reply: dict[str, Any] = {"text": "已修好", "uncontacted": "无人接", "without_assists": "够了"}
    handling.do(Verb.COMPLETE, "unit_clerk", hours=3, **reply)  # 周一14:00
    handling.do(
        Verb.SEND_BACK, "reviewer", hours=24, reason_id="send_back.unclear", text="说明时间"
    )
    assert handling.lead.due_at == moment("2024-06-12 17:30")
    assert handling.lead.replied_at is None
    handling.at = moment("2024-06-13 09:00")
    handling.do(Verb.COMPLETE, "unit_clerk", hours=1, **reply).do(Verb.ACCEPT, "reviewer")
    round_ = Round.objects.get(assignment_id=handling.lead.id)
    assert round_.replied_at == moment("2024-06-13 10:00")
    assert round_.due_at == moment("2024-06-12 17:30")  # 按通过的那次答复算，超期
    assert str(round_.due_on) == "2024-06-12"


def test_rework_begins_a_round_of_its_own_and_keeps_the_first_rating(handling: Walk) -> None:
    reply: dict[str, Any] = {"text": "已修好", "uncontacted": "无人接", "without_assists": "够了"}
    handling.do(Verb.COMPLETE, "unit_clerk", **reply).do(Verb.ACCEPT, "reviewer").rate(2)
    with pytest.raises(Refused, match="写明"):
        handling.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="")
    handling.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="没修好")
    lead = handling.lead
    assert (handling.order.state, lead.round_n) == ("handling", 2)
    assert lead.due_at == moment("2024-06-06 17:30")
    assert [r.rating for r in lead.rounds] == [2, None]
    handling.do(Verb.COMPLETE, "unit_clerk", **reply).do(Verb.ACCEPT, "reviewer").rate(4)
    handling.do(Verb.ARCHIVE, "reviewer")
    assert [r.rating for r in handling.lead.rounds] == [2, 4]
    assert CallbackTask.objects.filter(outcome="rated").count() == 2


def test_reopening_an_archived_order_keeps_its_first_round(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.ARCHIVED)
    first = walk.lead.rounds[0]
    walk.do(Verb.REOPEN, "reviewer", hours=24, text="又坏了")
    assert walk.lead.rounds[0] == first
    assert (walk.order.state, walk.lead.round_n) == ("handling", 2)


def test_a_child_is_capped_by_its_parent_less_the_reserve(walk: Walk) -> None:
    cast = walk.cast
    walk.receive().dispatch(cast.east).do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_urban)])
    child = walk.of_unit(cast.east_urban)
    assert walk.lead.due_at == moment("2024-06-11 17:30")
    assert child.due_at == moment("2024-06-07 17:30")
    with pytest.raises(Refused, match="下派的单位还没答复"):
        walk.do(Verb.COMPLETE, "platform_dispatcher", text="好了")
    walk.do(Verb.SIGN, "east_clerk", assignment_id=child.id)
    walk.do(Verb.COMPLETE, "east_clerk", text="已修好", assignment_id=child.id)
    walk.do(Verb.COMPLETE, "platform_dispatcher", text="东湖已修好", assignment_id=walk.lead.id)
    assert walk.of_unit(cast.east_urban).state == "accepted"
    assert walk.order.state == OrderState.REPLIED


def test_a_platform_rules_on_its_own_childrens_returns_only(walk: Walk) -> None:
    from orders.errors import Forbidden

    cast = walk.cast
    walk.receive().dispatch(cast.east).do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_urban)])
    child = walk.of_unit(cast.east_urban)
    walk.do(Verb.ASK_RETURN, "east_clerk", reason_id="return.not_ours", text="属镇里")
    with pytest.raises(Forbidden):
        walk.do(Verb.RULE_RETURN, "west_dispatcher", verdict="upheld", text="x")
    walk.do(
        Verb.RULE_RETURN,
        "platform_dispatcher",
        verdict="moved",
        unit=ref(cast.east_town),
        text="给镇里",
        assignment_id=child.id,
    )
    town = walk.of_unit(cast.east_town)
    assert (town.parent_id, town.by_ruling) == (walk.lead.id, True)


def test_a_withdrawn_order_recalls_what_units_hold(handling: Walk) -> None:
    handling.do(Verb.WITHDRAW, "operator", text="市民说不用了")
    states = {a.state for a in handling.facts.assignments}
    assert states == {"recalled"}
    assert set(Assignment.objects.values_list("closed_as", flat=True)) == {"recalled"}
