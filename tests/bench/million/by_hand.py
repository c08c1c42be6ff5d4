"""Figures of units as somebody who knows the tables well would write them: one statement.

The same numbers as the catalogue's statistics of these codes, as of a moment after which nothing
happened, and the way a period of them is asked for without tallies.
"""

from datetime import datetime

from django.db import connection

from orders.period import Period

Numbers = dict[tuple[str, object], tuple[int, int | None]]  # by code and unit

DISPATCH = (
    "orders.given", "orders.dispatched", "orders.signed_on_time_rate", "orders.extension_rate",
    "orders.return_rate", "orders.suspension_rate", "orders.urge_rate",
    "orders.completed_rate.dispatched",
)  # fmt: skip
DUE = (
    "orders.due", "orders.completed_rate", "orders.on_time_rate", "orders.overdue_rate",
    "orders.rework_rate",
)  # fmt: skip
RATED = ("orders.satisfied_rate", "orders.solved_rate")
CODES = (*DISPATCH, *DUE, *RATED)

_ASSESSED = """(closed_as NOT IN ('moved', 'recalled') OR coalesce(closed_at, 'infinity') >= %(at)s)
    AND coalesce(excluded_at, 'infinity') >= %(at)s"""
_LEAD = """a.role = 'lead' AND a.parent_id IS NULL AND a.dispatched_at < %(at)s
    AND (a.closed_as <> 'recalled' OR coalesce(a.closed_at, 'infinity') >= %(at)s)"""
_ASKED = """EXISTS (SELECT FROM orders_request q
    WHERE q.assignment_id = a.id AND q.kind = '{}' AND q.asked_at < %(at)s)"""
_PASSED = """coalesce(r.accepted_at, 'infinity') >= %(at)s AND r.due_at < %(at)s
    AND NOT EXISTS (SELECT FROM orders_pause p WHERE p.assignment_id = a.id
        AND p.started_at < %(at)s AND p.started_at <= r.due_at
        AND coalesce(p.ended_at, 'infinity') >= %(at)s)
    AND NOT EXISTS (SELECT FROM orders_reply y WHERE y.round_id = r.id
        AND y.replied_at < %(at)s AND y.replied_at <= r.due_at
        AND coalesce(y.reviewed_at, 'infinity') >= %(at)s)"""
# Each part: unit, then numerator and denominator of its codes (NULL for counts), of the period.
_PARTS = {
    DISPATCH: f"""
        WITH one AS (
            SELECT a.unit_id, {_ASSESSED} AS assessed,
                coalesce(excluded_at, 'infinity') >= %(at)s AS counted,
                closed_as <> 'moved' OR coalesce(closed_at, 'infinity') >= %(at)s AS standing,
                a.signed_at < %(at)s AND (a.sign_due_at IS NULL OR a.signed_at <= a.sign_due_at)
                    AS signed,
                r.accepted_at < %(at)s AS done,
                {_ASKED.format("extension")} AS extension, {_ASKED.format("return")} AS returned,
                {_ASKED.format("suspension")} AS suspension,
                EXISTS (SELECT FROM orders_urge u WHERE u.order_id = a.order_id
                    AND u.party = 'citizen' AND u.at < %(at)s AND u.at >= a.dispatched_at) AS urged
            FROM orders_round r JOIN orders_assignment a ON a.id = r.assignment_id
            WHERE r.n = 1 AND {_LEAD}
                AND a.dispatched_at >= %(start)s AND a.dispatched_at < %(end)s
        )
        SELECT unit_id, count(*), NULL, count(*) FILTER (WHERE standing), NULL,
            count(*) FILTER (WHERE assessed AND signed), count(*) FILTER (WHERE assessed),
            count(*) FILTER (WHERE counted AND extension), count(*) FILTER (WHERE counted),
            count(*) FILTER (WHERE counted AND returned), count(*) FILTER (WHERE counted),
            count(*) FILTER (WHERE counted AND suspension), count(*) FILTER (WHERE counted),
            count(*) FILTER (WHERE counted AND urged), count(*) FILTER (WHERE counted),
            count(*) FILTER (WHERE assessed AND done), count(*) FILTER (WHERE assessed)
        FROM one GROUP BY unit_id""",
    DUE: f"""
        WITH one AS (
            SELECT a.unit_id, r.accepted_at < %(at)s AS done, {_PASSED} AS passed,
                r.due_at IS NULL OR r.replied_at <= r.due_at AS in_time,
                next.started_at < %(at)s AS reworked
            FROM orders_round r JOIN orders_assignment a ON a.id = r.assignment_id
            LEFT JOIN orders_round next ON next.assignment_id = a.id AND next.n = 2
            WHERE r.n = 1 AND {_LEAD} AND {_ASSESSED}
                AND r.due_on >= %(first)s AND r.due_on < %(until)s
        )
        SELECT unit_id, count(*) FILTER (WHERE done OR passed), NULL,
            count(*) FILTER (WHERE done), count(*) FILTER (WHERE done OR passed),
            count(*) FILTER (WHERE done AND in_time), count(*) FILTER (WHERE done OR passed),
            count(*) FILTER (WHERE (done AND NOT in_time) OR passed),
            count(*) FILTER (WHERE done OR passed),
            count(*) FILTER (WHERE (done OR passed) AND reworked),
            count(*) FILTER (WHERE done OR passed)
        FROM one GROUP BY unit_id""",
    RATED: f"""
        SELECT a.unit_id, count(*) FILTER (WHERE r.rating >= 3), count(*),
            count(*) FILTER (WHERE r.solved), count(*) FILTER (WHERE r.solved IS NOT NULL)
        FROM orders_round r JOIN orders_assignment a ON a.id = r.assignment_id
        WHERE {_LEAD} AND {_ASSESSED} AND r.rated_at >= %(start)s AND r.rated_at < %(end)s
            AND r.rated_at < %(at)s AND coalesce(r.rating_excluded_at, 'infinity') >= %(at)s
            AND NOT EXISTS (SELECT FROM orders_round later WHERE later.assignment_id = a.id
                AND later.n = r.n + 1 AND later.started_at < %(at)s)
        GROUP BY a.unit_id""",
}


def by_hand(over: Period, at: datetime) -> Numbers:
    """The numbers of every unit that has any."""
    asked = {
        "at": at, "start": over.start, "end": over.end, "first": over.first, "until": over.until,
    }  # fmt: skip
    found: Numbers = {}
    with connection.cursor() as cursor:
        for codes, query in _PARTS.items():
            cursor.execute(query, asked)
            for unit, *numbers in cursor.fetchall():
                for place, code in enumerate(codes):
                    found[code, unit] = numbers[2 * place], numbers[2 * place + 1]
    return found
