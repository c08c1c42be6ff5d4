"""An order is followed like a parcel by who holds its code, and by nobody else."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from intake.codes import ALPHABET, code_for, opens
from intake.progress import ACTIONS, STATES
from orders.models import CallbackAttempt, Event, Order, Round, Text
from orders.numbering import number_of
from orders.states import OrderState, Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk, ref
from units.actor import Actor

URL = "/api/v1/orders/{}"


def _get(client: Client, order: Order) -> Any:
    return client.get(URL.format(order.number), {"code": code_for(order.number)})


def _do(client: Client, order: Order, verb: str, body: Any = None) -> Any:
    url = f"{URL.format(order.number)}/{verb}?code={code_for(order.number)}"
    return client.post(url, body or {}, content_type="application/json")


@pytest.fixture
def walk(city: Cast) -> Walk:
    """An order of a citizen we can reach, received."""
    return Walk(city).receive_from_citizen()


def test_a_parcel_tells_each_step_newest_first(client: Client, walk: Walk) -> None:
    walk.dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.CONTACT, "unit_clerk", text="说好周三来修")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="要开挖")
    walk.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    walk.do(Verb.COMPLETE, "unit_clerk", text="内部的答复")
    walk.do(Verb.SEND_BACK, "reviewer", reason_id="send_back.unclear", text="再说清楚")
    walk.do(Verb.COMPLETE, "unit_clerk", text="内部的答复二")
    walk.do(Verb.ACCEPT, "reviewer", public_text="路灯已修好，联系人13900001234")
    seen = _get(client, walk.order).json()
    assert [step["label"] for step in reversed(seen["steps"])] == [
        "我们收到了您的诉求",
        "转给城市管理局办理",
        "城市管理局已签收",
        "城市管理局联系了您",
        "要多用2个工作日",
        "城市管理局答复了，我们在核对",
        "核对后请城市管理局再补充办理",
        "城市管理局答复了，我们在核对",
        "核对过了，已办结",
    ]
    assert [step["text"] for step in seen["steps"] if step["text"]] == [
        "路灯已修好，联系人139****1234"
    ]
    assert seen["state_label"] == "已办结"
    assert seen["actions"] == ["supplement", "rate"]


def test_while_a_unit_is_at_work_its_limit_is_told(client: Client, walk: Walk) -> None:
    walk.dispatch()
    seen = _get(client, walk.order).json()
    assert seen["unit"] == "城市管理局"
    assert datetime.fromisoformat(seen["due_at"]) == walk.lead.due_at
    assert seen["overdue"] is True  # the walk is in 2024


def test_a_confidential_order_names_no_unit_and_no_words(client: Client, city: Cast) -> None:
    walk = Walk(city).receive_from_citizen(confidential=True)
    walk.dispatch(redacted="路灯不亮").do(Verb.SIGN, "unit_clerk")
    answer = _get(client, walk.order)
    seen = answer.json()
    assert (seen["title"], seen["unit"]) == ("", "")
    assert [step["label"] for step in seen["steps"]] == [
        "单位已签收",
        "转给负责的单位办理",
        "我们收到了您的诉求",
    ]
    for hidden in ("城市管理局", "柳岸", "138"):
        assert hidden not in answer.content.decode()


def test_what_units_and_the_hotline_say_among_themselves_stays_there(
    client: Client, walk: Walk
) -> None:
    walk.dispatch(walk.cast.urban, walk.cast.housing, note="内部要求")
    walk.do(Verb.SIGN, "other_clerk").do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归我们")
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="归你们")
    answer = _get(client, walk.order)
    labels = [step["label"] for step in answer.json()["steps"]]
    assert labels == ["城市管理局已签收", "转给城市管理局办理", "我们收到了您的诉求"]
    for hidden in ("内部要求", "不归我们", "归你们", "住房"):
        assert hidden not in answer.content.decode()


def test_a_move_to_another_unit_is_told(client: Client, walk: Walk) -> None:
    walk.dispatch()
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归我们")
    walk.do(
        Verb.RULE_RETURN, "dispatcher", verdict="moved", unit=ref(walk.cast.water), text="归水务"
    )
    seen = _get(client, walk.order).json()
    assert seen["steps"][0]["label"] == "核对后改由云湖水务公司办理"
    assert seen["unit"] == "云湖水务公司"


@pytest.mark.parametrize(
    ("verb", "inputs", "label", "text"),
    [
        (Verb.ANSWER, {"text": "明天来电"}, "我们答复了您", "明天来电"),
        (
            Verb.DECLINE,
            {"reason_id": "decline.not_ours", "text": "请向法院"},
            "按规定不能受理：不属于受理范围",
            "请向法院",
        ),
        (Verb.TRANSFER, {"reason_id": "transfer.110", "text": "已报"}, "移交给110", ""),
    ],
)
def test_what_the_desk_settles_is_told_with_its_reason(
    client: Client, walk: Walk, verb: Verb, inputs: dict[str, Any], label: str, text: str
) -> None:
    walk.do(verb, "operator", **inputs)
    step = _get(client, walk.order).json()["steps"][0]
    assert (step["label"], step["text"]) == (label, text)


def test_every_state_and_action_has_words_for_the_citizen() -> None:
    assert set(STATES) == set(OrderState)
    assert list(ACTIONS.values()) == ["supplement", "withdraw", "urge", "rate"]


def test_a_wrong_code_and_an_unknown_number_are_the_same_answer(client: Client, walk: Walk) -> None:
    number = walk.order.number
    unknown = number_of(MONDAY.date(), 999_999)
    answers = [
        client.get(URL.format(number), {"code": "ABCDEFGH"}),
        client.get(URL.format(number), {"code": ""}),
        client.get(URL.format(number)),
        client.get(URL.format(number), {"code": code_for(unknown)}),
        client.get(URL.format(unknown), {"code": code_for(unknown)}),
        client.get(URL.format("1"), {"code": code_for("1")}),
        client.post(URL.format(number) + "/rate?code=x", {}, content_type="application/json"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_code_may_be_typed_as_people_type(client: Client, walk: Walk) -> None:
    code = code_for(walk.order.number)
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert client.get(URL.format(walk.order.number), {"code": typed}).status_code == 200


def test_codes_are_short_unambiguous_and_of_one_number_alone() -> None:
    codes = {code_for(number_of(MONDAY.date(), n)) for n in range(1, 400)}
    assert len(codes) == 399
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) == 32
    assert not set(ALPHABET) & set("01OI")


def test_a_code_of_an_older_key_opens_while_the_key_is_kept(settings: LazySettings) -> None:
    number = number_of(MONDAY.date(), 1)
    old = code_for(number)
    settings.PHONE_KEYS = ["newer:" + "ab12" * 16, *settings.PHONE_KEYS]
    assert code_for(number) != old
    assert opens(number, old)
    assert opens(number, code_for(number))
    settings.PHONE_KEYS = settings.PHONE_KEYS[:1]
    assert not opens(number, old)


def test_a_citizen_supplements(client: Client, walk: Walk) -> None:
    walk.dispatch()
    answer = _do(client, walk.order, "supplement", {"text": "学校一侧还有5盏"})
    assert answer.status_code == 200
    assert answer.json()["steps"][0]["label"] == "您补充了情况"
    assert Text.objects.get(order=walk.order, kind="supplement").body == "学校一侧还有5盏"


def test_a_citizen_withdraws_once(client: Client, walk: Walk) -> None:
    walk.dispatch()
    answer = _do(client, walk.order, "withdraw", {"text": "已经好了"})
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert answer.json()["actions"] == []
    again = _do(client, walk.order, "withdraw")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert Event.objects.filter(order_id=walk.order_id, verb="withdraw").count() == 1


def test_a_citizen_rates_once(client: Client, walk: Walk) -> None:
    walk.to(OrderState.CALLING_BACK)
    body = {"rating": 2, "solved": False, "contacted": True, "text": "又坏了"}
    answer = _do(client, walk.order, "rate", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["steps"][0]["label"] == "您评了2分（满分5分）"
    assert answer.json()["actions"] == ["supplement"]
    attempt = CallbackAttempt.objects.get()
    assert (attempt.way, attempt.result, attempt.rating) == ("web", "reached", 2)
    rated = Round.objects.get(assignment__order=walk.order_id)
    assert (rated.rating, rated.solved, rated.contacted) == (2, False, True)
    again = _do(client, walk.order, "rate", {"rating": 5})
    assert (again.status_code, again.json()["code"]) == (409, "no_callback")


def test_an_order_not_completed_is_not_rated(client: Client, walk: Walk) -> None:
    answer = _do(client, walk.order, "rate", {"rating": 5})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("verb", "body", "pointer", "code"),
    [
        ("supplement", {}, "#/text", "required"),
        ("supplement", {"text": " "}, "#/text", "blank"),
        ("supplement", {"text": "长" * 5001}, "#/text", "max_length"),
        ("supplement", {"text": "x", "by": "me"}, "#/by", "unknown_field"),
        ("withdraw", {"text": 5}, "#/text", "invalid"),
        ("withdraw", {"text": "长" * 501}, "#/text", "max_length"),
        ("rate", {}, "#/rating", "required"),
        ("rate", {"rating": 0}, "#/rating", "min_value"),
        ("rate", {"rating": 6}, "#/rating", "max_value"),
        ("rate", {"rating": 10**30}, "#/rating", "max_value"),
        ("rate", {"rating": "5"}, "#/rating", "invalid"),
        ("rate", {"rating": 4.0}, "#/rating", "invalid"),
        ("rate", {"rating": True}, "#/rating", "invalid"),
        ("rate", {"rating": None}, "#/rating", "null"),
        ("rate", {"rating": 5, "solved": "yes"}, "#/solved", "invalid"),
        ("rate", {"rating": 5, "solved": None}, "#/solved", "null"),
    ],
)
def test_what_is_wrong_in_an_act_is_named(
    client: Client, walk: Walk, verb: str, body: Any, pointer: str, code: str
) -> None:
    walk.to(OrderState.CALLING_BACK)
    before = Event.objects.count()
    answer = _do(client, walk.order, verb, body)
    assert answer.status_code == 422, answer.content
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert Event.objects.count() == before


def test_progress_is_kept_by_no_cache(client: Client, walk: Walk) -> None:
    assert "no-store" in _get(client, walk.order)["Cache-Control"]


def test_suspension_and_the_clocks_own_work_are_told_in_plain_words(
    client: Client, walk: Walk
) -> None:
    walk.to(OrderState.HANDLING)
    until = walk.at.replace(month=6, day=20)
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=until, text="等材料")
    walk.do(Verb.DECIDE_SUSPENSION, "dispatcher", granted=True).do(Verb.RESUME, "unit_clerk")
    labels = [step["label"] for step in _get(client, walk.order).json()["steps"][:2]]
    assert labels == ["接着办理", "要等一等，预计6月20日接着办"]


def test_a_citizens_own_verbs_are_recorded_as_the_citizens(client: Client, walk: Walk) -> None:
    _do(client, walk.order, "supplement", {"text": "还有"})
    event = Event.objects.get(order_id=walk.order_id, verb="supplement")
    assert (event.by_kind, event.by_id) == (Actor.citizen().kind, None)


def test_a_merged_order_tells_how_the_main_one_stands(client: Client, walk: Walk) -> None:
    main = Walk(walk.cast).receive().dispatch()
    walk.do(Verb.MERGE, "dispatcher", main_id=main.order_id)
    answer = _get(client, walk.order)
    seen = answer.json()
    assert seen["state_label"] == "和同样的诉求一起办：已转给单位"
    assert seen["steps"][0]["label"] == "和另一件同样的诉求一起办"
    assert main.order.number not in answer.content.decode()


def test_the_doors_tell_nothing_of_themselves(client: Client, walk: Walk) -> None:
    answer = client.options(URL.format(walk.order.number))
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD"
