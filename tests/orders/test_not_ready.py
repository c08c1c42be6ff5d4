"""Where reference data cannot answer, the verb is refused as not ready and nothing is written."""

import pytest

from orders.errors import NotReady
from orders.models import LimitRule, Order, WorkWeek
from orders.states import Verb
from tests.factories import Walk, moment, ref


def test_a_promise_beyond_the_last_calendar_is_not_made(walk: Walk) -> None:
    walk.at = moment("2027-12-28 10:00")
    with pytest.raises(NotReady, match="放假通知"):
        walk.receive()
    assert not Order.objects.exists()


def test_a_clock_without_a_limit_is_named(walk: Walk) -> None:
    walk.receive()
    LimitRule.objects.filter(clock="sign").delete()
    with pytest.raises(NotReady, match="签收"):
        walk.do(Verb.DISPATCH, "dispatcher", lead=ref(walk.cast.urban))
    assert (walk.order.state, walk.order.version) == ("received", 1)


def test_without_working_hours_nothing_is_received(walk: Walk) -> None:
    WorkWeek.objects.all().delete()
    with pytest.raises(NotReady, match="load_reference"):
        walk.receive()
