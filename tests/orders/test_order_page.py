"""The order's page and the verbs' own pages: what they show, to whom, and what they answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from orders.errors import LifecycleError
from orders.lifecycle import apply
from orders.lifecycle.registry import open_to
from orders.models import Event, Order
from orders.states import OrderState, Verb
from orders.transitions import BY_PEOPLE
from tests.factories import Walk, ref
from tests.orders.occasions import OCCASIONS, Occasion
from units.actor import actor_of
from units.models import Staff

Answer = Any


def see(client: Client, walk: Walk, who: str | Staff, path: str = "", **query: str) -> Answer:
    """GET a page of the order as somebody, half an hour after the walk's last step."""
    staff = getattr(walk.cast, who) if isinstance(who, str) else who
    with time_machine.travel(walk.at + timedelta(minutes=30), tick=False):
        client.force_login(staff)
        return client.get(f"/orders/{walk.order.number}/{path}", query)


def send(client: Client, walk: Walk, who: str, verb: str, **data: Any) -> Answer:
    """POST a verb's form and follow where it leads."""
    with time_machine.travel(walk.at + timedelta(minutes=30), tick=False):
        client.force_login(getattr(walk.cast, who))
        return client.post(f"/orders/{walk.order.number}/{verb}/", data, follow=True)


def words(answer: HttpResponse) -> str:
    """The page's text as it is read, tags and gaps left out."""
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", "", text)


def offered(answer: Answer) -> list[tuple[Verb, int | None]]:
    return [(b.verb, b.assignment_id) for b in answer.context["d"].buttons]


# --- facts


def test_the_page_shows_what_the_demand_is(walk: Walk, client: Client) -> None:
    walk.receive(street="柳岸镇", place="2号路", urgency="urgent", kind="complain")
    page = words(see(client, walk, "operator"))
    for fact in (
        walk.order.number,
        "待派",
        "紧急",
        "12345电话",
        "投诉",
        "城市管理›市政设施›路灯",
        "柳岸街道路灯不亮",
        "东湖区柳岸镇2号路",
        "行人不便",
        "最迟6月25日（周二）17:30",
    ):
        assert fact in page


def test_the_timeline_joins_events_with_words_names_and_moved_dues(
    walk: Walk, client: Client
) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.market, note="先联系市民")
    walk.do(Verb.SIGN, "unit_clerk").do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="等占道审批")
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    answer = see(client, walk, "dispatcher")
    entries = answer.context["entries"]
    assert [entry.verb for entry in entries] == ["审批延期", "申请延期", "签收", "派单", "受理"]
    page = words(answer)
    assert "派单派单员甲主办城市管理局，协办市场监督管理局先联系市民" in page
    assert "申请延期城市管理局·城管经办甲申请2个工作日等占道审批" in page
    assert "到期由6月11日17:30改为6月13日17:30" in page


@pytest.mark.parametrize(
    ("show", "verbs"),
    [
        ("handling", ["签收", "派单", "受理"]),
        ("talk", ["联系市民"]),
        ("system", []),
        ("nonsense", ["联系市民", "签收", "派单", "受理"]),
    ],
)
def test_the_timeline_is_filtered_by_links(
    walk: Walk, client: Client, show: str, verbs: list[str]
) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk").do(
        Verb.CONTACT, "unit_clerk", text="说了"
    )
    answer = see(client, walk, "operator", show=show)
    assert [entry.verb for entry in answer.context["entries"]] == verbs
    assert f'href="?show={show}#timeline"' in answer.content.decode() or show == "nonsense"


def test_the_progress_stands_at_the_step_that_is_awaited(walk: Walk, client: Client) -> None:
    walk.receive().dispatch()
    steps = see(client, walk, "operator").context["d"].steps
    assert [(s.label, s.did, s.now) for s in steps][:4] == [
        ("受理", True, False),
        ("派单", True, False),
        ("签收", False, True),
        ("办结", False, False),
    ]
    assert steps[2].waits == 1800


def test_a_settled_demand_has_two_steps(walk: Walk, client: Client) -> None:
    walk.receive().do(Verb.ANSWER, "operator", text="好")
    steps = see(client, walk, "operator").context["d"].steps
    assert [(s.label, s.did) for s in steps] == [("受理", True), ("直接答复", True)]


def test_clocks_count_working_time(walk: Walk, client: Client) -> None:
    """Dispatched on Monday at ten, due on Tuesday 17:30; it is a quarter to eleven."""
    walk.receive().dispatch()
    walk.at += timedelta(minutes=15)
    holding = see(client, walk, "unit_clerk").context["d"].holdings[0]
    sign = holding.clocks[0]
    assert (sign.label, sign.left, sign.day) == ("签收", 12.75 * 3600, 7.5 * 3600)
    assert sign.share == pytest.approx(0.75 / 13.5)
    assert sign.runs == 75 * 60  # until noon


def test_a_suspended_clock_stands(walk: Walk, client: Client) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    until = walk.at + timedelta(days=20)
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=until, text="等判决")
    walk.do(Verb.DECIDE_SUSPENSION, "dispatcher", granted=True)
    answer = see(client, walk, "dispatcher")
    assert [c.stopped for c in answer.context["d"].holdings[0].clocks] == ["挂账"]
    assert "挂账至6月23日" in words(answer)


def test_children_stand_below_their_parent_and_former_holders_last(
    walk: Walk, client: Client
) -> None:
    walk.receive().dispatch().do(
        Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="第3项"
    )
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="moved", unit=ref(walk.cast.east), text="辖区")
    walk.do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(walk.cast.east_urban)])
    holdings = see(client, walk, "dispatcher").context["d"].holdings
    assert [h.row.unit for h in holdings] == [walk.cast.east, walk.cast.urban]
    assert [c.row.unit for c in holdings[0].children] == [walk.cast.east_urban]
    assert [h.over for h in holdings] == [False, True]


def test_merged_orders_lead_to_each_other(walk: Walk, client: Client) -> None:
    main = Walk(walk.cast, walk.at).receive()
    walk.receive().do(Verb.MERGE, "operator", main_id=main.order_id)
    assert f"/orders/{main.order.number}/" in see(client, walk, "operator").content.decode()
    assert walk.order.number in see(client, main, "operator").content.decode()


# --- what units do not see


def test_of_a_confidential_order_a_unit_sees_only_what_is_meant_for_units(
    walk: Walk, client: Client
) -> None:
    walk.receive_from_citizen(
        confidential=True, title="举报我的领导", body="他在办公室打牌", place="三楼办公室"
    )
    walk.dispatch(redacted="反映某单位工作纪律问题", departure="", note="保密办理")
    for path in ("", "sign/", "ask_return/"):
        text = see(client, walk, "unit_clerk", path).content.decode()
        assert "保密件：路灯" in text
        for hidden in ("领导", "打牌", "三楼", "138****"):
            assert hidden not in text
    page = words(see(client, walk, "unit_clerk"))
    assert "反映某单位工作纪律问题" in page
    assert "投诉人身份不显示" in page
    assert "他在办公室打牌" in words(see(client, walk, "operator"))


def test_what_is_meant_for_the_hotline_is_not_shown_to_a_unit(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.COMPLETE, "unit_clerk", text="好", uncontacted="无").do(Verb.ACCEPT, "reviewer")
    walk.do(
        Verb.RECORD_CALLBACK, "reviewer", way="call", result="reached", rating=2, text="他很生气"
    )
    assert "他很生气" in words(see(client, walk, "reviewer"))
    assert "他很生气" not in words(see(client, walk, "unit_clerk"))


def test_numbers_of_persons_are_hidden_wherever_words_are_shown(walk: Walk, client: Client) -> None:
    number = "13800138000"
    walk.receive_from_citizen(title=f"找{number}", body=f"电话{number}", place=f"{number}旁")
    walk.dispatch(note=f"打{number}").do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.CONTACT, "unit_clerk", text=f"已打{number}")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text=f"等{number}")
    pages = [see(client, walk, "dispatcher", path) for path in ("", "decide_extension/")]
    walk.do(Verb.COMPLETE, "unit_clerk", text=f"{number}说好了")
    pages += [see(client, walk, "reviewer", path) for path in ("", "accept/")]
    client.force_login(walk.cast.reviewer)
    pages.append(client.get(f"/api/staff/orders/{walk.order.number}"))
    for page in pages:
        assert page.status_code == 200
        assert number not in page.content.decode()


# --- buttons


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda occasion: occasion.name)
def test_buttons_are_what_the_table_leaves_open_and_is_not_in_vain(
    occasion: Occasion, walk: Walk, client: Client
) -> None:
    """Every button is open by the table; every open verb without a button would be refused."""
    walk = occasion.build(walk)
    facts, at = walk.facts, walk.at + timedelta(minutes=30)
    for who in ("dispatcher", "reviewer", "platform_dispatcher"):
        answer = see(client, walk, who)
        if answer.status_code == 404:
            continue
        actor = actor_of(getattr(walk.cast, who))
        legal = {
            (verb, on.id if on else None)
            for verb in BY_PEOPLE
            for on in open_to(verb, facts, actor)
        }
        shown = set(offered(answer))
        assert shown <= legal
        for verb, on in legal - shown:
            inputs: dict[str, Any] = {
                k: v or at + timedelta(days=9) for k, v in IN_VAIN[verb].items()
            }
            with pytest.raises(LifecycleError):
                apply(verb, walk.order_id, by=actor, at=at, assignment_id=on, **inputs)


IN_VAIN: dict[Verb, dict[str, Any]] = {
    Verb.ASK_RETURN: {"reason_id": "return.not_ours", "text": "x"},
    Verb.RULE_RETURN: {"verdict": "upheld", "text": "x"},
    Verb.ASK_EXTENSION: {"days": 1, "text": "x"},
    Verb.DECIDE_EXTENSION: {"granted": True},
    Verb.ASK_SUSPENSION: {"until": None, "text": "x"},
    Verb.DECIDE_SUSPENSION: {"granted": True},
    Verb.RESUME: {},
    Verb.TAKE_CALLBACK: {},
    Verb.RECORD_CALLBACK: {"way": "call", "result": "busy"},
    Verb.DOUBT_RATING: {"text": "x"},
    Verb.RULE_RATING: {"unreasonable": True, "text": "x"},
    Verb.REWORK: {"reason_id": "rework.unsolved", "text": "x"},
    Verb.ARCHIVE: {},
    Verb.SUPERVISE: {"kind": "daily", "text": "x"},
    Verb.ANSWER_SUPERVISION: {"text": "x"},
    Verb.CLOSE_SUPERVISION: {"verdict": "lifted", "text": "x"},
    Verb.APPEAL: {"matter": "card:0", "text": "x"},
    Verb.DECIDE_APPEAL: {"granted": True, "text": "x"},
}


def test_the_main_verb_comes_first_and_alone_is_filled(walk: Walk, client: Client) -> None:
    answer = see(client, walk.receive(), "dispatcher")
    assert offered(answer)[0] == (Verb.DISPATCH, None)
    assert answer.content.decode().count('class="btn pri') == 1


def test_a_verb_without_inputs_is_done_by_its_button(walk: Walk, client: Client) -> None:
    walk.receive().dispatch()
    page = see(client, walk, "unit_clerk").content.decode()
    held = walk.of_unit(walk.cast.urban).id
    assert f'method="post" action="/orders/{walk.order.number}/sign/?assignment={held}"' in page
    assert "已签收" in words(send(client, walk, "unit_clerk", "sign"))
    assert walk.order.state == OrderState.HANDLING


def test_who_may_do_nothing_is_offered_nothing(walk: Walk, client: Client) -> None:
    assert offered(see(client, walk.receive(), "analyst")) == []


# --- the verbs' pages


def test_the_dispatch_page_tells_the_limits_that_will_apply(walk: Walk, client: Client) -> None:
    walk.receive(category_id="05.01")
    page = words(see(client, walk, "dispatcher", "dispatch/"))
    assert "签收1个工作日，明天17:30前" in page
    assert "联系1个工作日，明天17:30前" in page
    assert "办理7个工作日，6月13日（周四）17:30前" in page


def test_a_decision_is_taken_beside_what_was_asked(walk: Walk, client: Client) -> None:
    walk.receive().dispatch().do(
        Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="职责清单第3项"
    )
    page = words(see(client, walk, "dispatcher", "rule_return/"))
    assert "云湖市城市管理局申请退单" in page
    assert "不属本单位职责" in page
    assert "职责清单第3项" in page


def test_a_review_is_done_beside_the_reply(walk: Walk, client: Client) -> None:
    walk.receive().to(OrderState.REPLIED)
    for verb in ("accept", "send_back"):
        assert "已修好" in words(see(client, walk, "reviewer", f"{verb}/"))


def test_a_refusal_stands_at_its_field_and_what_was_written_stays(
    walk: Walk, client: Client
) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    answer = send(client, walk, "unit_clerk", "ask_extension", days="11", text="电缆要开挖")
    assert answer.status_code == 422
    assert answer.context["form"].errors["days"] == ["最多还能延10个工作日"]
    assert "电缆要开挖" in answer.content.decode()
    assert Event.objects.filter(verb=Verb.ASK_EXTENSION).count() == 0


def test_a_field_left_empty_is_told_in_the_consoles_words(walk: Walk, client: Client) -> None:
    answer = send(client, walk.receive(), "operator", "answer", text=" ")
    assert answer.status_code == 422
    assert "写明答复内容" in words(answer)
    assert "没存上，填的还在" in words(answer)


def test_who_comes_second_keeps_the_words_and_learns_who_was_quicker(
    walk: Walk, client: Client
) -> None:
    walk.receive().do(Verb.DECLINE, "operator", reason_id="decline.not_ours")
    answer = send(client, walk, "dispatcher", "answer", text="明天恢复供水")
    assert answer.status_code == 409
    assert "话务员甲：不予受理" in words(answer)
    assert "明天恢复供水" in answer.content.decode()
    assert walk.order.state == OrderState.DECLINED


def test_an_old_link_to_a_verb_tells_what_has_happened(walk: Walk, client: Client) -> None:
    walk.receive().dispatch()
    answer = see(client, walk, "dispatcher", "dispatch/")
    assert answer.status_code == 409
    assert "派单员甲：派单" in words(answer)


def test_who_may_not_is_told_so(walk: Walk, client: Client) -> None:
    walk.receive()
    answer = see(client, walk, "reviewer", "dispatch/")
    assert (answer.status_code, "你能看这件，不能派单" in words(answer)) == (403, True)
    assert send(client, walk, "reviewer", "dispatch", lead="urban").status_code == 403
    assert walk.order.state == OrderState.RECEIVED


@pytest.mark.parametrize("assignment", ["x", "-1", "9" * 30, "1e3", "٣", "999999"])
def test_an_assignment_that_is_none_is_not_found(
    walk: Walk, client: Client, assignment: str
) -> None:
    walk.receive().dispatch()
    assert see(client, walk, "dispatcher", "recall/", assignment=assignment).status_code == 404


def test_a_form_without_its_token_is_not_taken(walk: Walk) -> None:
    walk.receive()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(walk.cast.operator)
    answer = strict.post(f"/orders/{walk.order.number}/answer/", {"text": "好"})
    assert answer.status_code == 403
    assert Order.objects.get().state == OrderState.RECEIVED


def test_what_cannot_be_taken_back_is_asked_first_with_the_safe_button_in_front(
    walk: Walk, client: Client
) -> None:
    page = words(see(client, walk.receive(), "operator", "decline/"))
    assert "不予受理这件诉求？" in page
    assert page.index("先不") < page.rindex("不予受理")
