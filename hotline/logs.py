"""How the processes speak: readable lines in development, one JSON object a line in production."""

import logging
import re
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


_SECRET_PART = re.compile(r"(?<=/)[A-Za-z0-9_-]{16,}(?=/|$)")


class RequestLog(RequestMiddleware):
    """A line a request that gives nothing away: no query (follow codes, telephone numbers, search
    words), and in the path no token that opens something by itself."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {_SECRET_PART.sub('…', request.path)}"


class NoSecrets(logging.Filter):
    """The framework names the path of a request that failed: without the tokens in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, mended."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET_PART.sub("…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


def logging_of(*, production: bool) -> dict[str, Any]:
    """Django's LOGGING. Request lines carry ids and paths, never bodies or form fields."""
    structlog.configure(
        processors=[
            *_SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if production
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "filters": {"no_secrets": {"()": NoSecrets}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "INFO" if production else "WARNING"},
        "loggers": {
            "django_structlog": {"level": "INFO" if production else "WARNING"},
            "django.request": {"filters": ["no_secrets"]},
            "django.server": {"handlers": ["out"], "propagate": False},
            # A line for every task every few seconds drowns the rest; /metrics counts them.
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "orders": {"level": "INFO"},
            "calls": {"level": "INFO"},
        },
    }
