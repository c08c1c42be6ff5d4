"""/metrics: for who brings the token; what waits is the database's own word, runs are counted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from hotline import metrics
from hotline.celery import app
from orders.models import Order, Outbox
from orders.tasks import sweep_clock
from tests.factories import Walk

TOKEN = "brought-by-prometheus"


@pytest.fixture
def token(settings: Settings) -> str:
    settings.METRICS_TOKEN = TOKEN
    Redis.from_url(settings.REDIS_URL).delete(metrics.TASKS)
    return TOKEN


def read(client: Client, token: str) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.mark.django_db
def test_without_the_right_token_there_is_no_such_page(client: Client, token: str) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404


@pytest.mark.django_db
def test_where_no_token_is_set_an_empty_one_opens_nothing(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_clocks_lag_and_the_owed_notices_are_told(
    client: Client, token: str, walk: Walk
) -> None:
    idle = read(client, token)
    assert idle["hotline_clock_due"] == idle["hotline_clock_lag_seconds"] == 0
    walk.receive().dispatch()
    Order.objects.update(next_due_at=timezone.now() - timedelta(minutes=5))  # noqa: TID251
    found = read(client, token)
    assert found["hotline_clock_due"] == 1
    assert 300 <= found["hotline_clock_lag_seconds"] < 400
    assert found["hotline_outbox_unexpanded"] == Outbox.objects.count() > 0
    assert found["hotline_deliveries_dead"] == 0


@pytest.mark.django_db
def test_every_run_of_a_task_is_counted_by_its_outcome(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep_clock()
    sweep_clock()

    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("orders.tasks.sweep", fail)
    with pytest.raises(ZeroDivisionError):
        sweep_clock()
    found = read(client, token)
    assert found['hotline_task_runs_total{outcome="done",task="orders.sweep"}'] == 2
    assert found['hotline_task_runs_total{outcome="failed",task="orders.sweep"}'] == 1
    assert found['hotline_task_seconds_total{task="orders.sweep"}'] > 0


@pytest.mark.django_db
def test_an_absent_redis_costs_only_the_counts(
    client: Client, token: str, settings: Settings
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    sweep_clock()
    assert "hotline_clock_due" in read(client, token)


def test_the_whole_timetable_names_tasks_that_exist_and_are_metered() -> None:
    app.loader.import_default_modules()
    for name, entry in app.conf.beat_schedule.items():
        task = app.tasks[entry["task"]]
        assert isinstance(task, metrics.MeteredTask), name
        assert (task.time_limit or app.conf.task_time_limit) < 3600, name
        assert app.conf.task_acks_late is True
