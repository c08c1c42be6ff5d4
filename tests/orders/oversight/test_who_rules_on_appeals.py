"""Who may appeal, and who may rule: nobody on what they had a part in."""

import pytest
from django.db import IntegrityError, transaction

from orders.errors import Forbidden
from orders.models import Appeal
from orders.states import OrderState, Verb
from tests.factories import Walk, moment, ref
from tests.orders.oversight.appealing import (
    against_card,
    against_lateness,
    against_rating,
    appeal,
    card_of,
    overdue,
    rule,
)
from units.actor import Actor, actor_of
from units.models import Staff
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_another_unit_contests_nothing_of_this_one(walk: Walk) -> None:
    overdue(walk)
    with pytest.raises(Forbidden):
        appeal(walk, f"card:{card_of(walk).pk}", who="other_clerk")


def both_roles(walk: Walk, number: str, other: Role) -> Staff:
    return Staff.objects.create(
        staff_number=number,
        name="两岗",
        unit=walk.cast.hotline,
        roles=[Role.SUPERVISOR.value, other.value],
    )


def test_who_dispatched_it_does_not_rule_on_its_lateness(walk: Walk) -> None:
    person = both_roles(walk, "8001", Role.DISPATCHER)
    lead = ref(walk.cast.urban)
    walk.receive_from_citizen().do(Verb.DISPATCH, actor_of(person), lead=lead, assists=())
    walk.do(Verb.SIGN, "unit_clerk")
    walk.at = moment("2024-06-12 09:00")
    against_lateness(walk)
    with pytest.raises(Forbidden, match="换一个人裁定"):
        rule(walk, actor_of(person))
    rule(walk)


def test_who_refused_the_extension_does_not_rule_on_the_lateness(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="要开挖")
    walk.do(Verb.DECIDE_EXTENSION, "supervisor", granted=False, text="不用")
    walk.at = moment("2024-06-12 09:00")
    with pytest.raises(Forbidden, match="换一个人裁定") as forbidden:
        rule(against_lateness(walk))
    assert forbidden.value.code == "own_matter"


def test_who_wrote_down_the_rating_does_not_rule_on_it(walk: Walk) -> None:
    person = both_roles(walk, "8002", Role.REVIEWER)
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    walk.do(
        Verb.RECORD_CALLBACK, actor_of(person), way="call", result="reached", rating=1, solved=False
    )
    with pytest.raises(Forbidden, match="换一个人裁定"):
        rule(against_rating(walk), actor_of(person))
    rule(walk)


def test_a_deputy_does_not_rule_in_place_of_who_had_a_part(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="要开挖")
    walk.do(Verb.DECIDE_EXTENSION, "supervisor", granted=False, text="不用")
    walk.at = moment("2024-06-12 09:00")
    against_lateness(walk)
    deputy = both_roles(walk, "8003", Role.REVIEWER)
    acting = actor_of(deputy)
    in_place = Actor(
        "staff", deputy.pk, acting.unit_id, acting.unit_path, acting.roles,
        on_behalf_of=walk.cast.supervisor.pk,
    )  # fmt: skip
    with pytest.raises(Forbidden, match="换一个人裁定"):
        rule(walk, in_place)


def test_the_database_itself_lets_nobody_rule_on_the_own_appeal(walk: Walk) -> None:
    against_card(overdue(walk))
    row = Appeal.objects.get()
    with pytest.raises(IntegrityError, match="appeal_decided_by_another"), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(
            decided_at=walk.at,
            decided_by=row.asked_by,
            decision_text=row.text,
            verdict="granted",
        )
    with pytest.raises(IntegrityError, match="appeal_decided_whole"), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(decided_at=walk.at)
    with pytest.raises(IntegrityError, match="appeal_names_its_matter"), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(matter="rating")
