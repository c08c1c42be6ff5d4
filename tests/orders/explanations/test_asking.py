"""书面说明: who owes one, once a quarter; reminded and late exactly once; written and reviewed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from orders.clock.sweep import sweep
from orders.errors import Conflict, Forbidden, Refused
from orders.explanations.asking import ask_last_quarter, ask_quarter, review, write
from orders.explanations.silence import Silence, owing, silences
from orders.explanations.watching import drain_explanations, explanations_due
from orders.models import Assignment, Explanation, ExplanationTurn, Level, Notice, Outbox
from orders.notices.delivering import deliver
from orders.period import parse
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.orders.explanations.conftest import AT
from tests.rules import make_thresholds
from units.actor import Actor, actor_of

Q2 = parse("2024-Q2")
END = Q2.end
CLOCK = Actor.system()
DUE = moment("2024-07-08 17:30")  # five working days after Monday 1 July


def told(kind: str) -> list[tuple[str, str]]:
    return sorted(Outbox.objects.filter(kind=kind).values_list("to_kind", "to_id"))


@pytest.fixture
def asked(quarter: list[Walk], cast: Cast) -> Explanation:
    (row,) = ask_last_quarter(at=AT)
    return row


def test_a_units_quarter_is_counted_by_what_came_due_and_stayed_silent(
    quarter: list[Walk], cast: Cast
) -> None:
    found = {one.unit_id: (one.due, one.silent) for one in silences(Q2, END)}
    assert found[cast.urban.pk] == (3, 2)
    assert found[cast.market.pk] == (2, 0)
    assert found[cast.housing.pk] == (1, 1)
    assert {one.unit_id for one in owing(Q2, END)} == {cast.urban.pk}, "one due is too few"


RULES = {"silent.percent": 50, "silent.least": 2, "silent.yellow": 5, "silent.red": 1}
CASES = [
    (Silence(1, 4, 2, 0, 0), True),
    (Silence(1, 4, 1, 0, 0), False),
    (Silence(1, 1, 1, 1, 0), False),
    (Silence(1, 0, 0, 0, 0), False),
    (Silence(1, 100, 0, 5, 0), True),
    (Silence(1, 100, 0, 4, 0), False),
    (Silence(1, 0, 0, 0, 1), True),
]


@pytest.mark.parametrize(("one", "owes"), CASES)
def test_owing_by_share_or_by_cards(one: Silence, owes: bool) -> None:
    assert one.owes(RULES) == owes
    assert not one.owes(dict.fromkeys(RULES, 0)), "0 switches a rule off"


def test_a_card_revoked_or_an_order_excluded_counts_nowhere(
    quarter: list[Walk], cast: Cast
) -> None:
    make_thresholds(silent_percent=0, silent_yellow=1, silent_red=0)
    assert {one.unit_id for one in owing(Q2, END)} == {cast.urban.pk, cast.housing.pk}
    cards = Level.objects.filter(assignment__unit=cast.housing).exclude(card="")
    cards.update(revoked_at=AT, revoked_why="日历有误")
    assert {one.unit_id for one in owing(Q2, END)} == {cast.urban.pk}
    Assignment.objects.filter(unit=cast.urban).update(excluded_at=END - timedelta(days=1))
    assert owing(Q2, END) == []


def test_the_silent_unit_owes_one_explanation_with_a_limit_and_its_head_is_told(
    asked: Explanation, cast: Cast
) -> None:
    assert (asked.unit, asked.quarter) == (cast.urban, Q2.first)
    assert (asked.due_count, asked.silent_count) == (3, 2)
    turn = asked.turns.get()
    assert turn.due_at == DUE
    assert turn.remind_at == moment("2024-07-05 17:30")
    assert told("explanation.owed") == [("unit_head", str(cast.urban.pk))]
    deliver(at=AT)
    notice = Notice.objects.get(kind="explanation.owed")
    assert notice.staff == cast.unit_head


def test_asking_again_asks_nobody_twice(asked: Explanation, cast: Cast) -> None:
    assert ask_last_quarter(at=AT + timedelta(days=1)) == []
    assert ask_quarter(Q2, by=actor_of(cast.supervisor), at=AT) == []
    assert ExplanationTurn.objects.count() == 1
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)


def test_only_a_supervisor_asks_and_only_for_a_quarter_that_is_over(
    quarter: list[Walk], cast: Cast
) -> None:
    for who in (cast.reviewer, cast.analyst, cast.unit_head):
        with pytest.raises(Forbidden):
            ask_quarter(Q2, by=actor_of(who), at=AT)
    for wrong in (parse("2024-Q3"), parse("2024-06")):
        with pytest.raises(Refused):
            ask_quarter(wrong, by=CLOCK, at=AT)
    assert not Explanation.objects.exists()


def test_the_clock_reminds_once_and_says_late_once(asked: Explanation, cast: Cast) -> None:
    remind = moment("2024-07-05 17:30")
    assert explanations_due(remind - timedelta(seconds=1)) == 0
    sweep(at=remind)
    sweep(at=remind + timedelta(minutes=1))
    assert told("explanation.reminder") == [("unit_head", str(cast.urban.pk))]
    assert told("explanation.late") == []
    for minutes in (0, 1, 60 * 24 * 30):
        sweep(at=DUE + timedelta(minutes=minutes))
    assert told("explanation.late") == [("role", "supervisor"), ("unit_head", str(cast.urban.pk))]
    turn = asked.turns.get()
    assert (turn.late_at, turn.next_look_at) == (DUE, None)


def test_a_clock_that_slept_says_late_and_sends_no_stale_reminder(asked: Explanation) -> None:
    deeds = drain_explanations(DUE + timedelta(days=3), 200).deeds
    assert deeds == {"explanation_late": 1}
    assert told("explanation.reminder") == []


def test_what_is_written_is_neither_reminded_of_nor_late(asked: Explanation, cast: Cast) -> None:
    write(asked, by=actor_of(cast.unit_clerk), at=AT + timedelta(days=1), body="人手换了，已补")
    sweep(at=DUE + timedelta(days=9))
    assert told("explanation.reminder") == told("explanation.late") == []
    assert told("explanation.written") == [("role", "supervisor")]


def test_sent_back_there_is_another_turn_with_its_own_limit_and_the_first_stays(
    asked: Explanation, cast: Cast
) -> None:
    head, supervisor = actor_of(cast.unit_head), actor_of(cast.supervisor)
    write(asked, by=head, at=DUE, body="忙")
    back = DUE + timedelta(days=1)
    review(asked, by=supervisor, at=back, accepted=False, words="写怎么改")
    first, second = asked.turns.order_by("n")
    assert (first.body, first.verdict, second.n) == ("忙", "sent_back", 2)
    assert second.due_at > back + timedelta(days=5)
    assert told("explanation.sent_back") == [("unit_head", str(cast.urban.pk))]
    write(asked, by=head, at=back + timedelta(days=1), body="专人盯，每天清零")
    review(asked, by=supervisor, at=back + timedelta(days=2), accepted=True)
    assert told("explanation.accepted") == [("unit_head", str(cast.urban.pk))]
    for late in (
        lambda: write(asked, by=head, at=back + timedelta(days=3), body="再补"),
        lambda: review(asked, by=supervisor, at=back + timedelta(days=3), accepted=True),
    ):
        with pytest.raises(Conflict, match="已经认可"):
            late()


def test_nobody_writes_for_another_unit_and_no_unit_accepts_its_own(
    asked: Explanation, cast: Cast
) -> None:
    for who in (cast.other_clerk, cast.supervisor, cast.platform_dispatcher):
        with pytest.raises(Forbidden):
            write(asked, by=actor_of(who), at=AT, body="x")
    write(asked, by=actor_of(cast.unit_clerk), at=AT, body="x")
    for who in (cast.unit_head, cast.reviewer, cast.analyst):
        with pytest.raises(Forbidden):
            review(asked, by=actor_of(who), at=AT, accepted=True)


def test_empty_words_and_the_wrong_order_are_refused(asked: Explanation, cast: Cast) -> None:
    head, supervisor = actor_of(cast.unit_head), actor_of(cast.supervisor)
    with pytest.raises(Conflict, match="还没写"):
        review(asked, by=supervisor, at=AT, accepted=True)
    with pytest.raises(Refused):
        write(asked, by=head, at=AT, body=" ")
    write(asked, by=head, at=AT, body="忙")
    with pytest.raises(Conflict, match="已经提交"):
        write(asked, by=head, at=AT, body="再写")
    with pytest.raises(Refused):
        review(asked, by=supervisor, at=AT, accepted=False, words=" ")
