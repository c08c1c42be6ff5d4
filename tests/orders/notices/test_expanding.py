"""The outbox reaches the right people, by the right media, once, and no bad row stops the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from orders.models import Citizen, Delivery, Notice, NoticePreference, Outbox
from orders.notices.delivering import Delivered, deliver
from orders.notices.expanding import expand
from orders.notices.preferences import set_mobile
from orders.states import Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk, moment
from units.models import Staff
from units.roles import Role

pytestmark = pytest.mark.django_db


def owe(kind: str = "urged", to_kind: str = "unit", to_id: object = 0, **columns: Any) -> Outbox:
    columns = {"at": MONDAY, "payload": {}} | columns
    return Outbox.objects.create(kind=kind, to_kind=to_kind, to_id=str(to_id), **columns)


def told() -> set[str]:
    return set(Notice.objects.values_list("staff__name", flat=True))


def by(medium: str) -> list[Delivery]:
    return list(Delivery.objects.filter(medium=medium).order_by("pk"))


ADDRESSES = [
    ("unit", "urban", {"城管经办甲"}),
    ("unit_head", "urban", {"城管负责人甲"}),
    ("unit_head", "housing", {"住建经办甲"}),
    ("unit", "east", {"东湖派单员甲"}),
    ("role", "supervisor", {"督办员甲"}),
    ("staff", "reviewer", {"回访员甲"}),
]


@pytest.mark.parametrize(("to_kind", "who", "names"), ADDRESSES)
def test_each_address_means_its_people(cast: Cast, to_kind: str, who: str, names: set[str]) -> None:
    to_id = who if to_kind == "role" else getattr(cast, who).pk
    owe(to_kind=to_kind, to_id=to_id)
    expand(at=MONDAY)
    assert told() == names
    assert [d.state for d in by("in_app")] == ["sent"]


def test_who_is_out_of_use_is_not_told(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.unit_clerk.pk).update(is_active=False)
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert told() == {"城管负责人甲"}, "a unit without clerks is its head's care"


def absent(cast: Cast, deputy: Staff) -> None:
    Staff.objects.filter(pk=cast.unit_clerk.pk).update(deputy=deputy, absent_from=MONDAY)


def test_the_deputy_hears_too_while_somebody_is_away(cast: Cast) -> None:
    absent(cast, cast.unit_head)
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY - timedelta(hours=1))
    assert told() == {"城管经办甲"}
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert told() == {"城管经办甲", "城管负责人甲"}


def test_a_deputy_who_moved_away_stands_in_no_more(cast: Cast) -> None:
    absent(cast, cast.other_clerk)
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert told() == {"城管经办甲"}


def prefer(staff: Staff, **columns: Any) -> NoticePreference:
    mobile = columns.pop("mobile", "")
    preference = NoticePreference(staff=staff, **columns)
    set_mobile(preference, mobile)
    preference.save()
    return preference


def test_chosen_groups_come_by_mail_and_sms_too_and_others_do_not(cast: Cast) -> None:
    prefer(
        cast.unit_clerk,
        email="clerk@example.cn",
        mobile="13900000002",
        email_groups=["work"],
        sms_groups=["supervision"],
    )
    owe("dispatched", to_id=cast.urban.pk)
    owe("urged", to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert [d.kind for d in by("email")] == ["dispatched"]
    assert [d.kind for d in by("sms")] == ["urged"]
    assert [d.kind for d in by("in_app")] == ["dispatched", "urged"]


def test_who_is_away_is_not_written_to_but_finds_it_in_the_own_list(cast: Cast) -> None:
    prefer(cast.unit_clerk, email="clerk@example.cn", email_groups=["supervision"])
    absent(cast, cast.unit_head)
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert by("email") == []
    assert "城管经办甲" in told()


NIGHT, MORNING = moment("2024-06-03 23:00"), moment("2024-06-04 07:00")


def test_a_message_in_quiet_hours_waits_until_they_end(cast: Cast) -> None:
    prefer(cast.unit_clerk, email="clerk@example.cn", email_groups=["supervision", "alert"])
    owe(to_id=cast.urban.pk, at=NIGHT)
    owe("alert", to_id=cast.urban.pk, at=NIGHT)
    expand(at=NIGHT)
    assert [(d.kind, d.next_try_at) for d in by("email")] == [("urged", MORNING), ("alert", NIGHT)]


def test_a_critical_order_wakes_people(walk: Walk) -> None:
    prefer(walk.cast.unit_clerk, email="clerk@example.cn", email_groups=["work"])
    walk.at = NIGHT
    walk.receive(urgency="critical").dispatch()
    expand(at=walk.at)
    assert [d.next_try_at for d in by("email")] == [walk.at]


def test_a_citizen_is_told_at_once_of_the_receipt_and_in_the_morning_of_the_rest(
    walk: Walk, citizen: Citizen
) -> None:
    walk.at = NIGHT
    walk.receive(citizen_id=citizen.pk)
    owe("completed", "citizen", citizen.pk, order_id=walk.order_id, at=NIGHT)
    expand(at=NIGHT)
    assert [(d.kind, d.next_try_at) for d in by("sms")] == [
        ("received", NIGHT),
        ("completed", MORNING),
    ]


def test_a_row_is_expanded_once_however_often_it_is_tried(cast: Cast) -> None:
    row = owe(to_id=cast.urban.pk)
    assert expand(at=MONDAY) == 1
    assert expand(at=MONDAY) == 0
    Outbox.objects.filter(id=row.id).update(sent_at=None)  # as after a resend
    expand(at=MONDAY)
    assert Notice.objects.count() == Delivery.objects.count() == 1


POISON = [
    ("unit", "99999999999999999999999"),
    ("unit", "nobody"),
    ("unit", "987654"),
    ("planet", "1"),
    ("citizen", "987654"),
    ("staff", "-1"),
]
EMPTY = [("role", "astronaut"), ("unit", "hotline"), ("unit_head", "city"), ("staff", "0")]


@pytest.mark.parametrize(("to_kind", "to_id"), POISON)
def test_a_poison_row_goes_to_the_dead_letters_and_blocks_nobody(
    cast: Cast, to_kind: str, to_id: str
) -> None:
    owe(to_id=cast.urban.pk)
    owe(to_kind=to_kind, to_id=to_id)
    owe(to_id=cast.housing.pk)
    assert deliver(at=MONDAY) == Delivered(3, 0)
    assert told() == {"城管经办甲", "住建经办甲"}
    (dead,) = by("none")
    assert (dead.state, dead.to_kind) == ("dead", "nobody")
    assert dead.fault in {"unknown_address", "unknown_citizen", "nobody_there"}


@pytest.mark.parametrize(("to_kind", "to_id"), EMPTY)
def test_where_nobody_works_yet_it_is_listed_as_not_sent(
    cast: Cast, to_kind: str, to_id: str
) -> None:
    owe(to_kind=to_kind, to_id=cast.units()[to_id].pk if to_id in cast.units() else to_id)
    expand(at=MONDAY)
    assert [(d.state, d.fault) for d in by("none")] == [("skipped", "nobody_there")]


def test_a_unit_without_people_is_the_care_of_the_nearest_one_above(cast: Cast) -> None:
    owe(to_id=cast.west_town.pk)
    expand(at=MONDAY)
    assert told() == {"西山派单员甲"}


def test_a_row_the_tables_will_not_take_is_buried_alone(cast: Cast) -> None:
    """A check of the database that no check before it foresees."""
    owe(to_id=cast.urban.pk)
    owe(to_id=cast.housing.pk)
    owe("level.x", to_id=cast.housing.pk, order_id=2**62)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE orders_notice ADD CONSTRAINT no_big CHECK (order_id < 1000000000)"
        )
    expand(at=MONDAY)
    assert told() == {"城管经办甲", "住建经办甲"}
    (dead,) = by("none")
    assert (dead.fault, dead.kind) == ("broken", "level.x")


def test_old_news_is_for_the_own_list_alone_and_history_for_nobody(cast: Cast) -> None:
    prefer(cast.unit_clerk, email="clerk@example.cn", email_groups=["supervision"])
    owe(to_id=cast.urban.pk, at=MONDAY - timedelta(days=4))
    expand(at=MONDAY)
    assert [(d.state, d.fault) for d in by("email")] == [("skipped", "stale")]
    assert Notice.objects.count() == 1
    owe(to_id=cast.urban.pk, at=MONDAY - timedelta(days=31))
    assert deliver(at=MONDAY).expanded == 1
    assert Notice.objects.count() == 1


def test_payloads_of_a_whole_life_hold_no_names_numbers_or_words(received: Walk) -> None:
    received.dispatch().do(Verb.SUPPLEMENT, received.actor("operator"), text="又黑了两盏，请快些")
    deliver(at=received.at)
    kept = str(list(Notice.objects.values_list("payload", flat=True)))
    kept += str(list(Delivery.objects.values()))
    for secret in ("13800000001", "市民甲", "又黑了", "路灯"):
        assert secret not in kept


def test_an_idle_run_is_one_query_that_reads_indexes_alone(cast: Cast) -> None:
    for _ in range(300):
        owe(to_id=cast.urban.pk)
    deliver(at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders_outbox, orders_delivery")
    with CaptureQueriesContext(connection) as queries:
        assert deliver(at=MONDAY) == Delivered(0, 0)
    (query,) = queries.captured_queries
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + str(query["sql"]))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "outbox_unsent" in plan
    assert "delivery_due" in plan
    assert "Seq Scan" not in plan


def test_clerks_and_heads_are_told_apart_by_role_not_by_unit(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.unit_head.pk).update(
        roles=[Role.UNIT_HEAD.value, Role.UNIT_CLERK.value]
    )
    owe(to_id=cast.urban.pk)
    expand(at=MONDAY)
    assert told() == {"城管经办甲", "城管负责人甲"}
    assert Notice.objects.count() == 2
