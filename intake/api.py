"""/api/v1/: a demand from another system, and one order followed by its citizen."""

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.request import Request
from rest_framework.response import Response

from intake import schema
from intake.authentication import (
    HasCredential,
    IsGateway,
    SignedRequest,
    channel_of,
    credential_of,
)
from intake.doors import Door, PerCredential, PerNumber
from intake.faults import BadKey
from intake.fields import Body
from intake.progress import order_behind, progress_of, rate
from intake.serializers import (
    OrderBody,
    ProgressAnswer,
    RateBody,
    ResultBody,
    TextBody,
    UrgeBody,
    WithdrawBody,
    answer_of,
)
from intake.submitting import Submission, submit
from orders.callbacks.results import take
from orders.lifecycle import apply
from orders.models import Order
from orders.states import Verb
from units.actor import Actor

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class Api(Door):
    """A door of this module: here the clock is read."""

    def now(self) -> datetime:
        return timezone.now()


class OrdersView(Api):
    """Demands that other systems hand in."""

    authentication_classes = (SignedRequest,)
    permission_classes = (HasCredential,)
    throttle_classes = (PerCredential,)

    @schema.create
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            raise BadKey("要有 Idempotency-Key：每件诉求一个，重发时不变")
        if not _KEY.fullmatch(key):
            raise BadKey(
                "Idempotency-Key 用1到200个可见的 ASCII 字符，如 UUID",
                code="idempotency_key_malformed",
            )
        body = OrderBody(data=request.data)
        body.is_valid(raise_exception=True)
        credential, channel = credential_of(request), channel_of(request)
        receipt = submit(
            Submission(body.wish(channel), key, request.data, credential),
            by=Actor.channel(channel),
            at=request.at,  # type: ignore[attr-defined]
            answer=answer_of,
        )
        headers = {"Location": receipt.body["links"]["order"]}
        if receipt.replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(receipt.body, status=receipt.status, headers=headers)


@method_decorator(never_cache, name="dispatch")
class OrderView(Api):
    """One order, for who holds its code."""

    throttle_classes = (PerNumber,)

    @schema.follow
    def get(self, request: Request, number: str) -> Response:
        return _progress(request, number)


class CitizenVerb(Api):
    """What the citizen may do to the own order; the answer is the progress after it."""

    throttle_classes = (PerNumber,)
    verb: Verb
    body: type[Body]

    def post(self, request: Request, number: str) -> Response:
        order = order_behind(number, request.query_params.get("code", ""))
        body = self.body(data=request.data)
        body.is_valid(raise_exception=True)
        self.do(order, body.validated_data, at=request.at)  # type: ignore[attr-defined]
        return _progress(request, number)

    def do(self, order: Order, data: dict[str, Any], *, at: datetime) -> None:
        """The verb, with the checked body as its inputs."""
        apply(self.verb, order.pk, by=Actor.citizen(), at=at, **data)


@schema.supplement
class SupplementView(CitizenVerb):
    verb, body = Verb.SUPPLEMENT, TextBody


@schema.withdraw
class WithdrawView(CitizenVerb):
    verb, body = Verb.WITHDRAW, WithdrawBody


@schema.urge
class UrgeView(CitizenVerb):
    verb, body = Verb.URGE, UrgeBody


@schema.rate
class RateView(CitizenVerb):
    verb, body = Verb.RECORD_CALLBACK, RateBody

    def do(self, order: Order, data: dict[str, Any], *, at: datetime) -> None:
        rate(order, at=at, way="web", result="reached", **data)


class ResultsView(Api):
    """What the gateway tells of the calls it was given."""

    authentication_classes = (SignedRequest,)
    permission_classes = (IsGateway,)
    throttle_classes = (PerCredential,)

    @schema.results
    def post(self, request: Request) -> Response:
        body = ResultBody(data=request.data)
        body.is_valid(raise_exception=True)
        at: datetime = request.at  # type: ignore[attr-defined]
        return Response({"outcome": take(body.told(), at=at).value})


def _progress(request: Request, number: str) -> Response:
    order = order_behind(number, request.query_params.get("code", ""))
    at: datetime = request.at  # type: ignore[attr-defined]
    return Response(ProgressAnswer(asdict(progress_of(order, at=at))).data)
