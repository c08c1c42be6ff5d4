"""POST /cti/<token>: what a telephone switch tells of calls, as bridges already send it.

JSON or form, the generic CTI webhook (docs/api.md). The answer to a new call of a blocked number
is {"action": "reject", "reason": "busy"}, to everything else understood {}. Faults are problem
JSON; a switch that gets 401 or 422 need not tell it again, on 503 it should.
"""

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError
from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from calls.taking import take
from calls.telling import hear
from calls.tokens import source_behind
from orders.errors import Conflict

MOST_BYTES = 64 * 1024
LISTS = ("user[]", "user")  # a form repeats these; every other name counts once


class WrongToken(exceptions.APIException):
    status_code = 401
    default_detail = "凭证不对，或已停用。地址里的凭证由管理员发放"
    default_code = "wrong_token"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = f"正文最大{MOST_BYTES // 1024} kB"
    default_code = "too_large"


class Busy(exceptions.APIException):
    status_code = 503
    default_detail = "现在记不下，请稍后把这条再报一遍"
    default_code = "busy"
    wait = 5


@extend_schema(exclude=True)
class CtiView(APIView):
    """One event."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (JSONParser, FormParser, MultiPartParser)
    http_method_names = ("post",)

    def post(self, request: Request, token: str) -> Response:
        """Take the event; told again, it changes nothing and is answered alike."""
        at = timezone.now()
        source = source_behind(token, at=at)
        if source is None:
            raise WrongToken
        body = _body(request)
        try:
            heard = hear(source, body, at=at)
            take(source, heard, at=at)
        except (Conflict, DatabaseError) as fault:
            if isinstance(fault, Conflict) or "lock timeout" in str(fault):
                raise Busy from None
            raise
        return Response({"action": "reject", "reason": "busy"} if heard.reject else {})


def _body(request: Request) -> Mapping[str, Any]:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdecimal() and int(declared) > MOST_BYTES:
        raise TooLarge
    try:
        data: Any = request.data
    except RecursionError:
        raise exceptions.ParseError from None
    if isinstance(data, QueryDict):
        return {name: data.getlist(name) if name in LISTS else data[name] for name in data}
    if not isinstance(data, dict):
        raise exceptions.ParseError
    return data
