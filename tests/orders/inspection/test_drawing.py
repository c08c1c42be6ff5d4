"""The month's sample: random, the same again from the seed, each unit its share, once a month."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from orders.errors import Conflict, Forbidden, NotReady, Refused
from orders.inspection.drawing import (
    Candidate,
    candidates,
    draw,
    draw_last_month,
    quota,
    sample,
)
from orders.models import Assignment, Inspection, InspectionItem, Threshold
from orders.period import parse
from orders.states import Verb
from tests.cast import Cast, make_cast
from tests.factories import MONDAY, Walk, moment
from tests.orders.inspection.conftest import completed
from tests.rules import make_rules, make_thresholds
from units.actor import Actor, actor_of

JUNE = parse("2024-06")
AT = moment("2024-07-01 06:00")
CLOCK = Actor.system()


def drawn_numbers(drawn: Inspection) -> set[str]:
    return set(drawn.items.values_list("order__number", flat=True))


def test_each_unit_gives_its_share_rounded_up_and_at_least_the_minimum(
    june: list[Walk], cast: Cast
) -> None:
    drawn = draw(JUNE, by=CLOCK, at=AT)
    counts = {row.unit_id: (row.completed, row.drawn) for row in drawn.units.all()}
    assert counts == {cast.urban.pk: (10, 3), cast.market.pk: (1, 1)}
    of_units = Counter(drawn.items.values_list("unit_id", flat=True))
    assert of_units == {cast.urban.pk: 3, cast.market.pk: 1}
    assert cast.housing.pk not in counts, "who completed nothing is not in it"


def test_the_stored_seed_draws_the_same_again_whatever_happened_since(
    june: list[Walk], cast: Cast
) -> None:
    drawn = draw(JUNE, by=CLOCK, at=AT)
    late = completed(cast, "urban", 10)
    late.do(Verb.ARCHIVE, "reviewer")
    Assignment.objects.filter(order=june[0].order_id).update(excluded_at=AT)
    found = [c for c in candidates(JUNE, AT) if c.number != late.order.number]
    again = sample(found, drawn.seed, drawn.percent, drawn.least)
    assert {one.number for mine in again.values() for one in mine} == drawn_numbers(drawn)


def test_another_seed_draws_others(june: list[Walk]) -> None:
    found = candidates(JUNE, AT)
    drawn = {
        frozenset(c.number for mine in sample(found, seed, 30, 2).values() for c in mine)
        for seed in map(str, range(20))
    }
    assert len(drawn) > 10
    assert sample(found, "7", 30, 2) == sample(list(reversed(found)), "7", 30, 2)


@given(st.integers(0, 400), st.integers(0, 100), st.integers(1, 20))
def test_a_quota_is_between_the_minimum_and_all(count: int, percent: int, least: int) -> None:
    n = quota(count, percent, least)
    assert min(count, least) <= n <= count
    assert n * 100 >= count * percent
    if n > least:
        assert (n - 1) * 100 < count * percent


@given(st.integers(1, 60), st.text("abcdef0123456789", min_size=1, max_size=16))
def test_every_order_may_be_drawn_and_none_twice(count: int, seed: str) -> None:
    found = [Candidate(n, n, f"{n:015}", n % 3) for n in range(count)]
    drawn = [one.number for mine in sample(found, seed, 10, 2).values() for one in mine]
    assert len(drawn) == len(set(drawn))
    everything = sample(found, seed, 100, 1)
    assert sum(map(len, everything.values())) == count


def test_what_is_not_completed_in_the_month_excluded_or_moved_is_no_candidate(
    june: list[Walk], cast: Cast
) -> None:
    Walk(cast, MONDAY).receive().dispatch()
    completed(cast, "urban", 40)
    Assignment.objects.filter(order=june[0].order_id).update(excluded_at=MONDAY)
    assert {c.number for c in candidates(JUNE, AT)} == {w.order.number for w in june[1:]}


def test_an_order_done_again_is_one_candidate_by_its_last_round(cast: Cast, rules: None) -> None:
    walk = Walk(cast).receive_from_citizen().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.COMPLETE, "unit_clerk", text="好了", uncontacted="忙").do(Verb.ACCEPT, "reviewer")
    walk.rate(1).do(Verb.REWORK, "reviewer", reason_id="rework.unsolved", text="没好")
    walk.do(Verb.COMPLETE, "unit_clerk", text="这回好了", uncontacted="忙")
    walk.do(Verb.ACCEPT, "reviewer")
    (one,) = candidates(JUNE, AT)
    assert one.round_id == walk.lead.round.id


def test_a_month_is_drawn_once_after_its_end_by_a_supervisor(june: list[Walk], cast: Cast) -> None:
    with pytest.raises(Refused):
        draw(JUNE, by=CLOCK, at=JUNE.end.replace(month=6, day=30))
    for who in (cast.reviewer, cast.dispatcher, cast.unit_head):
        with pytest.raises(Forbidden):
            draw(JUNE, by=actor_of(who), at=AT)
    with pytest.raises(Refused):
        draw(parse("2024-Q1"), by=CLOCK, at=AT)
    drawn = draw(JUNE, by=actor_of(cast.supervisor), at=AT)
    assert drawn.drawn_by == cast.supervisor
    with pytest.raises(Conflict, match="2024年6月已经抽过"):
        draw(JUNE, by=CLOCK, at=AT)
    assert draw_last_month(at=AT) is None
    assert Inspection.objects.count() == 1


def test_on_the_first_the_month_before_is_drawn(june: list[Walk]) -> None:
    drawn = draw_last_month(at=AT)
    assert drawn is not None
    assert drawn.month == JUNE.first
    assert drawn.seed


def test_a_month_with_nothing_completed_has_an_empty_sample(cast: Cast, rules: None) -> None:
    make_thresholds()
    drawn = draw(JUNE, by=CLOCK, at=AT)
    assert not drawn.items.exists()


def test_without_thresholds_it_says_so_and_draws_nothing(june: list[Walk]) -> None:
    Threshold.objects.filter(code="sample.least").delete()
    with pytest.raises(NotReady, match=r"sample\.least"):
        draw(JUNE, by=CLOCK, at=AT)
    assert not Inspection.objects.exists()


def test_the_database_keeps_what_was_drawn(june: list[Walk]) -> None:
    draw(JUNE, by=CLOCK, at=AT)
    for spoil in (
        lambda: Inspection.objects.update(seed="mine"),
        lambda: InspectionItem.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            spoil()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_draw_it_once() -> None:
    make_rules()
    make_thresholds()
    completed(make_cast(), "urban", 1)
    gate = Barrier(2)

    def run(_: int) -> Any:
        try:
            gate.wait(5)
            return draw_last_month(at=AT)
        finally:
            connections.close_all()

    together: Callable[..., Any] = ThreadPoolExecutor(2).map
    answers = list(together(run, range(2)))
    assert sum(answer is not None for answer in answers) == 1
    assert InspectionItem.objects.count() == 1
