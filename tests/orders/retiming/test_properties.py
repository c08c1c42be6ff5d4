"""Whatever the notice, a batch that only moves later makes nothing due earlier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orders.deadlines import Limit, Rulebook
from orders.lifecycle.moving import Asked, moves, new_values
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, PauseFacts, RoundFacts
from orders.models import CalendarEdition
from orders.models.limits import Clock
from orders.rulebook import calendar_of
from tests.factories import SHANGHAI
from tests.rules import LIMITS, WEEK

SPRING = date(2024, 3, 1)
LIMIT_ROWS = [
    Limit(code, clock, amount, measure)
    for code, (clock, amount, measure, of) in LIMITS.items()
    if not of
]
DAYS = st.integers(0, 100).map(lambda n: SPRING + timedelta(days=n))


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """A calendar with any days off and make-up weekends around the season."""
    off = draw(st.sets(DAYS, max_size=12))
    work = {day for day in draw(st.sets(DAYS, max_size=8)) if day.weekday() > 4} - off
    years = {
        year: CalendarEdition(year=year, holidays=sorted(off), workdays=sorted(work))
        if year == 2024
        else CalendarEdition(year=year, holidays=[], workdays=[])
        for year in (2023, 2024, 2025)
    }
    return Rulebook.of(LIMIT_ROWS, calendar_of(years, WEEK), 1)


MOMENTS = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2024, 3, 4, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


@st.composite
def assignments(draw: st.DrawFn, rules: Rulebook) -> AssignmentFacts:
    """One in hand, as its rules promised it: signed or not, paused, extended, with any limits."""
    start = draw(MOMENTS)
    terms: Mapping[str, Mapping[str, object]] = {
        str(clock): {"rule": clock, "amount": draw(amounts), "measure": measure}
        for clock in (Clock.SIGN, Clock.CONTACT, Clock.RETURN, Clock.HANDLE)
        for measure, amounts in [
            draw(
                st.sampled_from(
                    [
                        ("working_days", st.integers(1, 12)),
                        ("working_minutes", st.integers(1, 4000)),
                        ("clock_minutes", st.integers(1, 9000)),
                    ]
                )
            )
        ]
    }
    pauses = tuple(
        PauseFacts(n, "review", begin, begin + timedelta(minutes=length), None)
        for n, (begin, length) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.integers(0, 9000).map(lambda m: start + timedelta(minutes=m)),
                        st.integers(1, 6000),
                    ),
                    max_size=2,
                )
            )
        )
    )
    extended = draw(st.integers(0, 5))
    due = rules.handle_due(terms["handle"], start, extended_days=extended, pauses=pauses)
    spared = timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 5])))
    assert due is not None
    due += spared
    signed = draw(st.sampled_from([None, start + timedelta(minutes=5)]))
    dues = {key: rules.due(terms[key], start) for key in ("sign", "contact", "return")}
    return AssignmentFacts(
        id=1, unit_id=1, unit_path="1/", role="lead", parent_id=None,
        state="handling" if signed else "to_sign", dispatched_at=start,
        dispatched_by_id=None, by_ruling=False,
        return_barred=False, terms=terms, calendar_edition=1, sign_due_at=dues["sign"],
        contact_due_at=dues["contact"], return_until=dues["return"], first_due_at=due, due_at=due,
        extended_days=extended, round_n=1, signed_at=signed, contacted_at=None, replied_at=None,
        accepted_at=None, closed_at=None, closed_as="", excluded_at=None,
        rounds=(RoundFacts(1, 1, start, due, None, None, None, None, None, None, (), ()),),
        requests=(), pauses=pauses, supervisions=(), appeals=(),
    )  # fmt: skip


def order_with(on: AssignmentFacts) -> OrderFacts:
    blank = dict.fromkeys(OrderFacts.__slots__)
    known = {"id": 1, "number": "1", "state": "handling", "kind": "help", "urgency": "normal"}
    more = {"channel_id": "phone", "category_id": "10", "citizen_id": 1, "levels": ()}
    return OrderFacts(**{**blank, **known, **more, "assignments": (on,)})  # type: ignore[arg-type]


@given(data=st.data(), was=rulebooks(), new=rulebooks(), at=MOMENTS, earlier=st.booleans())
def test_later_only_never_makes_a_limit_earlier_and_earlier_never_passes_its_bound(
    data: st.DataObject, was: Rulebook, new: Rulebook, at: datetime, earlier: bool
) -> None:
    on = data.draw(assignments(was))
    order = order_with(on)
    asked = Asked(1, "通知", None, earlier)
    moved = moves(order, on, new, was=was, before=order, asked=asked, at=at)
    bound = new.calendar.add_working_days(at, 1)
    for old, moment in moved.dues.values():
        assert moment > old or (earlier and moment >= bound)
    if earlier:
        assert all(getattr(on, column) <= bound for column in moved.kept)
    assert set(moved.dues).isdisjoint(moved.kept)


@given(data=st.data(), rules=rulebooks(), at=MOMENTS, earlier=st.booleans())
def test_the_same_calendar_moves_nothing(
    data: st.DataObject, rules: Rulebook, at: datetime, earlier: bool
) -> None:
    on = data.draw(assignments(rules))
    order = order_with(on)
    asked = Asked(1, "通知", None, earlier)
    assert not moves(order, on, rules, was=rules, before=order, asked=asked, at=at)


@given(data=st.data(), was=rulebooks(), new=rulebooks(), at=MOMENTS)
def test_moving_twice_is_moving_once(
    data: st.DataObject, was: Rulebook, new: Rulebook, at: datetime
) -> None:
    on = data.draw(assignments(was))
    order, asked = order_with(on), Asked(1, "通知")
    moved = moves(order, on, new, was=was, before=order, asked=asked, at=at)
    again = replace(on, **new_values(moved.dues))
    second = order_with(again)
    assert not moves(second, again, new, was=new, before=second, asked=asked, at=at)
