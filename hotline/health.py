"""Whether the process lives (/healthz) and can do its work (/readyz), for whoever watches it."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError


@never_cache
@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    """Answers as long as the process does; asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when the database and Redis both answer, else 503; which one failed is named."""
    answers = {"database": _answers(_ask_database), "redis": _answers(_ask_redis)}
    status = 200 if all(answers.values()) else 503
    return JsonResponse(
        {"status": "ok" if status == 200 else "unavailable", **answers}, status=status
    )


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except (DatabaseError, RedisError):
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    cache.get("readyz")
