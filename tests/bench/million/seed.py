"""Rows of a large city: shaped like a hotline's, drawn at random, made set by set in SQL.

Nothing here went through verbs, and there are no events: figures as of now ask for none. Checks,
unique indexes and generated columns hold; foreign keys and triggers are left aside for the time.
"""

from datetime import date, datetime

from django.core.management import call_command
from django.db import connection

from orders.period import SHANGHAI
from units.models import Unit, UnitKind

FIRST, DAYS = date(2024, 1, 1), 912  # two years and a half
NOW = datetime(2026, 7, 1, tzinfo=SHANGHAI)
UNITS, SEATS = 200, 60

# One order's draws; a dispatched one has its assignment and round under its own id. What came in
# on the last days is still on its way.
_ORDERS = """
CREATE UNLOGGED TABLE bench_draw AS
WITH drawn AS MATERIALIZED (
    SELECT i AS id, random() AS part, random() AS r_unit, random() AS r_sign, random() AS r_reply,
        random() AS r_moved, random() AS r_rework, random() AS r_rated, random() AS r_rating,
        random() AS r_kind, random() AS r_excluded, (random() * 29)::int % 29 AS channel,
        floor(574 * random() * random())::int AS category,
        timestamptz '{first} 08:00+08' + make_interval(
            days => (i::bigint * {days} / {orders})::int, secs => 43200 * random()) AS received_at
    FROM generate_series(1, {orders}) i
), timed AS (
    SELECT *, part < 0.52 AS dispatched, received_at + make_interval(secs => 7200 * r_sign) AS given
    FROM drawn
)
SELECT *, given + make_interval(secs => 100000 * r_sign * r_sign) AS signed_at,
    given + interval '5 days' AS due_at,
    given + make_interval(secs => 600000 * r_reply * (0.4 + r_reply * r_reply)) AS replied_at,
    given + make_interval(secs => 600000 * r_reply * (0.4 + r_reply * r_reply) + 9000)
        AS accepted_at,
    given + make_interval(secs => 600000 * r_reply * (0.4 + r_reply * r_reply) + 90000)
        AS rated_at,
    (ARRAY(SELECT id FROM units_unit WHERE code LIKE 'bench-%' ORDER BY id))
        [1 + floor({units} * r_unit * r_unit)::int] AS unit_id
FROM timed;
CREATE UNIQUE INDEX ON bench_draw (id);
ANALYZE bench_draw;
INSERT INTO orders_citizen (id, key_id, phone_masked, form_of_address, created_at)
    SELECT i, '', '138****' || i % 10000, '', '{first}'
    FROM generate_series(1, {orders} / 3) i;
INSERT INTO orders_order (id, number, state, version, kind, urgency, channel_id, category_id, title,
    district, street, place, citizen_id, confidential, received_at, decided_at, dispatched_at,
    archived_at, dispatch_count, waits, reason_id, transfer_receipt)
SELECT id, to_char(id, 'FM000000000000000'),
    CASE WHEN dispatched THEN CASE WHEN rated_at < '{now}' THEN 'archived'
            WHEN accepted_at < '{now}' THEN 'calling_back' WHEN replied_at < '{now}' THEN 'replied'
            WHEN signed_at < '{now}' THEN 'handling' WHEN given < '{now}' THEN 'dispatched'
            ELSE 'received' END
        WHEN part < 0.96 THEN 'answered' WHEN part < 0.98 THEN 'declined'
        WHEN part < 0.99 THEN 'transferred' ELSE 'withdrawn' END,
    1, (ARRAY['consult', 'help', 'help', 'help', 'complain', 'report', 'suggest', 'praise'])
        [1 + floor(8 * r_kind)::int],
    CASE WHEN r_rework < 0.02 THEN 'urgent' ELSE 'normal' END,
    (ARRAY(SELECT code FROM orders_channel ORDER BY code))[1 + channel],
    (ARRAY(SELECT code FROM orders_category ORDER BY code))[1 + category],
    '路灯不亮', '', '', '',
    CASE WHEN r_kind < 0.8 THEN 1 + id::bigint * 7919 % ({orders} / 3) END, false,
    received_at, CASE WHEN NOT dispatched OR given < '{now}' THEN given END,
    CASE WHEN dispatched AND given < '{now}' THEN given END,
    CASE WHEN dispatched AND rated_at < '{now}' THEN rated_at END,
    (dispatched AND given < '{now}')::int, 1,
    CASE WHEN NOT dispatched AND part >= 0.96 THEN
        (SELECT code FROM orders_reason ORDER BY code LIMIT 1) END,
    CASE WHEN r_sign < 0.9 THEN '甲1' ELSE '' END
FROM bench_draw;
DELETE FROM bench_draw WHERE NOT dispatched OR given >= '{now}';
"""

_ASSIGNMENTS = """
INSERT INTO orders_assignment (id, order_id, unit_id, role, state, dispatched_at, by_ruling,
    return_barred, terms, calendar_edition, sign_due_at, contact_due_at, first_due_at, due_at,
    extended_days, round_n, signed_at, contacted_at, replied_at, accepted_at, closed_at, closed_as,
    excluded_at)
SELECT id, id, unit_id, 'lead', CASE WHEN rated_at < '{now}' THEN 'closed'
        WHEN accepted_at < '{now}' THEN 'accepted' WHEN replied_at < '{now}' THEN 'replied'
        WHEN signed_at < '{now}' THEN 'handling' ELSE 'to_sign' END,
    given, false, false, '{{}}', 1, given + interval '1 day', given + interval '1 day', due_at,
    due_at, 0, 1, {until_now:signed_at}, {until_now:signed_at}, {until_now:replied_at},
    {until_now:accepted_at}, {until_now:rated_at},
    CASE WHEN rated_at < '{now}' THEN 'done' ELSE '' END,
    CASE WHEN r_excluded < 0.002 THEN {until_now:accepted_at} END
FROM bench_draw;
INSERT INTO orders_assignment (id, order_id, unit_id, role, state, dispatched_at, by_ruling,
    return_barred, terms, calendar_edition, sign_due_at, first_due_at, due_at, extended_days,
    round_n, closed_at, closed_as)
SELECT id + 2 * {orders}, id, unit_id + (id % 2)::int * 2 - 1, 'lead', 'returned', received_at,
    false, false, '{{}}', 1, received_at + interval '1 day', due_at, due_at, 0, 1, given, 'moved'
FROM bench_draw WHERE r_moved < 0.03;
INSERT INTO orders_round (id, assignment_id, n, started_at, due_at, replied_at, accepted_at,
    handled_minutes, contacted, solved, rating, rated_at)
SELECT id, id, 1, given, due_at,
    CASE WHEN accepted_at < '{now}' THEN replied_at END, {until_now:accepted_at},
    CASE WHEN accepted_at < '{now}' THEN extract(epoch FROM replied_at - given)::int / 180 END,
    true, CASE WHEN is_rated THEN r_rating < 0.9 END,
    CASE WHEN is_rated THEN 1 + floor(5 * sqrt(r_rating))::int END,
    CASE WHEN is_rated THEN rated_at END
FROM (SELECT *, r_rated < 0.8 AND rated_at < '{now}' AS is_rated FROM bench_draw) AS drawn;
INSERT INTO orders_round (id, assignment_id, n, started_at, due_at)
    SELECT id, id, 1, dispatched_at, due_at FROM orders_assignment WHERE id > 2 * {orders};
INSERT INTO orders_round (id, assignment_id, n, started_at, due_at, replied_at, accepted_at,
    handled_minutes)
SELECT id + 4 * {orders}, id, 2, rated_at, rated_at + interval '3 days',
    rated_at + interval '1 day', rated_at + interval '25 hours', 480
FROM bench_draw WHERE r_rework < 0.03 AND rated_at < timestamptz '{now}' - interval '2 days';
UPDATE orders_assignment SET round_n = 2
    FROM orders_round r WHERE r.assignment_id = orders_assignment.id AND r.n = 2;
"""

_BESIDE = """
INSERT INTO orders_reply (id, round_id, n, replied_at, text_id, reviewed_at, verdict)
    SELECT id, id, 1, replied_at, 1, {until_now:accepted_at},
        CASE WHEN accepted_at < '{now}' THEN 'accepted' ELSE '' END
    FROM bench_draw WHERE replied_at < '{now}';
INSERT INTO orders_callbacktask (id, order_id, round_id, opened_at, closed_at, outcome, phase,
    desk_tries, robot_tries, rating)
SELECT id, id, id, accepted_at, {until_now:rated_at},
    CASE WHEN rated_at >= '{now}' THEN '' WHEN r_rated < 0.8 THEN 'rated' ELSE 'unreached' END,
    'desk', 1, 0, CASE WHEN r_rated < 0.8 AND rated_at < '{now}' THEN 5 END
FROM bench_draw WHERE accepted_at < '{now}';
INSERT INTO orders_callbackattempt (id, task_id, n, at, way, result)
    SELECT id, id, 1, rated_at, 'call', CASE WHEN r_rated < 0.8 THEN 'reached' ELSE 'no_answer' END
    FROM bench_draw WHERE rated_at < '{now}';
INSERT INTO orders_request (id, assignment_id, kind, asked_at, decision_due_at, decided_at, verdict)
    SELECT id, id, CASE WHEN r_sign < 0.5 THEN 'extension' ELSE 'return' END, given,
        given + interval '1 day', {until_now:signed_at}, CASE WHEN signed_at < '{now}'
            THEN CASE WHEN r_sign < 0.4 THEN 'granted' ELSE 'upheld' END ELSE '' END
    FROM bench_draw WHERE r_moved > 0.93;
INSERT INTO orders_urge (id, order_id, party, at)
    SELECT id, id, 'citizen', given FROM bench_draw WHERE r_excluded > 0.97;
"""

_CALLS = """
INSERT INTO calls_seat (id, code, name, extension, active, state, reason)
    SELECT 1000 + i, 'bench-' || i, '', '', true, '', '' FROM generate_series(1, {seats}) i;
INSERT INTO calls_call (id, at, direction, self_service, offered_at, answered_at, ended_at, outcome,
    line_id, queue_id, seat_id, service_rating)
SELECT i, at, 'in', r_offered >= 0.85, CASE WHEN r_offered < 0.85 THEN at END,
    CASE WHEN r_offered < 0.8 THEN at + wait END,
    at + wait + make_interval(secs => 20 + 300 * r_talk),
    CASE WHEN r_offered >= 0.85 THEN '' WHEN r_offered >= 0.8 THEN 'abandoned'
        WHEN r_talk < 0.7 THEN 'direct' ELSE 'order' END,
    (ARRAY(SELECT code FROM calls_line ORDER BY code))[1 + i % (SELECT count(*) FROM calls_line)],
    CASE WHEN r_offered < 0.85 THEN (ARRAY(SELECT code FROM calls_skillqueue ORDER BY code))
        [1 + i % (SELECT count(*) FROM calls_skillqueue)] END,
    CASE WHEN r_offered < 0.8 THEN 1001 + i::bigint * 31 % {seats} END,
    CASE WHEN r_offered < 0.4 THEN 1 + floor(5 * sqrt(r_talk))::int END
FROM (
    SELECT i, random() AS r_offered, random() AS r_talk,
        make_interval(secs => 60 * power(random(), 4)) AS wait,
        timestamptz '{first} 07:00+08' + make_interval(
            days => (i::bigint * {days} / {calls})::int, secs => 50400 * random()) AS at
    FROM generate_series(1, {calls}) i
) AS drawn;
DROP TABLE bench_draw;
"""


class _Terms(dict[str, object]):
    """What stands in braces; {until_now:moment} is that moment where it has come."""

    def __getitem__(self, key: str) -> object:
        return _UntilNow() if key == "until_now" else super().__getitem__(key)


class _UntilNow:
    def __format__(self, moment: str) -> str:
        return f"CASE WHEN {moment} < '{NOW.isoformat()}' THEN {moment} END"


def seed(orders: int, calls: int) -> None:
    """Write the city into the migrated, empty database."""
    call_command("load_reference", verbosity=0)
    _units()
    terms = _Terms(
        first=FIRST, days=DAYS, now=NOW.isoformat(), orders=orders, calls=calls, units=UNITS,
        seats=SEATS,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SELECT setseed(0.5)")
        for script in (_ORDERS, _ASSIGNMENTS, _BESIDE, _CALLS):
            cursor.execute(script.format_map(terms))
        cursor.execute("RESET session_replication_role; RESET synchronous_commit")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _units() -> None:
    """Bureaus right below the city, and no others: the roster is these."""
    city = Unit.objects.get(kind=UnitKind.CITY)
    Unit.objects.exclude(kind__in=[UnitKind.CITY, UnitKind.HOTLINE]).update(
        active_from=FIRST.replace(year=2013), active_to=FIRST.replace(year=2014)
    )
    for n in range(UNITS):
        Unit.objects.create(
            code=f"bench-{n}", name=f"第{n}局", short_name=f"第{n}局", kind=UnitKind.BUREAU,
            parent=city, active_from=FIRST,
        )  # fmt: skip
