"""/healthz and /readyz tell whoever watches whether to restart, and whether to send work."""

import pytest
from django.test import Client
from pytest_django import Settings


def test_the_process_says_that_it_lives_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_it_is_ready_when_the_database_and_redis_answer(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "redis": True}


@pytest.mark.django_db
def test_it_is_not_ready_without_redis_and_says_which_one_failed(
    client: Client, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": True, "redis": False}


def test_a_probe_is_never_answered_from_a_cache(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_a_probe_only_reads(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
