"""One shape for every fault at an API door: problem JSON (RFC 9457) with stable codes.

type is "urn:hotline:" and the code; detail is Chinese; errors names each input that is wrong by a
JSON pointer. The framework calls `answer` (settings.EXCEPTION_HANDLER); nobody else needs to.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_standardized_errors.formatter import flatten_errors
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from orders.errors import Conflict, LifecycleError, TooMany

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, str] = {
    400: "请求不完整或写错了",
    401: "要先证明身份",
    403: "没有权限",
    404: "没有这个地址",
    405: "这个地址不能这样用",
    406: "只答 JSON",
    409: "已经变了",
    413: "太大了",
    415: "只收 JSON",
    422: "有填得不对的",
    429: "来得太快了",
    500: "这里出错了，没有存上",
    503: "现在还办不了",
}
# What the framework says in its own words is said in ours; a view's own words are kept.
WORDS: dict[type[exceptions.APIException], tuple[str, str]] = {
    exceptions.ParseError: ("malformed", "正文读不懂：要是完整的 JSON"),
    exceptions.NotAuthenticated: ("not_authenticated", "没有身份，或身份已过期"),
    exceptions.MethodNotAllowed: ("method_not_allowed", "这个地址不能这样用，见 Allow"),
    exceptions.NotAcceptable: ("not_acceptable", "只答 JSON"),
    exceptions.UnsupportedMediaType: ("unsupported_media_type", "只收 application/json"),
}


def body(
    status: int, code: str, detail: str = "", errors: Sequence[dict[str, str]] = (), **more: Any
) -> dict[str, Any]:
    """The members of a problem; detail and errors only where there is something to say."""
    title = TITLES.get(status, TITLES[400])
    made: dict[str, Any] = {"type": f"urn:hotline:{code}", "title": title, "status": status}
    if detail:
        made["detail"] = detail
    made["code"] = code
    if errors:
        made["errors"] = list(errors)
    return made | more


def answer(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of a view; None (a real fault) goes on to the 500 page."""
    if isinstance(exc, LifecycleError):
        wait = exc.wait.total_seconds() if isinstance(exc, TooMany) else None
        made, headers = of_lifecycle(exc), {"Retry-After": f"{wait:.0f}"} if wait else {}
    else:
        known = _as_api(exc)
        if known is None:
            return None
        made, headers = _of_api(known), _headers(known)
    set_rollback()
    return Response(made, status=made["status"], headers=headers, content_type=MEDIA_TYPE)


def of_lifecycle(error: LifecycleError) -> dict[str, Any]:
    """A verb's own answer: code and words are the rule's; a conflict tells since when."""
    errors = [one(error.field, error.message, error.code)] if error.field else []
    since = error.at if isinstance(error, Conflict) else None
    more = {"at": since.isoformat()} if since else {}
    return body(error.status, error.code, error.message, errors, **more)


def one(field: str | None, message: str, code: str) -> dict[str, str]:
    """One wrong input; a field is a dotted path ("contact.phone"), none is the whole body."""
    whole = field in {None, "", "non_field_errors", "__all__"}
    within = str(field).removesuffix(".non_field_errors")  # a whole object inside the body
    path = "" if whole else "/" + within.replace(".", "/")
    return {"pointer": f"#{path}", "message": message, "code": code}


def _as_api(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404):
        return exceptions.NotFound("没有这一项")
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(str(exc) or None)
    return exc if isinstance(exc, exceptions.APIException) else None


def _of_api(exc: exceptions.APIException) -> dict[str, Any]:
    if isinstance(exc, exceptions.ValidationError):
        errors = [one(e.attr, str(e.detail), e.code) for e in flatten_errors(exc.detail)]
        return body(422, "invalid", "；".join(e["message"] for e in errors[:3]), errors)
    if isinstance(exc, exceptions.Throttled):
        seconds = getattr(exc, "wait", None)
        wait = f"，{seconds:.0f}秒后再试" if seconds else ""
        return body(exc.status_code, "throttled", f"请求太多{wait}")
    code, words = WORDS.get(type(exc), (str(exc.get_codes()), str(exc.detail)))
    return body(exc.status_code, code, words)


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    """What a client needs to go on: how to prove who it is, how long to wait."""
    headers: dict[str, str] = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return headers
