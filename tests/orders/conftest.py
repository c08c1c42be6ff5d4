"""Beginning a walk in the browser, what it came to, and a place for the files of a test."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from orders.models import Event, Order
from orders.states import Verb
from tests.browser import Window
from tests.factories import MONDAY, Walk
from tests.orders.walking import PASSWORD, Step, Walker
from tests.orders.ways import ENDS, WAYS
from units.models import Staff

Start = Callable[..., Walker]


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Path:
    """The tests' files lie in a folder of their own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return tmp_path


@pytest.fixture
def start(window: Window, transactional_db: None, walk: Walk) -> Iterator[Start]:
    """Begins a walk on a fresh order at ten on a Monday; everybody has a password."""
    Staff.objects.update(password=make_password(PASSWORD))
    number = walk.receive_from_citizen().order.number
    main = Walk(walk.cast, walk.at).receive().order.number

    def begin(size: tuple[int, int], *, scripts: bool = True) -> Walker:
        people = walk.cast.staff()
        return Walker(window, people, f"/orders/{number}/", size, scripts, main=main)

    with time_machine.travel(MONDAY + timedelta(hours=1)):
        yield begin


def walked(way: str, walker: Walker) -> None:
    """Walks one of the ways; every verb of it is then an event, and the order stands at its end."""
    steps = [step_into(walker.main, step) for step in WAYS[way]]
    walker.walk(*steps)
    assert done(walker) == ([Verb.RECEIVE, *(step.verb for step in steps)], ENDS[way])


def step_into(main: str, step: Step) -> Step:
    """The step; a merge gets the number of the order to merge into."""
    if step.verb != Verb.MERGE:
        return step
    return Step(step.verb, step.who, step.button, {"主单号": main}, step.says)


def done(walker: Walker) -> tuple[list[str], str]:
    """The verbs that were done, in order, and the state it ended in."""
    order = Order.objects.get(number=walker.path.split("/")[2])
    events = Event.objects.filter(order_id=order.pk).order_by("id")
    return list(events.values_list("verb", flat=True)), order.state
