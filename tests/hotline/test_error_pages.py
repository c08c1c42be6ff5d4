"""What is answered when a page cannot be: Chinese words, the right status, no traces."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from tests.cast import Cast


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(request.GET.get("why", ""))


def misread(request: HttpRequest) -> HttpResponse:
    raise BadRequest("secret detail")


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


urlpatterns = [
    path("refuse", refuse),
    path("misread", misread),
    path("break", break_down),
    path("api/break", break_down),
    path("api/refuse", refuse),
    path("", include("hotline.urls")),
]
handler400 = "hotline.errors.bad_request"
handler403 = "hotline.errors.forbidden"
handler404 = "hotline.errors.not_found"
handler500 = "hotline.errors.server_error"

here = pytest.mark.urls(__name__)


@here
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/misread", 400, "没看懂这个请求"),
        ("/refuse", 403, "这一页你不能看"),
        ("/nowhere", 404, "没有这一页"),
        ("/break", 500, "这里出错了"),
    ],
)
def test_a_fault_is_told_in_chinese_without_traces(
    client: Client, db: None, address: str, status: int, words: str
) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert '<html lang="zh-CN"' in page
    assert "secret detail" not in page
    assert "Traceback" not in page
    assert answer.headers["Content-Security-Policy"]


@here
def test_a_refusal_says_why_when_it_was_told(client: Client, db: None) -> None:
    page = client.get("/refuse", {"why": "你能看这件，不能派。派单组可以"}).content.decode()
    assert "你能看这件，不能派。派单组可以" in page


@here
def test_a_refusal_shows_its_words_as_text(client: Client, db: None) -> None:
    assert "<b>bold</b>" not in client.get("/refuse", {"why": "<b>bold</b>"}).content.decode()


@here
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/nowhere", 404, "not_found"),
        ("/api/refuse", 403, "forbidden"),
        ("/api/break", 500, "server_error"),
    ],
)
def test_under_the_api_a_fault_is_problem_json(
    client: Client, db: None, address: str, status: int, code: str
) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status


def test_a_form_without_its_token_is_told_to_reload(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"username": "1001"})
    assert answer.status_code == 403
    assert "页面放得太久了" in answer.content.decode()


def test_nobody_finds_a_page_that_is_not_theirs_by_being_logged_in(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.operator)
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_the_pages_of_conflict_and_of_haste_say_what_next() -> None:
    taken = render_to_string(
        "409.html",
        {"message": "这件 15:41已由派单2派给云湖水务公司", "kept": "我写的<理由>", "url": "/x/"},
    )
    assert "这件 15:41已由派单2派给云湖水务公司" in taken
    assert "我写的&lt;理由&gt;" in taken
    assert 'href="/x/"' in taken
    assert "15分钟后再试" in render_to_string("429.html", {"wait": "15分钟"})
