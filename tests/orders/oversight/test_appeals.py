"""Appeals: what is contested leaves the counts if granted, the record never."""

from datetime import timedelta
from typing import Any

import pytest

from orders import period
from orders.clock.sweep import sweep
from orders.errors import Conflict, Missing, Refused
from orders.models import Appeal, Level, Outbox
from orders.oversight.tabs import cards
from orders.states import Verb
from reports.catalogue import find
from reports.measure import evaluate
from tests.factories import Walk, moment
from tests.orders.oversight.appealing import (
    REASON,
    against_card,
    against_lateness,
    against_rating,
    appeal,
    card_of,
    overdue,
    rated,
    rule,
)

pytestmark = pytest.mark.django_db

JUNE = period.parse("2024-06")
JULY = moment("2024-07-01 00:00")


def shown(code: str) -> tuple[int, int | None]:
    found = evaluate([find(code)], period=JUNE, as_of=JULY)[0]
    return found.numerator, found.denominator


# -- what comes of it


def test_a_card_that_was_contested_rightly_is_revoked_and_does_not_come_again(walk: Walk) -> None:
    against_card(overdue(walk))
    rule(walk)
    card = card_of(walk)
    assert (card.revoked_at, card.revoked_by) == (walk.at, walk.cast.supervisor)
    assert card.revoked_why
    assert not cards().exists()
    sweep(at=walk.at + timedelta(hours=1))
    assert Level.objects.filter(card="yellow").count() == 1
    assert walk.lead.excluded_at is None
    sweep(at=moment("2024-06-30 12:00"))
    assert [level.card for level in cards()] == ["red"]  # it goes on being late all the same


def test_a_lateness_contested_rightly_leaves_every_denominator_and_its_cards_go(
    walk: Walk,
) -> None:
    other = Walk(walk.cast).receive().dispatch()
    overdue(walk)
    assert shown("orders.on_time_rate") == (0, 2)
    assert shown("orders.overdue_rate") == (2, 2)
    against_lateness(walk)
    assert shown("orders.due") == (2, None)
    rule(walk)
    assert walk.lead.excluded_at == walk.at
    assert shown("orders.due") == (1, None)
    assert shown("orders.overdue_rate") == (1, 1)
    assert shown("orders.on_time_rate") == (0, 1)
    assert card_of(walk).revoked_at == walk.at
    sweep(at=moment("2024-06-30 12:00"))
    assert {level.order_id for level in cards()} == {other.order_id}


def test_a_rating_contested_rightly_leaves_the_rated_alone(walk: Walk) -> None:
    against_rating(rated(walk))
    assert shown("orders.satisfied_rate") == (0, 1)
    rule(walk)
    assert shown("orders.satisfied_rate") == (0, 0)
    assert shown("orders.on_time_rate") == (1, 1)
    assert walk.lead.excluded_at is None
    assert walk.lead.round.rating == 1


@pytest.mark.parametrize("appeal_first", [True, False])
def test_a_rating_ruled_unreasonable_as_well_is_excluded_once(
    walk: Walk, appeal_first: bool
) -> None:
    against_rating(rated(walk)).do(Verb.DOUBT_RATING, "reviewer", text="说的是别的路")
    verbs = [
        (Verb.DECIDE_APPEAL, {"granted": True}),
        (Verb.RULE_RATING, {"unreasonable": True}),
    ]
    for verb, inputs in verbs if appeal_first else reversed(verbs):
        walk.do(verb, "supervisor", text="属实", **inputs)
    assert walk.lead.round.rating_excluded_at == walk.at - timedelta(hours=1)


def test_before_the_ruling_the_figures_were_what_they_were(walk: Walk) -> None:
    against_rating(rated(walk))
    rule(walk, hours=48)
    before = evaluate([find("orders.satisfied_rate")], period=JUNE, as_of=walk.at)[0]
    assert (before.numerator, before.denominator) == (0, 1)


@pytest.mark.parametrize("contest", [against_card, against_lateness])
def test_refused_everything_stands(walk: Walk, contest: Any) -> None:
    rule(contest(overdue(walk)), granted=False, text="证明对不上")
    row = Appeal.objects.get()
    assert (row.verdict, row.decided_by) == ("refused", walk.cast.supervisor)
    assert row.decision_text is not None
    assert row.decision_text.body == "证明对不上"
    assert card_of(walk).revoked_at is None
    assert walk.lead.excluded_at is None
    told = Outbox.objects.filter(kind="appeal_decided").get()
    assert (told.to_kind, told.payload["granted"]) == ("unit", False)


# -- what may be contested, until when


def test_the_limit_runs_from_the_moment_the_unit_could_know(walk: Walk) -> None:
    """Recorded on Wednesday the 12th at nine: five working days end on the 19th."""
    overdue(walk)
    walk.at = moment("2024-06-19 17:31")
    with pytest.raises(Refused, match="申诉期已过，最迟6月19日 17:30") as refused:
        walk.do(Verb.APPEAL, "unit_clerk", hours=0, matter=f"card:{card_of(walk).pk}", **REASON)
    assert refused.value.code == "appeal_late"
    walk.at = moment("2024-06-19 17:30")
    walk.do(Verb.APPEAL, "unit_clerk", hours=0, matter=f"card:{card_of(walk).pk}", **REASON)


@pytest.mark.parametrize("granted", [True, False, None])
def test_a_matter_is_contested_once(walk: Walk, granted: bool | None) -> None:
    against_card(overdue(walk))
    if granted is not None:
        rule(walk, granted=granted)
    with pytest.raises(Refused, match="已经申诉过"):
        against_card(walk)


@pytest.mark.parametrize("matter", ["card:0", "overdue:0", "rating:1", "", "card:x", "x"])
def test_what_does_not_stand_against_the_unit_is_not_contested(walk: Walk, matter: str) -> None:
    overdue(walk)
    with pytest.raises(Refused, match="没有这一项可申诉的"):
        appeal(walk, matter)
    assert not Appeal.objects.exists()


def test_a_good_rating_and_a_timely_reply_are_no_matters(walk: Walk) -> None:
    rated(walk, 3)
    for kind in ("rating", "overdue"):
        with pytest.raises(Refused, match="没有这一项"):
            appeal(walk, f"{kind}:{walk.lead.round.id}")


def test_while_a_decision_of_the_hotline_is_outstanding_it_is_not_late(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="要开挖")
    walk.at = moment("2024-06-12 09:00")
    with pytest.raises(Refused, match="没有这一项"):
        against_lateness(walk)


def test_reasons_are_owed_on_both_sides(walk: Walk) -> None:
    overdue(walk)
    with pytest.raises(Refused, match="写明申诉的理由"):
        appeal(walk, f"card:{card_of(walk).pk}", text=" ")
    against_card(walk)
    with pytest.raises(Refused, match="写明裁定的理由"):
        rule(walk, text="")


def test_several_appeals_are_ruled_on_one_by_one(walk: Walk) -> None:
    overdue(walk)
    against_card(walk)
    against_lateness(walk)
    first, second = Appeal.objects.order_by("pk")
    rule(walk, appeal_id=second.pk, granted=False)
    rule(walk, appeal_id=first.pk)
    verdicts = dict(Appeal.objects.values_list("matter", "verdict"))
    assert verdicts == {"card": "granted", "overdue": "refused"}
    with pytest.raises(Conflict, match="没有待裁定的申诉"):
        rule(walk)
    with pytest.raises(Missing):
        rule(walk, appeal_id=10**9)


def test_a_recalled_assignment_has_nothing_left_to_contest(walk: Walk) -> None:
    against_card(overdue(walk)).do(Verb.RECALL, "dispatcher", text="派错了")
    row = Appeal.objects.get()
    assert (row.verdict, row.decided_at, row.decided_by) == ("lapsed", walk.at, None)
    assert not cards().exists()


def test_the_hotlines_own_lateness_is_reached_once(walk: Walk) -> None:
    """Asked on Wednesday at ten: three working days end on Monday."""
    against_card(overdue(walk))
    due = Appeal.objects.get().decision_due_at
    assert due == moment("2024-06-17 17:30")
    for _ in range(2):
        sweep(at=due)
    late = Level.objects.get(rule="appeal.late")
    assert (late.occurred_at, late.card) == (due, "")
    assert Outbox.objects.get(kind="level.appeal.late").to_id == "supervisor"
    rule(walk, hours=24 * 9)
    sweep(at=due + timedelta(days=30))
    assert Level.objects.filter(rule="appeal.late").count() == 1
