"""An unreasonable rating: two people, one record, and figures without it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from orders.clock.sweep import sweep
from orders.errors import Conflict, Forbidden, Refused
from orders.models import Outbox, RatingDoubt, Round
from orders.period import parse
from orders.states import OrderState, Verb
from reports.catalogue import find
from reports.measure import evaluate
from tests.factories import Walk
from units.actor import Actor
from units.models import Staff
from units.roles import Role

WHY: dict[str, Any] = {"text": "已修好，有照片"}
RATES = (
    "orders.satisfied_rate",
    "orders.first_satisfied_rate",
    "orders.satisfied_rate.unrated_satisfied",
    "orders.satisfied_rate.unrated_dissatisfied",
    "orders.valid_callback_rate",
    "orders.callback_rate",
)


@pytest.fixture
def rated(walk: Walk) -> Walk:
    """Rated 1, which the reviewer takes for unreasonable."""
    return walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(1)


def figures(walk: Walk) -> dict[str, tuple[int, int | None]]:
    month = parse("2024-06")
    found = evaluate(
        [find(code) for code in RATES], period=month, as_of=walk.at + timedelta(days=1)
    )
    return {one.code: (one.numerator, one.denominator) for one in found}


def test_a_rating_ruled_unreasonable_leaves_the_denominators_and_stays_in_the_record(
    rated: Walk,
) -> None:
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    assert figures(rated)["orders.satisfied_rate"] == (0, 1), "until it is ruled on it counts"
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=True, **WHY)
    found = figures(rated)
    for code in RATES[:4]:
        assert found[code] == (0, 0), code
    assert found["orders.valid_callback_rate"] == (1, 1), "the citizen was reached all the same"
    round_ = Round.objects.get()
    assert (round_.rating, round_.rating_excluded_at) == (1, rated.at)


def test_before_the_ruling_the_figures_are_what_they_were(rated: Walk) -> None:
    before = rated.at + timedelta(hours=1)
    rated.do(Verb.DOUBT_RATING, "reviewer", hours=2, **WHY)
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=True, **WHY)
    (rate,) = evaluate([find("orders.satisfied_rate")], period=parse("2024-06"), as_of=before)
    assert rate.denominator == 1


def test_a_rating_that_stands_goes_on_counting(rated: Walk) -> None:
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=False, text="确实没修好")
    assert figures(rated)["orders.satisfied_rate"] == (0, 1)
    assert RatingDoubt.objects.get().verdict == "stands"
    with pytest.raises(Conflict, match="已经提请过"):
        rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    rated.do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="还是不亮")


def test_nobody_rules_on_the_own_doubt(rated: Walk) -> None:
    both: Staff = rated.cast.reviewer
    one = Actor(
        "staff", both.pk, both.unit_id, both.unit.path, frozenset({Role.REVIEWER, Role.SUPERVISOR})
    )
    rated.do(Verb.DOUBT_RATING, one, **WHY)
    with pytest.raises(Forbidden, match="要另一个人"):
        rated.do(Verb.RULE_RATING, one, unreasonable=True, **WHY)
    with pytest.raises(IntegrityError, match="by_two_people"), transaction.atomic():
        RatingDoubt.objects.update(decided_at=rated.at, decided_by=both, verdict="unreasonable")


def test_only_dissatisfaction_is_doubted_and_never_without_a_reason(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    with pytest.raises(Conflict, match="还没有评价"):
        walk.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    walk.rate(3)
    with pytest.raises(Refused, match="市民满意"):
        walk.do(Verb.DOUBT_RATING, "reviewer", **WHY)


@pytest.mark.parametrize("verb", [Verb.DOUBT_RATING, Verb.RULE_RATING])
def test_each_of_the_two_says_why(rated: Walk, verb: Verb) -> None:
    inputs: dict[str, Any] = {}
    if verb == Verb.RULE_RATING:
        rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
        inputs = {"unreasonable": True}
    who = "reviewer" if verb == Verb.DOUBT_RATING else "supervisor"
    with pytest.raises(Refused) as refused:
        rated.do(verb, who, text="  ", **inputs)
    assert refused.value.field == "text"


def test_a_rating_in_doubt_is_not_reworked_on_and_an_excluded_one_never(rated: Walk) -> None:
    rework: dict[str, Any] = {"reason_id": "rework.unsolved", "text": "还是不亮"}
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    with pytest.raises(Conflict, match="先认定"):
        rated.do(Verb.REWORK, "reviewer", **rework)
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=True, **WHY)
    with pytest.raises(Conflict, match="还没有回访评价"):
        rated.do(Verb.REWORK, "reviewer", **rework)
    rated.do(Verb.ARCHIVE, "reviewer")


def test_an_archived_order_can_still_be_ruled_on(rated: Walk) -> None:
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY).do(Verb.ARCHIVE, "reviewer")
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=True, **WHY)
    assert rated.order.state == OrderState.ARCHIVED


def test_a_ruling_that_is_late_is_told_to_the_supervisor(rated: Walk) -> None:
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    due = rated.order.next_due_at
    assert due is not None
    sweep(at=due)
    (notice,) = Outbox.objects.filter(kind="level.rating.late")
    assert (notice.to_kind, notice.to_id) == ("role", "supervisor")


def test_the_unit_hears_of_the_exclusion(rated: Walk) -> None:
    rated.do(Verb.DOUBT_RATING, "reviewer", **WHY)
    rated.do(Verb.RULE_RATING, "supervisor", unreasonable=True, **WHY)
    notice = Outbox.objects.get(kind="rating_excluded")
    assert (notice.to_kind, notice.to_id) == ("unit", str(rated.cast.urban.pk))
