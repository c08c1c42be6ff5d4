"""The one error of the servers: a Chinese sentence that says what is wrong and what to do."""


class ServersError(Exception):
    """Its text is a single line, printed as it is; no traceback helps the person who reads it."""
