"""What a verb may answer instead of doing it: each error has a code, words and an HTTP status."""

from datetime import datetime, timedelta


class LifecycleError(Exception):
    """A verb was not done; nothing was written. message is Chinese and may be shown as it is."""

    status = 400
    code = "refused"

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.code


class Refused(LifecycleError):
    """A rule of the field forbids it as asked; field names the input that could be mended."""

    status = 422
    code = "refused"


class Forbidden(LifecycleError):
    """This person may see the order and may not do this."""

    status = 403
    code = "forbidden"


class Conflict(LifecycleError):
    """The order moved on in the meantime; who did what when is told where it is known."""

    status = 409
    code = "conflict"

    def __init__(self, message: str, *, code: str = "", at: datetime | None = None) -> None:
        super().__init__(message, code=code)
        self.at = at


class Missing(LifecycleError):
    """No such order or assignment for this person."""

    status = 404
    code = "not_found"


class TooMany(LifecycleError):
    """Done too often by this person; wait says how long until it may be done again."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


class NotReady(LifecycleError):
    """Reference data is missing, so that nothing can be promised: an administrator must act."""

    status = 503
    code = "not_ready"
