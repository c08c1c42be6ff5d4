"""What is logged of a request: its path and its end, never what would open a door again."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from hotline.logs import RequestLog, logging_of


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/orders/202406030000017/?q=13800138000", "GET /orders/202406030000017/"),
        ("/12345/orders/202406030000017/?code=SRNXR7JU", "GET /12345/orders/202406030000017/"),
        ("/12345/survey/dGhpc2lzYXNlY3JldHRva2Vu/", "GET /12345/survey/…/"),
        ("/x/018f3f1e-7c1e-7d5a-9f53-3c2f0e8a7b61", "GET /x/…"),
    ],
)
def test_a_request_line_has_no_query_and_no_token(
    path: str, logged: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    request = client.request().wsgi_request
    request.path, _, request.META["QUERY_STRING"] = path.partition("?")
    assert RequestLog.format_request(request) == logged
    assert "hotline.logs.RequestLog" in settings.MIDDLEWARE


def test_in_production_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    made = logging_of(production=True)
    formatter = made["formatters"]["line"].copy()
    line = formatter.pop("()")(**formatter)
    record = logging.LogRecord("orders", logging.INFO, "", 1, "时钟 %s", ("走过",), None)
    said = json.loads(line.format(record))
    assert (said["event"], said["logger"], said["level"]) == ("时钟 走过", "orders", "info")
