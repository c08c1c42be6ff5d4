"""Working time, case by case: the frames' edges, pauses, zones, the known days, and bad input."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from orders.worktime import Calendar, CalendarRangeError

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = [("08:30", "12:00"), ("13:30", "17:30")]
WEEK = dict.fromkeys(range(5), OFFICE)
# Dragon Boat Festival on Monday 2024-06-10; Sunday 06-16 is made a workday for these tests.
FACTS: dict[str, Any] = {
    "zone": SHANGHAI,
    "week": WEEK,
    "holidays": [date(2024, 6, 10)],
    "workdays": [date(2024, 6, 16)],
}
OFFICE_HOURS = Calendar(**FACTS)
ALWAYS = Calendar(zone="Europe/Berlin", week=dict.fromkeys(range(7), (("00:00", "24:00"),)))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """ "06-03 10:00" of 2024, or a whole ISO moment."""
    whole = text if text[:2] == "20" else f"2024-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=zone)


def spans(*pauses: tuple[str, str]) -> list[tuple[datetime, datetime]]:
    return [(at(start), at(end)) for start, end in pauses]


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("06-03 10:00", 1, "06-03 11:00"),
        ("06-03 10:00", 2, "06-03 12:00"),  # exactly at a frame's end: due there
        ("06-03 10:00", 2.5, "06-03 14:00"),
        ("06-03 10:00", 6, "06-03 17:30"),
        ("06-03 10:00", 7.5, "06-04 10:00"),
        ("06-03 12:30", 1, "06-03 14:30"),
        ("06-03 03:00", 7.5, "06-03 17:30"),
        ("06-07 17:00", 1, "06-11 09:00"),  # over the weekend and the holiday
        ("06-14 17:00", 1, "06-16 09:00"),  # into the make-up Sunday
        ("06-03 10:00", 0, "06-03 10:00"),
        ("06-03 08:30", 0, "06-03 08:30"),
        ("06-03 12:00", 0, "06-03 13:30"),  # a frame's end is outside the frame
        ("06-03 12:30", 0, "06-03 13:30"),
        ("06-07 20:00", 0, "06-11 08:30"),
        ("2024-12-31 17:30", 0, "2025-01-01 08:30"),
        ("2024-12-31 16:30", 2, "2025-01-01 09:30"),
    ],
)
def test_working_time_runs_inside_the_frames(start: str, hours: float, due: str) -> None:
    assert OFFICE_HOURS.add_working_time(at(start), timedelta(hours=hours)) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "pauses", "due"),
    [
        ("06-03 10:00", 1, [("06-03 10:30", "06-03 11:00")], "06-03 11:30"),
        ("06-03 10:00", 1, [("06-03 09:00", "06-03 10:30")], "06-03 11:30"),  # from start on
        ("06-03 10:00", 1, [("06-03 08:00", "06-03 10:00")], "06-03 11:00"),
        ("06-03 10:00", 1, [("06-03 11:00", "06-05 11:00")], "06-03 11:00"),  # due as it begins
        ("06-03 10:00", 1, [("06-03 12:00", "06-03 13:30")], "06-03 11:00"),
        ("06-03 10:00", 4, [("06-03 12:00", "06-03 13:30")], "06-03 15:30"),  # lunch costs nothing
        ("06-03 10:00", 2, [("06-03 11:00", "06-03 11:30"), ("06-03 11:15", "06-03 11:45")],
         "06-03 14:15"),
        ("06-03 10:00", 2, [("06-03 11:20", "06-03 11:45"), ("06-03 11:00", "06-03 12:00"),
                            ("06-03 11:00", "06-03 11:00")], "06-03 14:30"),
        ("06-03 10:00", 1, [("06-03 10:30", "06-17 09:00")], "06-17 09:30"),
        ("06-03 10:00", 0, [("06-03 09:00", "06-03 11:00")], "06-03 11:00"),  # waits to run
        ("06-03 10:00", 0, [("06-03 09:00", "06-03 12:00")], "06-03 13:30"),
        ("06-03 12:00", 0, [("06-03 13:30", "06-03 14:00")], "06-03 14:00"),
        ("06-03 10:00", 0, [("06-03 11:00", "06-03 12:00")], "06-03 10:00"),
    ],
)  # fmt: skip
def test_the_union_of_the_pauses_stops_the_working_clock(
    start: str, hours: float, pauses: list[tuple[str, str]], due: str
) -> None:
    moment = OFFICE_HOURS.add_working_time(at(start), timedelta(hours=hours), spans(*pauses))
    assert moment == at(due)


@pytest.mark.parametrize(
    ("start", "n", "pauses", "due"),
    [
        ("06-03 10:00", 2, [], "06-05 17:30"),
        ("06-03 10:00", 2, [("06-04 13:30", "06-05 10:30")], "06-06 16:00"),
        ("06-03 00:00", 1, [], "06-04 17:30"),
        ("06-03 23:59", 1, [], "06-04 17:30"),
        ("06-07 10:00", 1, [], "06-11 17:30"),
        ("06-08 10:00", 1, [], "06-11 17:30"),  # a Saturday start
        ("06-14 10:00", 1, [], "06-16 17:30"),  # the make-up Sunday counts
        ("06-16 10:00", 1, [], "06-17 17:30"),  # and as the start's day it does not
        ("06-03 10:00", 15, [], "06-24 17:30"),
        ("2024-12-30 10:00", 2, [], "2025-01-01 17:30"),
        ("06-03 10:00", 1, [("06-03 11:00", "06-03 12:00")], "06-05 09:30"),  # on the start's day
        ("06-03 10:00", 1, [("06-03 08:00", "06-03 10:00")], "06-04 17:30"),  # before the start
        ("06-03 10:00", 1, [("06-04 12:00", "06-04 13:30")], "06-04 17:30"),  # covers no work
        ("06-03 10:00", 1, [("06-04 17:30", "06-06 17:30")], "06-04 17:30"),  # after the due
        ("06-03 10:00", 1, [("06-04 16:30", "06-06 09:30")], "06-06 10:30"),  # over the due
        ("06-03 10:00", 1, [("06-04 16:30", "06-04 17:30"), ("06-05 09:00", "06-05 10:00")],
         "06-05 10:30"),  # the moved part meets a pause
        ("06-03 10:00", 1, [("06-04 16:30", "06-04 17:30"), ("06-05 09:30", "06-05 10:00")],
         "06-05 09:30"),  # and here ends where the next begins
        ("06-03 10:00", 1, [("06-04 08:30", "06-04 17:30")], "06-05 17:30"),
    ],
)  # fmt: skip
def test_working_days_end_with_the_nth_day_after_the_starts(
    start: str, n: int, pauses: list[tuple[str, str]], due: str
) -> None:
    assert OFFICE_HOURS.add_working_days(at(start), n, spans(*pauses)) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "pauses", "due"),
    [
        ("06-07 20:00", 24, [], "06-08 20:00"),  # nights and weekends count
        ("06-07 20:00", 0, [], "06-07 20:00"),
        ("06-07 20:00", 2, [("06-07 21:00", "06-08 09:00")], "06-08 10:00"),
        ("06-07 20:00", 2, [("06-07 19:00", "06-07 21:00")], "06-07 23:00"),
        ("06-07 20:00", 1, [("06-07 21:00", "06-08 09:00")], "06-07 21:00"),
        ("06-07 20:00", 0, [("06-07 19:00", "06-07 21:00")], "06-07 21:00"),
    ],
)
def test_clock_time_counts_every_hour_outside_the_pauses(
    start: str, hours: float, pauses: list[tuple[str, str]], due: str
) -> None:
    moment = OFFICE_HOURS.add_clock_time(at(start), timedelta(hours=hours), spans(*pauses))
    assert moment == at(due)


@pytest.mark.parametrize(
    ("start", "end", "pauses", "hours"),
    [
        ("06-03 10:00", "06-03 10:00", [], 0),
        ("06-03 10:00", "06-03 15:00", [], 3.5),
        ("06-03 12:00", "06-03 13:30", [], 0),
        ("06-03 10:00", "06-04 10:00", [], 7.5),
        ("06-07 17:00", "06-11 09:00", [], 1),
        ("06-15 00:00", "06-17 00:00", [], 7.5),  # the make-up Sunday
        ("2023-12-29 00:00", "2024-01-02 00:00", [], 15),
        ("2023-01-01 00:00", "2025-01-01 00:00", [], 522 * 7.5),
        ("06-03 10:00", "06-03 15:00", [("06-03 09:00", "06-03 10:30")], 3),
        ("06-03 10:00", "06-03 15:00", [("06-03 14:30", "06-09 10:30")], 3),
        ("06-03 10:00", "06-03 15:00", [("06-03 00:00", "06-04 00:00")], 0),
        ("06-03 10:00", "06-03 15:00", [("06-03 11:00", "06-03 14:00"),
                                        ("06-03 11:30", "06-03 12:00")], 2),
    ],
)  # fmt: skip
def test_working_time_between_two_moments_leaves_out_the_pauses(
    start: str, end: str, pauses: list[tuple[str, str]], hours: float
) -> None:
    worked = OFFICE_HOURS.working_time_between(at(start), at(end), spans(*pauses))
    assert worked == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 6, 3), True),
        (date(2024, 6, 8), False),
        (date(2024, 6, 10), False),
        (date(2024, 6, 16), True),
    ],
)
def test_a_working_day_has_frames(day: date, working: bool) -> None:
    assert OFFICE_HOURS.is_working_day(day) is working


def test_a_moment_of_any_zone_is_answered_in_the_calendars_zone() -> None:
    start = datetime(2024, 6, 2, 23, 0, tzinfo=UTC)  # Monday 07:00 in Shanghai
    for due in (
        OFFICE_HOURS.add_working_time(start, timedelta(hours=1)),
        OFFICE_HOURS.add_clock_time(start, timedelta(hours=2, minutes=30)),
    ):
        assert due == at("06-03 09:30")
        assert due.tzinfo is SHANGHAI
    evening = datetime(2024, 6, 3, 16, 30, tzinfo=UTC)  # already Tuesday in Shanghai
    due = OFFICE_HOURS.add_working_days(evening, 1)
    assert (due, due.tzinfo) == (at("06-05 17:30"), SHANGHAI)


def test_make_up_workdays_have_hours_of_their_own_where_given() -> None:
    calendar = Calendar(**FACTS, workday_hours=[("09:00", "11:00")])
    assert calendar.add_working_time(at("06-14 17:30"), timedelta(hours=3)) == at("06-17 09:30")
    assert calendar.add_working_days(at("06-14 10:00"), 1) == at("06-16 11:00")


def test_a_frame_may_end_at_midnight_and_go_on_the_next_day() -> None:
    calendar = Calendar(zone=SHANGHAI, week={0: [("20:00", "24:00")], 1: [("00:00", "02:00")]})
    monday = at("06-03 21:00")
    assert calendar.add_working_time(monday, timedelta(hours=3)) == at("06-04 00:00")
    assert calendar.add_working_time(monday, timedelta(hours=4)) == at("06-04 01:00")
    assert calendar.add_working_days(at("06-02 12:00"), 1) == at("06-04 00:00")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2024-03-30 12:00", 24, "2024-03-31 13:00"),  # the night of 23 hours' day
        ("2024-10-26 12:00", 24, "2024-10-27 11:00"),  # the night of 25 hours' day
    ],
)
def test_hours_are_elapsed_hours_when_summer_time_begins_and_ends(
    start: str, hours: int, due: str
) -> None:
    begin, delta = at(start, BERLIN), timedelta(hours=hours)
    assert ALWAYS.add_clock_time(begin, delta) == at(due, BERLIN)
    assert ALWAYS.add_working_time(begin, delta) == at(due, BERLIN)
    assert ALWAYS.working_time_between(begin, at(due, BERLIN)) == delta


@pytest.mark.parametrize(("day", "hours"), [("03-30", 24), ("03-31", 23), ("10-27", 25)])
def test_a_day_round_the_clock_is_as_long_as_it_is(day: str, hours: int) -> None:
    begin = at(f"{day} 00:00", BERLIN)
    end = begin + timedelta(days=1)  # the same wall clock on the next day
    assert ALWAYS.working_time_between(begin, end) == timedelta(hours=hours)


def test_a_frame_in_the_hour_that_summer_time_leaves_out_is_empty() -> None:
    calendar = Calendar(zone=BERLIN, week={6: [("02:00", "03:00")], 0: OFFICE})
    start = at("03-30 12:00", BERLIN)
    assert calendar.add_working_days(start, 1) == at("04-01 17:30", BERLIN)
    half = Calendar(zone=BERLIN, week={6: [("02:30", "04:00")]})
    assert half.add_working_time(start, timedelta(hours=1)) == at("03-31 04:00", BERLIN)


KNOWN = Calendar(**FACTS, known=(date(2024, 6, 3), date(2024, 6, 28)))


def test_the_known_days_are_usable_to_their_last_moment() -> None:
    assert KNOWN.add_working_days(at("06-27 10:00"), 1) == at("06-28 17:30")
    assert KNOWN.add_working_time(at("06-28 16:30"), timedelta(hours=1)) == at("06-28 17:30")
    assert KNOWN.working_time_between(at("06-03 00:00"), at("06-29 00:00")) == timedelta(
        hours=20 * 7.5
    )
    assert KNOWN.is_working_day(date(2024, 6, 28))
    assert KNOWN.add_clock_time(at("06-28 16:30"), timedelta(days=9)) == at("07-07 16:30")
    unending = spans(("06-05 00:00", "2030-01-01 00:00"))
    assert KNOWN.add_working_time(at("06-04 16:30"), timedelta(hours=1), unending) == at(
        "06-04 17:30"
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: KNOWN.is_working_day(date(2024, 6, 2)),
        lambda: KNOWN.is_working_day(date(2024, 6, 29)),
        lambda: KNOWN.add_working_time(at("06-02 10:00"), timedelta(0)),
        lambda: KNOWN.add_working_time(at("06-29 00:00"), timedelta(0)),
        lambda: KNOWN.add_working_time(at("06-28 17:30"), timedelta(0)),
        lambda: KNOWN.add_working_time(at("06-28 17:00"), timedelta(hours=1)),
        lambda: KNOWN.add_working_time(at("06-28 09:00"), timedelta(hours=100)),
        lambda: KNOWN.add_working_time(
            at("06-28 09:00"), timedelta(hours=1), spans(("06-28 09:30", "07-28 09:30"))
        ),
        lambda: KNOWN.add_working_days(at("06-28 10:00"), 1),
        lambda: KNOWN.add_working_days(at("06-02 10:00"), 1),
        lambda: KNOWN.add_working_days(at("06-03 10:00"), 20),
        lambda: KNOWN.add_working_days(at("06-27 10:00"), 1, spans(("06-28 09:30", "06-28 09:31"))),
        lambda: KNOWN.working_time_between(at("06-02 23:00"), at("06-03 10:00")),
        lambda: KNOWN.working_time_between(at("06-28 10:00"), at("06-29 00:01")),
        lambda: KNOWN.working_time_between(at("06-29 00:00"), at("06-29 00:00")),
        lambda: KNOWN.add_working_time(
            at("06-28 09:00"), timedelta(0), spans(("06-28 09:00", "06-29 00:00"))
        ),
        lambda: OFFICE_HOURS.add_working_time(at("06-03 10:00"), timedelta.max),
        lambda: OFFICE_HOURS.add_clock_time(at("06-03 10:00"), timedelta.max),
        lambda: OFFICE_HOURS.add_working_days(at("06-03 10:00"), 10**9),
    ],
)
def test_beyond_the_known_days_is_an_error_of_its_own(ask: Any) -> None:
    with pytest.raises(CalendarRangeError):
        ask()


NAIVE = datetime(2024, 6, 3, 10)  # noqa: DTZ001 - the point of the cases below
MONDAY = at("06-03 10:00")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda c: c.add_working_time(NAIVE, HOUR), "naive"),
        (lambda c: c.add_working_days(NAIVE, 1), "naive"),
        (lambda c: c.add_clock_time(NAIVE, HOUR), "naive"),
        (lambda c: c.working_time_between(NAIVE, MONDAY), "naive"),
        (lambda c: c.working_time_between(MONDAY, NAIVE), "naive"),
        (lambda c: c.add_working_time(MONDAY, HOUR, [(NAIVE, MONDAY)]), "naive"),
        (lambda c: c.add_working_days(MONDAY, 1, [(MONDAY, NAIVE)]), "naive"),
        (lambda c: c.add_working_time(MONDAY, -HOUR), "negative"),
        (lambda c: c.add_clock_time(MONDAY, -HOUR), "negative"),
        (lambda c: c.add_working_days(MONDAY, 0), "at least 1"),
        (lambda c: c.add_working_days(MONDAY, -3), "at least 1"),
        (lambda c: c.working_time_between(MONDAY, MONDAY - HOUR), "before start"),
        (lambda c: c.add_working_time(MONDAY, HOUR, [(MONDAY, MONDAY - HOUR)]), "pause ends"),
        (lambda c: c.add_working_days(MONDAY, 1, [(MONDAY, MONDAY - HOUR)]), "pause ends"),
        (lambda c: c.add_clock_time(MONDAY, HOUR, [(MONDAY, MONDAY - HOUR)]), "pause ends"),
        (lambda c: c.working_time_between(MONDAY, MONDAY, [(MONDAY, MONDAY - HOUR)]), "pause ends"),
    ],
)
def test_what_makes_no_sense_is_refused(ask: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ask(OFFICE_HOURS)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"zone": "Asia/Yueyang"}, "not a time zone"),
        ({"zone": ""}, "not a time zone"),
        ({"workdays": [date(2024, 6, 10)]}, "2024-06-10 is both"),
        ({"holidays": [at("06-10 00:00")]}, "are dates"),
        ({"week": {0: [("08:30", "12:00"), ("11:59", "17:30")]}}, "overlap"),
        ({"workday_hours": [("08:30", "12:00"), ("08:30", "12:00")]}, "overlap"),
        ({"week": {0: [("12:00", "08:30")]}}, "must end after"),
        ({"week": {0: [("12:00", "12:00")]}}, "must end after"),
        ({"week": {0: [("08:30", "24:01")]}}, "24:00"),
        ({"week": {0: [("08:30", "12:60")]}}, "not a time of day"),
        ({"week": {0: [("8:30", "12:00")]}}, "not a time of day"),
        ({"week": {0: [("0830", "1200")]}}, "not a time of day"),
        ({"week": {0: [("-8:30", "12:00")]}}, "not a time of day"),
        ({"week": {7: OFFICE}}, "days of the week"),
        ({"week": {}}, "no working time"),
        ({"week": {1: OFFICE}}, "no hours"),
        ({"known": (date(2024, 6, 2), date(2024, 6, 1))}, "before they begin"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(facts: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Calendar(**(FACTS | facts))


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="takes a date"):
        OFFICE_HOURS.is_working_day(MONDAY)


def test_frames_that_touch_and_come_unsorted_are_one_stretch() -> None:
    calendar = Calendar(zone=SHANGHAI, week={0: [("12:00", "16:00"), ("08:00", "12:00")]})
    assert calendar.add_working_time(at("06-03 11:00"), timedelta(0)) == at("06-03 11:00")
    assert calendar.add_working_time(at("06-03 12:00"), timedelta(0)) == at("06-03 12:00")
    assert calendar.add_working_time(at("06-03 11:00"), 2 * HOUR) == at("06-03 13:00")


def test_one_calendar_is_shared_by_threads_and_hashed_by_identity() -> None:
    twin = Calendar(**FACTS)
    assert twin != OFFICE_HOURS
    assert len({twin, OFFICE_HOURS, OFFICE_HOURS}) == 2
    starts = [at("2000-01-03 10:00") + timedelta(days=97 * step) for step in range(400)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda start: twin.add_working_days(start, 30), starts))
    assert answers == [OFFICE_HOURS.add_working_days(start, 30) for start in starts]
