"""What every view of /api/v1/ does first: read the clock, refuse what is too large or too much."""

from abc import abstractmethod
from datetime import datetime
from typing import Any

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from intake.authentication import credential_of
from intake.reading import StrictJSONParser, refuse_large
from intake.throttle import Rate, address_of, spend


class Door(APIView):
    """A view for strangers. `at` is the one moment of the request; its api module reads it."""

    authentication_classes: Any = ()
    permission_classes: Any = ()
    parser_classes: Any = (StrictJSONParser,)
    throttle_classes: Any = ()
    http_method_names: Any = ("get", "head", "post")

    @abstractmethod
    def now(self) -> datetime:
        """The system clock, read once a request."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.at = self.now()  # type: ignore[attr-defined]
        slow_down("address", address_of(request._request), request)
        refuse_large(request._request)
        super().initial(request, *args, **kwargs)


def slow_down(scope: str, who: str, request: Request, rate: Rate | None = None) -> None:
    """Raises Throttled, with the seconds to wait, once the rate is used up."""
    wait = spend(scope, who, at=request.at, rate=rate)  # type: ignore[attr-defined]
    if wait is not None:
        raise Throttled(wait)


class PerCredential(BaseThrottle):
    """A credential's own rate a minute."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        credential = credential_of(request)
        slow_down("credential", str(credential.pk), request, Rate(credential.rate, 60))
        return True


class PerNumber(BaseThrottle):
    """One order number, whoever asks: a code cannot be tried out."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        slow_down("number", str(view.kwargs["number"]), request)
        return True
