"""A bulletin's steps: once each, by whom they belong to, and nothing moves once it is issued."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from orders import period
from orders.errors import Conflict, Forbidden, Refused
from orders.models import Round
from reports.bulletins.blocks import Case
from reports.bulletins.chosen import Chosen
from reports.bulletins.frozen import (
    chosen_as_json,
    chosen_from_json,
    figures_as_json,
    figures_from_json,
)
from reports.bulletins.gathering import gather
from reports.bulletins.kinds import kind_for
from reports.bulletins.rendering import RENDERERS
from reports.bulletins.workflow import steps
from reports.models import Bulletin
from reports.scoring.files import find_rule
from tests.cast import Cast, make_cast
from tests.factories import moment
from tests.reports.june import June
from tests.rules import make_rules
from units.actor import Actor, actor_of

JUNE = period.parse("2024-06")
AT = moment("2024-07-01 09:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


@pytest.fixture
def drafted(june: June) -> Bulletin:
    row, first = steps.draft(kind_for(JUNE), JUNE, by=actor(june.cast, "analyst"), at=AT)
    assert first
    return row


def actor(cast: Cast, name: str) -> Actor:
    return actor_of(getattr(cast, name))


def issued(row: Bulletin, cast: Cast) -> Bulletin:
    steps.check(row, by=actor(cast, "analyst"), at=AT + HOUR)
    steps.sign(row, by=actor(cast, "supervisor"), at=AT + 2 * HOUR)
    steps.issue(row, by=actor(cast, "analyst"), at=AT + 3 * HOUR)
    row.refresh_from_db()
    return row


def test_a_bulletin_goes_from_draft_to_issued(june: June, drafted: Bulletin) -> None:
    row = issued(drafted, june.cast)
    assert (row.state, row.number, row.issued_on) == ("issued", "〔2024〕第6期", date(2024, 7, 1))
    assert (row.checked_by, row.signed_by) == (june.cast.analyst, june.cast.supervisor)
    assert (row.as_of, row.definitions) == (JUNE.end, figures_from_json(row.figures).version)
    assert steps.document(row).plain_title == "关于2024年6月12345热线诉求办理情况的通报"


def test_frozen_figures_come_back_as_they_were(june: June) -> None:
    for code in ("2024-06", "2024-Q2", "2024-06-11"):
        of = period.parse(code)
        found = gather(kind_for(of), of, as_of=of.end, rule=find_rule("weighted"))
        assert figures_from_json(figures_as_json(found)) == found
    chosen = Chosen({"10.01": "路灯"}, (Case("某小区", ("好了。",)),), "助人", ("甲",), "各单位。")
    assert chosen_from_json(chosen_as_json(chosen)) == chosen


def test_what_is_read_again_is_what_was_frozen_whatever_happened_since(
    june: June, drafted: Bulletin
) -> None:
    before = RENDERERS["pdf"](steps.document(drafted))
    walk = june.walks["overdue"]
    walk.at = moment("2024-06-29 09:00")
    walk.receive_from_citizen().dispatch()
    drafted.refresh_from_db()
    assert RENDERERS["pdf"](steps.document(drafted)) == before


def test_a_period_is_drafted_once_however_often_asked(june: June, drafted: Bulletin) -> None:
    again, first = steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT + HOUR)
    assert (again, first) == (drafted, False)
    assert Bulletin.objects.count() == 1


def test_a_period_that_is_not_over_is_not_drafted(june: June) -> None:
    with pytest.raises(Refused, match="2024年6月还没有结束"):
        steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=JUNE.end - HOUR)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("check", "dispatcher"),
        ("check", "unit_head"),
        ("send_back", "operator"),
        ("sign", "analyst"),
        ("issue", "supervisor"),
        ("recount", "supervisor"),
        ("correct", "supervisor"),
    ],
)
def test_each_step_belongs_to_somebody(june: June, drafted: Bulletin, step: str, who: str) -> None:
    do: Callable[..., object] = getattr(steps, step)
    with pytest.raises(Forbidden, match="由"):
        do(drafted, by=actor(june.cast, who), at=AT)
    with pytest.raises(Forbidden):
        steps.draft(kind_for(JUNE), JUNE, by=actor(june.cast, "supervisor"), at=AT)
    with pytest.raises(Forbidden):
        steps.choose(drafted, Chosen(), by=actor(june.cast, "supervisor"), at=AT)


def test_who_checked_does_not_sign(june: June, drafted: Bulletin) -> None:
    steps.check(drafted, by=actor(june.cast, "supervisor"), at=AT)
    with pytest.raises(Forbidden, match="两个人"):
        steps.sign(drafted, by=actor(june.cast, "supervisor"), at=AT)


@pytest.mark.parametrize("step", ["sign", "issue", "send_back", "correct"])
def test_no_step_is_taken_out_of_turn(june: June, drafted: Bulletin, step: str) -> None:
    administrator = actor(june.cast, "administrator")
    with pytest.raises(Conflict):
        getattr(steps, step)(drafted, by=administrator, at=AT)


def test_what_was_checked_is_changed_only_after_it_was_sent_back(
    june: June, drafted: Bulletin
) -> None:
    analyst = actor(june.cast, "analyst")
    chosen = Chosen(cases=(Case("某小区停水", ("两天恢复。",)),))
    steps.check(drafted, by=analyst, at=AT)
    for again in (
        lambda: steps.choose(drafted, chosen, by=analyst, at=AT),
        lambda: steps.recount(drafted, by=analyst, at=AT),
    ):
        with pytest.raises(Conflict, match="已审核"):
            again()
    steps.send_back(drafted, by=analyst, at=AT)
    steps.choose(drafted, chosen, by=analyst, at=AT)
    drafted.refresh_from_db()
    assert (drafted.state, drafted.checked_at) == ("draft", None)
    assert chosen.cases[0] in steps.document(drafted).blocks


def test_a_draft_counted_anew_has_the_figures_of_now(june: June, drafted: Bulletin) -> None:
    Round.objects.filter(rating=1).update(rating_excluded_at=moment("2024-06-29 09:00"))
    old = figures_from_json(drafted.figures).rate("orders.satisfied_rate")
    steps.recount(drafted, by=actor(june.cast, "analyst"), at=AT)
    drafted.refresh_from_db()
    new = figures_from_json(drafted.figures).rate("orders.satisfied_rate")
    assert new.denominator == old.denominator - 1


def test_an_issued_one_is_corrected_by_a_further_edition_that_says_what_changed(
    june: June, drafted: Bulletin
) -> None:
    row = issued(drafted, june.cast)
    Round.objects.filter(rating=1).update(rating_excluded_at=moment("2024-07-02 09:00"))
    analyst = actor(june.cast, "analyst")
    made = steps.correct(row, by=analyst, at=moment("2024-07-03 09:00"))
    assert (made.edition, made.number, made.supersedes) == (2, "〔2024〕第6期（更正版）", row)
    assert made.supersedes_words.startswith(
        "更正说明：本期取代2024年7月1日印发的〔2024〕第6期，原件作废并保留备查。"
    )
    assert "满意率由66.67%更正为100.00%" in made.supersedes_words
    assert steps.document(made).supersedes == made.supersedes_words
    with pytest.raises(Conflict, match="已经有更正版"):
        steps.correct(row, by=analyst, at=moment("2024-07-03 10:00"))
    row.refresh_from_db()
    assert row.superseded_by == made
    assert "更正版" in steps.document(made).number


def test_a_correction_without_changed_figures_says_so(june: June, drafted: Bulletin) -> None:
    row = issued(drafted, june.cast)
    made = steps.correct(row, by=actor(june.cast, "analyst"), at=AT + 4 * HOUR)
    assert "没有变化" in made.supersedes_words or "更正为" in made.supersedes_words


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "〔2024〕第7期"},
        {"chosen": {}},
        {"figures": {}},
        {"issued_on": date(2024, 8, 1)},
        {"state": "draft"},
        {"supersedes_words": "另"},
    ],
)
def test_the_database_refuses_any_edit_of_an_issued_one(
    june: June, drafted: Bulletin, changes: dict[str, object]
) -> None:
    row = issued(drafted, june.cast)
    with pytest.raises(Error), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(Error), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "signed"},
        {"state": "issued"},
        {"state": "checked"},  # without its moment
        {"checked_at": AT},  # without its state
        {"period": "2024-07"},
        {"state": "lost"},
        {"edition": 2},
    ],
)
def test_the_database_refuses_what_no_step_does(
    june: June, drafted: Bulletin, changes: dict[str, object]
) -> None:
    with pytest.raises(Error), transaction.atomic():
        Bulletin.objects.filter(pk=drafted.pk).update(**changes)


def test_the_database_refuses_figures_that_change_after_the_check(
    june: June, drafted: Bulletin
) -> None:
    steps.check(drafted, by=actor(june.cast, "analyst"), at=AT)
    with pytest.raises(Error), transaction.atomic():
        Bulletin.objects.filter(pk=drafted.pk).update(figures={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=drafted.pk).update(
            state="signed", signed_at=AT, signed_by=june.cast.analyst
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_draft_at_once_make_one() -> None:
    make_rules()
    cast = make_cast()
    June(cast).play()

    def draft(_: int) -> bool:
        try:
            return steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(draft, range(2))) == [False, True]
    assert Bulletin.objects.count() == 1
