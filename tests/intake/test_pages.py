"""The citizens' pages, by HTTP and without a script: make, keep, follow, add, withdraw, rate."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from intake.codes import code_for
from intake.forms.demand import title_of
from intake.forms.once import TOKEN_SALT
from orders.models import Attachment, CallbackAttempt, Order, Text
from orders.states import OrderState, Verb
from tests import samples
from tests.cast import Cast
from tests.factories import Walk
from tests.intake.conftest import Platform

FILLED = {
    "kind": "complain",
    "text": "2号路路灯连续三晚不亮。夜里走路不安全。",
    "district": "east",
    "place": "中心学校门口",
    "phone": "138 0000 0001",
    "name": "王女士",
    "website": "",
}


@pytest.fixture(autouse=True)
def _store(settings: LazySettings, tmp_path: Path) -> None:
    """Files go to a folder of the test's own."""
    default = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": default}


def _token(page: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def _filled(client: Client, **changes: str) -> dict[str, str]:
    return {**FILLED, "token": _token(client.get("/12345/")), **changes}


def _follow(order: Order, act: str = "") -> str:
    return f"/12345/follow/{order.number}/{act}?code={code_for(order.number)}"


@pytest.fixture
def walk(city: Cast) -> Walk:
    """An order of a citizen we can reach, received."""
    return Walk(city).receive_from_citizen()


def test_a_demand_is_made_and_a_receipt_given(client: Client, city: Cast) -> None:
    answer = client.post("/12345/", _filled(client))
    order = Order.objects.select_related("citizen").get()
    assert answer.status_code == 302
    assert (order.channel_id, order.kind, order.district) == ("web", "complain", "east")
    assert (order.title, order.place) == ("2号路路灯连续三晚不亮", "中心学校门口")
    assert order.category_id == "14"
    assert order.citizen is not None
    assert order.citizen.form_of_address == "王女士"
    receipt = client.get(answer["Location"])
    words = receipt.content.decode()
    assert order.number in words
    assert code_for(order.number) in words
    assert "no-store" in receipt["Cache-Control"]
    assert receipt["X-Robots-Tag"] == "noindex, nofollow"
    assert receipt["Referrer-Policy"] == "same-origin"


def test_the_form_sent_twice_is_one_demand(client: Client, city: Cast) -> None:
    filled = _filled(client)
    first, again = client.post("/12345/", filled), client.post("/12345/", filled)
    assert first["Location"] == again["Location"]
    assert Order.objects.count() == 1


def test_a_form_gone_back_to_and_changed_is_asked_about(client: Client, city: Cast) -> None:
    filled = _filled(client)
    client.post("/12345/", filled)
    answer = client.post("/12345/", {**filled, "text": "另外还有一件事要说"})
    assert answer.status_code == 422
    assert "另外还有一件事要说" in answer.content.decode()
    assert Order.objects.count() == 1
    second = client.post(
        "/12345/", {**filled, "text": "另外还有一件事要说", "token": _token(answer)}
    )
    assert second.status_code == 302
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "这一项要填"),
        ({"text": "灯"}, "再多写几个字"),
        ({"text": "长" * 5001}, "最多5000个字"),
        ({"text": "有\0字符的话"}, "空字符"),
        ({"kind": "gossip"}, "没有这个选项"),
        ({"district": "mars"}, "没有这个选项"),
        ({"phone": ""}, "这一项要填"),
        ({"phone": "1380000"}, "手机号是11位"),
        ({"name": "长" * 21}, "20"),
        ({"website": "http://spam.example"}, "请留空"),
        ({"token": ""}, "放得太久"),
        ({"token": "forged:x:y"}, "放得太久"),
    ],
)
def test_what_is_wrong_stands_in_the_form_and_nothing_is_kept(
    client: Client, city: Cast, changes: dict[str, str], words: str
) -> None:
    answer = client.post("/12345/", _filled(client, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "没存上，填的还在" in page
    assert FILLED["place"] in page
    assert not Order.objects.exists()


def test_too_many_demands_are_asked_to_wait_with_the_words_kept(
    client: Client, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intake import throttle

    monkeypatch.setitem(throttle.RATES, "demand", throttle.Rate(1, 600))
    client.post("/12345/", _filled(client))
    answer = client.post("/12345/", _filled(client, text="另一件要紧的事"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "另一件要紧的事" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(city: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/12345/", FILLED).status_code == 403
    assert not Order.objects.exists()


def test_a_confidential_demand_says_so_and_hides_its_words(client: Client, city: Cast) -> None:
    client.post("/12345/", _filled(client, confidential="on"))
    order = Order.objects.get()
    assert order.confidential
    page = client.get(_follow(order)).content.decode()
    assert "您要求保密" in page
    assert "路灯" not in page


def test_number_and_code_lead_to_the_progress(client: Client, walk: Walk) -> None:
    code = code_for(walk.order.number)
    typed = {"number": f" {walk.order.number[:8]} {walk.order.number[8:]}", "code": code.lower()}
    answer = client.post("/12345/follow/", typed)
    assert answer["Location"] == _follow(walk.order)
    assert "我们收到了您的诉求" in client.get(answer["Location"]).content.decode()


def test_a_wrong_code_asks_again_wherever_it_is_used(client: Client, walk: Walk) -> None:
    number = walk.order.number
    answers = [
        client.post("/12345/follow/", {"number": number, "code": "ABCDEFGH"}),
        client.get(f"/12345/follow/{number}/?code=ABCDEFGH"),
        client.get(f"/12345/follow/{number}/withdraw/?code=ABCDEFGH"),
        client.post(f"/12345/follow/{number}/withdraw/?code=ABCDEFGH", {}),
        client.get("/12345/follow/1/"),
    ]
    for answer in answers:
        assert answer.status_code == 404
        assert "单号或查询码不对" in answer.content.decode()
    assert walk.order.state == OrderState.RECEIVED
    assert client.get(f"/12345/done/{number}/?code=ABCDEFGH").status_code == 302


def _act(client: Client, order: Order, act: str, **fields: str) -> Any:
    url = _follow(order, f"{act}/")
    return client.post(url, {"token": _token(client.get(url)), **fields}, follow=True)


def test_a_citizen_supplements_once_however_often_sent(client: Client, walk: Walk) -> None:
    url = _follow(walk.order, "supplement/")
    filled = {"token": _token(client.get(url)), "text": "学校一侧还有5盏"}
    for _ in range(2):
        answer = client.post(url, filled, follow=True)
        assert "补充的情况已转给办理的人" in answer.content.decode()
    assert Text.objects.filter(kind="supplement").count() == 1


def test_a_citizen_withdraws_and_is_told_when_it_is_too_late(client: Client, walk: Walk) -> None:
    url = _follow(walk.order, "withdraw/")
    late = _token(client.get(url))
    answer = _act(client, walk.order, "withdraw", text="")
    assert "已经撤回" in answer.content.decode()
    assert walk.order.state == OrderState.WITHDRAWN
    again = client.post(url, {"token": late})
    assert again.status_code == 409
    assert "现在不能撤回这件诉求了" in again.content.decode()
    assert client.get(url)["Location"] == _follow(walk.order)


def test_a_citizen_rates(client: Client, walk: Walk) -> None:
    walk.to(OrderState.CALLING_BACK)
    assert "评价" in client.get(_follow(walk.order)).content.decode()
    missing = _act(client, walk.order, "rate", rating="")
    assert missing.status_code == 422
    answer = _act(client, walk.order, "rate", rating="4", solved="yes", text="谢谢")
    assert "谢谢您的评价" in answer.content.decode()
    attempt = CallbackAttempt.objects.get()
    assert (attempt.rating, attempt.solved, attempt.contacted) == (4, True, None)


def test_only_open_acts_are_offered(client: Client, walk: Walk) -> None:
    page = client.get(_follow(walk.order)).content.decode()
    assert "supplement/" in page
    assert "withdraw/" in page
    assert "rate/" not in page
    walk.do(Verb.ANSWER, "operator", text="明天恢复")
    page = client.get(_follow(walk.order)).content.decode()
    assert "明天恢复" in page
    assert not re.search(r"(supplement|withdraw|rate)/", page)


@pytest.mark.parametrize("path", ["/12345/", "/12345/follow/", "/12345/follow/x/"])
@pytest.mark.parametrize("method", ["put", "delete"])
def test_pages_take_no_other_methods(client: Client, city: Cast, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯不亮。很黑。", "路灯不亮"),
        ("\n 路灯\t不亮 \n在东街", "路灯 不亮"),
        ("。。。", "。。。"),
        ("长" * 60, "长" * 39 + "…"),
    ],
)
def test_the_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_form_left_open_for_days_keeps_its_words(
    client: Client, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = _filled(client)
    monkeypatch.setattr("intake.forms.once.TOKEN_AGE", -1)
    answer = client.post("/12345/", filled)
    assert answer.status_code == 422
    assert "放得太久" in answer.content.decode()
    monkeypatch.undo()
    assert client.post("/12345/", {**filled, "token": _token(answer)}).status_code == 302


def test_tokens_of_another_purpose_are_not_taken(client: Client, city: Cast) -> None:
    from django.core import signing

    assert TOKEN_SALT != "other"
    foreign = signing.dumps("a" * 32, salt="other")
    assert client.post("/12345/", _filled(client, token=foreign)).status_code == 422


def test_the_page_of_a_platforms_order_is_the_same(client: Client, platform: Platform) -> None:
    page = platform.send().json()["links"]["page"]
    assert client.get(page).status_code == 200


def test_the_pages_keep_the_policy(client: Client, city: Cast, settings: LazySettings) -> None:
    page = client.get("/12345/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|style=|\son\w+=", page.content.decode())


def _photo(name: str = "路灯.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.png(), "image/png")


def test_photos_come_with_the_demand(client: Client, city: Cast) -> None:
    assert client.post("/12345/", {**_filled(client), "photos": [_photo()]}).status_code == 302
    attachment = Attachment.objects.get(order=Order.objects.get())
    assert (attachment.media_type, attachment.audience) == ("image/png", "unit")


def test_a_file_that_is_not_taken_keeps_the_demand_from_being_half_made(
    client: Client, city: Cast
) -> None:
    bad = SimpleUploadedFile("a.png", b"<html>", "image/png")
    answer = client.post("/12345/", {**_filled(client), "photos": [_photo(), bad]})
    assert answer.status_code == 422
    assert "只收照片" in answer.content.decode()
    assert not Order.objects.exists()
    assert not Attachment.objects.exists()


def test_more_files_than_a_form_bears_are_refused(client: Client, city: Cast) -> None:
    answer = client.post("/12345/", {**_filled(client), "photos": [_photo() for _ in range(6)]})
    assert answer.status_code == 422
    assert "最多5个文件" in answer.content.decode()


def test_a_supplement_may_bring_photos(client: Client, walk: Walk) -> None:
    url = _follow(walk.order, "supplement/")
    filled = {"token": _token(client.get(url)), "text": "照片在这里", "photos": [_photo()]}
    assert client.post(url, filled).status_code == 302
    assert Attachment.objects.filter(order=walk.order_id).count() == 1
