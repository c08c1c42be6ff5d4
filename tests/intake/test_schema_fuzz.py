"""The interface against its own description: generated requests find nothing that is not told."""

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from intake import throttle
from intake.codes import code_for
from intake.credentials import issue
from intake.signing import SCHEME, Signed, signature_of
from orders.states import OrderState
from tests.cast import Cast
from tests.factories import SHANGHAI, Walk
from tests.intake.conftest import ORDERS, Platform

pytestmark = pytest.mark.long

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
RESULTS = "/api/v1/callbacks/results"
App = Callable[..., Iterable[bytes]]


class Signing:
    """The application as the platform reaches it: every demand is signed on its way in."""

    def __init__(self, platform: Platform) -> None:
        gateway = Platform(*issue(None, "回访网关", at=datetime.now(SHANGHAI)))
        gateway.credential.rate = 100_000
        gateway.credential.save()
        self.signers, self.app = {ORDERS: platform, RESULTS: gateway}, get_wsgi_application()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if (signer := self.signers.get(environ["PATH_INFO"])) is not None:
            self._sign(environ, signer)
        return self.app(environ, start_response)

    def _sign(self, environ: dict[str, Any], signer: Platform) -> None:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        date = datetime.now(SHANGHAI).isoformat()
        signed = Signed(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"]
            + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else ""),
            body,
            date,
            environ.get("HTTP_IDEMPOTENCY_KEY", ""),
        )
        signature = signature_of(signed, signer.secret.encode())
        key_id = signer.credential.key_id
        environ["HTTP_AUTHORIZATION"] = f"{SCHEME} key={key_id}, signature={signature}"
        environ["HTTP_X_DATE"] = date


@pytest.fixture
def _connection_kept() -> Iterator[None]:
    """The handler closes the connection after each request; the test's own must outlive them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(
    platform: Platform, _connection_kept: None, monkeypatch: pytest.MonkeyPatch
) -> BaseSchema:
    """The schema as served, over the signing application, with throttles out of the way."""
    for scope in throttle.RATES:
        monkeypatch.setitem(throttle.RATES, scope, throttle.Rate(10**6, 60))
    platform.credential.rate = 100_000
    platform.credential.save()
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", Signing(platform))


OPERATIONS = [
    (ORDERS, "POST"),
    (ORDERS + "/{number}", "GET"),
    (ORDERS + "/{number}/supplement", "POST"),
    (ORDERS + "/{number}/withdraw", "POST"),
    (ORDERS + "/{number}/urge", "POST"),
    (ORDERS + "/{number}/rate", "POST"),
    (RESULTS, "POST"),
]
ABOUT_AN_ORDER = [(path, method) for path, method in OPERATIONS if "{number}" in path]
every_operation = pytest.mark.parametrize(("path", "method"), OPERATIONS)
fitting_and_not = pytest.mark.parametrize("mode", list(GenerationMode))


def _play(
    described: BaseSchema, path: str, method: str, mode: GenerationMode, **instead: Any
) -> list[int]:
    """Send generated requests, some parts replaced; the statuses, each checked as described."""
    statuses: list[int] = []

    @BOUNDED
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        for part, value in instead.items():
            setattr(case, part, value)
        statuses.append(case.call_and_validate(checks=CHECKS).status_code)

    send()
    return statuses


def test_every_operation_is_played(described: BaseSchema) -> None:
    found = [result.ok() for result in described.get_all_operations() if isinstance(result, Ok)]
    assert sorted((op.path, op.method.upper()) for op in found) == sorted(OPERATIONS)


@every_operation
@fitting_and_not
def test_generated_requests_are_answered_as_described(
    described: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    statuses = _play(described, path, method, mode)
    assert 201 in statuses or path != ORDERS or mode == GenerationMode.NEGATIVE
    assert set(statuses) - {201}  # and what cannot be taken is refused


@pytest.mark.parametrize(("path", "method"), ABOUT_AN_ORDER)
@fitting_and_not
def test_requests_about_a_real_order_are_answered_as_described(
    described: BaseSchema, city: Cast, path: str, method: str, mode: GenerationMode
) -> None:
    """Only the body is generated; what fits the description is done, or the state forbids it."""
    states = {"withdraw": OrderState.RECEIVED, "urge": OrderState.HANDLING}
    state = states.get(path.rpartition("/")[2], OrderState.CALLING_BACK)
    order = Walk(city).receive_from_citizen().to(state).order
    statuses = _play(
        described,
        path,
        method,
        mode,
        path_parameters={"number": order.number},
        query={"code": code_for(order.number)},
    )
    assert 200 in statuses or mode == GenerationMode.NEGATIVE
