"""三率: spoken to within the limit, and solved by the citizen's word, each counted by hand."""

from datetime import timedelta

import pytest

from orders.models import Round
from orders.period import parse
from orders.states import Verb
from reports.catalogue import find
from reports.measure import evaluate
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.reports.proven import ByHand, Case

pytestmark = pytest.mark.django_db

BY_HAND: ByHand = {
    "orders.contacted_on_time_rate": (1, 3, "33.33%"),
    "orders.solved_rate": (2, 4, "50.00%"),
    "orders.satisfied_rate": (3, 5, "60.00%"),
}


def counted(code: str, as_of: str = "2024-07-01 00:00") -> Case:
    [found] = evaluate([find(code)], period=parse("2024-06"), as_of=moment(as_of))
    return found.numerator, found.denominator, found.shown


def signed(cast: Cast) -> Walk:
    """Dispatched on Monday 3 June at 09:00: to be spoken to by Tuesday 17:30."""
    walk = Walk(cast, at=moment("2024-06-03 08:00")).receive_from_citizen()
    return walk.dispatch().do(Verb.SIGN, "unit_clerk")


def spoken_to(walk: Walk, *, days: int) -> Walk:
    walk.at += timedelta(days=days)
    return walk.do(Verb.CONTACT, "unit_clerk", reached=True, text="已说明")


def test_who_was_spoken_to_within_the_limit(cast: Cast, rules: None) -> None:
    spoken_to(signed(cast), days=0)
    spoken_to(signed(cast), days=2)
    signed(cast)
    unknown = Walk(cast, at=moment("2024-06-03 08:00")).receive()
    unknown.dispatch().do(Verb.SIGN, "unit_clerk")
    rate = "orders.contacted_on_time_rate"
    assert counted(rate) == BY_HAND[rate]
    assert counted(rate, "2024-06-03 09:30") == (0, 3, "0.00%")


def test_solved_is_the_citizens_word_however_content(cast: Cast, rules: None) -> None:
    for rating, solved in ((5, True), (4, False), (2, True), (1, False), (5, None)):
        walk = spoken_to(signed(cast), days=0)
        walk.do(Verb.COMPLETE, "unit_clerk", text="已修好").do(Verb.ACCEPT, "reviewer")
        told = {} if solved is None else {"solved": solved}
        walk.do(
            Verb.RECORD_CALLBACK,
            "reviewer",
            way="call",
            result="reached",
            contacted=True,
            rating=rating,
            **told,
        )
    assert Round.objects.filter(rating__isnull=False).count() == 5
    for code in ("orders.solved_rate", "orders.satisfied_rate"):
        assert counted(code) == BY_HAND[code]
