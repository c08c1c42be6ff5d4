"""Who may act for whom, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Cast
from units.actor import Actor, actor_of, actors_of
from units.models import Staff

NOON = datetime(2014, 6, 3, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def away(
    person: Staff, deputy: Staff, since: datetime = NOON, until: datetime | None = None
) -> None:
    person.deputy, person.absent_from, person.absent_to = deputy, since, until
    person.save()


def test_a_person_acts_with_the_own_unit_and_roles(cast: Cast) -> None:
    actor = actor_of(cast.unit_clerk)
    assert actor == Actor(
        kind="staff",
        staff_id=cast.unit_clerk.pk,
        unit_id=cast.urban.pk,
        unit_path=cast.urban.path,
        roles=frozenset({"unit_clerk"}),
        name="城管经办甲",
    )


def test_nobody_absent_means_one_way_to_act(cast: Cast) -> None:
    cast.unit_head.deputy = cast.unit_clerk
    cast.unit_head.save()
    assert actors_of(cast.unit_clerk, at=NOON) == (actor_of(cast.unit_clerk),)


def test_a_deputy_also_acts_with_the_absent_ones_roles_and_unit(cast: Cast) -> None:
    away(cast.unit_head, cast.unit_clerk)
    own, other = actors_of(cast.unit_clerk, at=NOON)
    assert own == actor_of(cast.unit_clerk)
    assert (other.staff_id, other.on_behalf_of) == (cast.unit_clerk.pk, cast.unit_head.pk)
    assert other.roles == {"unit_head"}
    assert other.unit_path == cast.urban.path
    assert other.name == "城管经办甲（代城管负责人甲）"


@pytest.mark.parametrize(
    ("since", "until", "stands_in"),
    [
        (NOON, NOON + HOUR, True),
        (NOON, None, True),
        (NOON - HOUR, NOON, False),
        (NOON + HOUR, None, False),
        (NOON - HOUR, NOON + HOUR, True),
    ],
)
def test_an_absence_counts_from_its_start_to_before_its_end(
    cast: Cast, since: datetime, until: datetime | None, stands_in: bool
) -> None:
    away(cast.unit_head, cast.unit_clerk, since, until)
    assert (len(actors_of(cast.unit_clerk, at=NOON)) == 2) is stands_in


def test_absent_colleagues_come_in_the_order_of_their_numbers(cast: Cast) -> None:
    away(cast.supervisor, cast.operator)
    away(cast.dispatcher, cast.operator)
    behalf = [actor.on_behalf_of for actor in actors_of(cast.operator, at=NOON)]
    assert behalf == [None, cast.dispatcher.pk, cast.supervisor.pk]


def test_standing_in_does_not_pass_on(cast: Cast) -> None:
    away(cast.dispatcher, cast.reviewer)
    away(cast.reviewer, cast.operator)
    roles = [actor.roles for actor in actors_of(cast.operator, at=NOON)]
    assert roles == [{"operator"}, {"reviewer"}]


def test_who_moved_to_another_unit_stands_in_no_more(cast: Cast) -> None:
    away(cast.unit_head, cast.unit_clerk)
    cast.unit_clerk.unit = cast.housing
    cast.unit_clerk.save()
    assert actors_of(cast.unit_clerk, at=NOON) == (actor_of(cast.unit_clerk),)


def test_an_account_out_of_use_neither_lends_nor_borrows(cast: Cast) -> None:
    away(cast.unit_head, cast.unit_clerk)
    Staff.objects.filter(pk=cast.unit_head.pk).update(is_active=False)
    assert len(actors_of(cast.unit_clerk, at=NOON)) == 1
    Staff.objects.filter(pk=cast.unit_head.pk).update(is_active=True)
    cast.unit_clerk.is_active = False
    (actor,) = actors_of(cast.unit_clerk, at=NOON)
    assert actor.roles == frozenset()


def test_who_is_not_staff_holds_the_own_kind_as_the_only_role() -> None:
    for actor in (Actor.system(), Actor.citizen(), Actor.channel("province")):
        assert actor.staff_id is None
        assert actor.roles == {actor.kind}
    assert Actor.channel("province").name == "province"
