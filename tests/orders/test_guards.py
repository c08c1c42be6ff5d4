"""What the database refuses by itself, whoever writes: bulk updates, deletions, half-said facts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from orders.models import (
    Assignment,
    CalendarEdition,
    CallbackTask,
    Change,
    Event,
    Order,
    Outbox,
    Pause,
    Reply,
    Request,
    Round,
    Text,
)
from orders.states import OrderState, Verb
from tests.factories import Walk


@pytest.fixture
def archived(walk: Walk) -> Walk:
    """An order with everything in it: returned in vain, extended, suspended, rated, archived."""
    walk.receive_from_citizen().dispatch()
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不属")
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="upheld", text="属你单位")
    walk.do(Verb.SIGN, "unit_clerk")
    return walk.to(OrderState.ARCHIVED)


ROWS: tuple[type[models.Model], ...] = (
    Order,
    Assignment,
    Round,
    Reply,
    Request,
    Pause,
    Text,
    CallbackTask,
    Event,
    Change,
    Outbox,
    CalendarEdition,
)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_row_of_the_record_is_ever_deleted(archived: Walk, model: type[models.Model]) -> None:
    rows = model._base_manager.all()
    assert rows.exists()
    with pytest.raises(DatabaseError, match=r"Cannot (update or )?delete"), transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Event, {"verb": "answer"}),
        (Change, {"order_id": 1}),
        (CalendarEdition, {"provisional": True}),
    ],
)
def test_the_books_are_append_only(
    archived: Walk, model: type[models.Model], values: dict[str, Any]
) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        model._base_manager.all().update(**values)


DATED = [
    (Order, "received_at"),
    (Order, "dispatched_at"),
    (Assignment, "dispatched_at"),
    (Assignment, "signed_at"),
    (Assignment, "first_due_at"),
    (Round, "started_at"),
    (Round, "replied_at"),
    (Round, "accepted_at"),
    (Round, "rated_at"),
    (Reply, "replied_at"),
    (Reply, "reviewed_at"),
    (Request, "asked_at"),
    (Request, "decided_at"),
    (Pause, "started_at"),
    (Pause, "ended_at"),
    (Pause, "voided_at"),
    (CallbackTask, "opened_at"),
    (CallbackTask, "closed_at"),
]


@pytest.mark.parametrize(("model", "column"), DATED)
def test_a_dated_fact_is_neither_moved_nor_cleared(
    archived: Walk, model: type[models.Model], column: str
) -> None:
    rows = model._base_manager.filter(**{f"{column}__isnull": False})
    before = list(rows.order_by("pk").values_list(column, flat=True))
    assert before
    for value in (None, archived.at + timedelta(days=100)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{column: value})
    assert list(rows.order_by("pk").values_list(column, flat=True)) == before


def test_the_due_moment_of_an_accepted_round_no_longer_moves(archived: Walk) -> None:
    with pytest.raises(DatabaseError, match="no longer moves"), transaction.atomic():
        Round.objects.update(due_at=archived.at)


def test_a_rating_is_given_once(archived: Walk) -> None:
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Round.objects.update(rating=1)


BROKEN: list[tuple[type[models.Model], dict[str, Any], str]] = [
    (Order, {"state": "lost"}, "not in the table|order_state_known"),
    (Order, {"merged_into": models.F("pk")}, "order_merged_has_main"),
    (Order, {"longitude": 120}, "order_point_whole"),
    (Order, {"decided_at": None}, "order_decided_has_moment"),
    (Assignment, {"closed_as": ""}, "assignment_closed_whole"),
    (Reply, {"verdict": ""}, "reply_review_whole"),
    (Request, {"verdict": ""}, "request_decided_whole"),
    (CallbackTask, {"outcome": ""}, "callback_closed_whole"),
]


@pytest.mark.parametrize(("model", "values", "guard"), BROKEN)
def test_half_a_fact_is_refused(
    archived: Walk, model: type[models.Model], values: dict[str, Any], guard: str
) -> None:
    with pytest.raises(DatabaseError, match=guard), transaction.atomic():
        model._base_manager.all().update(**values)


def test_an_order_has_one_running_lead(walk: Walk) -> None:
    walk.receive().dispatch()
    twin = Assignment.objects.get()
    twin.pk = None
    with pytest.raises(DatabaseError, match="one_running_lead_an_order"), transaction.atomic():
        twin.save()


def test_every_verb_leaves_one_event_and_one_change_in_its_transaction(archived: Walk) -> None:
    events = list(Event.objects.order_by("id").values_list("verb", "from_state", "to_state"))
    assert events[0] == ("receive", "", "received")
    assert events[-1] == ("archive", "calling_back", "archived")
    assert Change.objects.count() == len(events) == archived.order.version


def test_an_events_payload_holds_no_words(archived: Walk) -> None:
    words = set(Text.objects.values_list("body", flat=True))
    for payload in Event.objects.values_list("payload", flat=True):
        assert not words & {str(value) for value in payload.values()}
