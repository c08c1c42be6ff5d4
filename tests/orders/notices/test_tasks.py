"""The tasks of notices are in the timetable, read the clock, and may run twice."""

import time_machine

from hotline.celery import app
from orders.models import Delivery, Notice, Outbox
from orders.tasks import daily_digests, deliver_notices
from tests.cast import Cast
from tests.factories import Walk, moment


def test_the_timetable_names_tasks_that_are_there_and_end_in_time() -> None:
    app.loader.import_default_modules()
    for name in ("notices", "digests"):
        entry = app.conf.beat_schedule[name]
        task = app.tasks[entry["task"]]
        assert (task.soft_time_limit, task.time_limit) == (240, 300)
        assert entry["options"]["expires"] > 0


def test_delivering_twice_delivers_once(cast: Cast) -> None:
    at = moment("2024-06-03 10:00")
    Outbox.objects.create(at=at, kind="urged", to_kind="unit", to_id=str(cast.urban.pk))
    with time_machine.travel(at):
        deliver_notices()
        deliver_notices()
    assert Notice.objects.count() == Delivery.objects.count() == 1


def test_digests_twice_a_morning_are_one_digest(walk: Walk) -> None:
    walk.receive().dispatch()
    with time_machine.travel(moment("2024-06-04 08:00")):
        daily_digests()
        daily_digests()
    assert Outbox.objects.filter(kind="digest").count() == 1
