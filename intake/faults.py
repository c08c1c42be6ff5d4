"""What a door answers to a request it cannot take, beyond what a form's fields say."""

from rest_framework.exceptions import APIException, AuthenticationFailed, ParseError

__all__ = ["AuthenticationFailed", "BadKey", "NotJson", "TooLarge"]


class TooLarge(APIException):
    """The body is over the limit; nothing of it was read."""

    status_code = 413
    default_code = "too_large"


class NotJson(ParseError):
    """The body is no JSON we take; says in which way."""


class BadKey(APIException):
    """The Idempotency-Key is missing or not of its form."""

    status_code = 400
    default_code = "idempotency_key_missing"
