"""Reading a snapshot under lock: the lock, a query for the order, one for its assignments."""

import json
from decimal import Decimal
from typing import Any

from django.db import connection

from orders.errors import Missing
from orders.lifecycle.snapshot import OrderFacts, build

_ORDER = """
    SELECT to_jsonb(o) || jsonb_build_object(
        'about_unit_path', coalesce(u.path, ''),
        'redacted', EXISTS (SELECT 1 FROM orders_text t
                            WHERE t.order_id = o.id AND t.kind = 'redacted'),
        'callbacks', (SELECT jsonb_agg(to_jsonb(c) || jsonb_build_object('attempts',
                        (SELECT count(*) FROM orders_callbackattempt x WHERE x.task_id = c.id),
                        'placed', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.n)
                                   FROM orders_placedcallback l WHERE l.task_id = c.id),
                        'rated_by_id', (SELECT x.by_id FROM orders_callbackattempt x
                                        WHERE x.task_id = c.id AND x.rating IS NOT NULL LIMIT 1))
                        ORDER BY c.id)
                      FROM orders_callbacktask c WHERE c.order_id = o.id),
        'merged', (WITH RECURSIVE joined AS (
                       SELECT m.id, m.citizen_id FROM orders_order m WHERE m.merged_into_id = o.id
                       UNION SELECT m.id, m.citizen_id FROM orders_order m
                       JOIN joined j ON m.merged_into_id = j.id)
                   SELECT jsonb_agg(to_jsonb(joined) ORDER BY id) FROM joined),
        'levels', (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id)
                   FROM orders_level v WHERE v.order_id = o.id),
        'urges', (SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id)
                  FROM orders_urge g WHERE g.order_id = o.id))
    FROM orders_order o LEFT JOIN units_unit u ON u.id = o.about_unit_id
    WHERE o.id = ANY(%s) ORDER BY o.id
"""
_LOCK = "SELECT id FROM orders_order WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
_ASSIGNMENTS = """
    SELECT to_jsonb(a) || jsonb_build_object(
        'unit_path', u.path,
        'rounds', (SELECT jsonb_agg(to_jsonb(r) || jsonb_build_object('replies',
                     (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.n)
                      FROM orders_reply p WHERE p.round_id = r.id),
                     'doubts', (SELECT jsonb_agg(to_jsonb(d)) FROM orders_ratingdoubt d
                                WHERE d.round_id = r.id)) ORDER BY r.n)
                   FROM orders_round r WHERE r.assignment_id = a.id),
        'requests', (SELECT jsonb_agg(to_jsonb(q) ORDER BY q.id)
                     FROM orders_request q WHERE q.assignment_id = a.id),
        'pauses', (SELECT jsonb_agg(to_jsonb(z) ORDER BY z.id)
                   FROM orders_pause z WHERE z.assignment_id = a.id),
        'supervisions', (SELECT jsonb_agg(to_jsonb(s) || jsonb_build_object('answers',
                           (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.n)
                            FROM orders_supervisionanswer w WHERE w.supervision_id = s.id))
                           ORDER BY s.id)
                         FROM orders_supervision s WHERE s.assignment_id = a.id),
        'appeals', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id)
                    FROM orders_appeal l WHERE l.assignment_id = a.id))
    FROM orders_assignment a JOIN units_unit u ON u.id = a.unit_id
    WHERE a.order_id = ANY(%s) ORDER BY a.id
"""


def _rows(sql: str, ids: list[int]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return [json.loads(row[0], parse_float=Decimal) for row in cursor.fetchall()]


def _lock(ids: list[int]) -> None:
    """A statement of its own: one that had to wait for the lock would read all that hangs on the
    order as it was before the waiting."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])


def load(*ids: int, lock: bool = False) -> dict[int, OrderFacts]:
    """Snapshots of these orders by id; lock holds the rows, in the order of their ids, until the
    transaction ends. Raises Missing where one does not exist."""
    wanted = sorted(set(ids))
    if lock:
        _lock(wanted)
    orders = _rows(_ORDER, wanted)
    if len(orders) != len(wanted):
        raise Missing("没有这个工单")
    given: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in orders}
    for assignment in _rows(_ASSIGNMENTS, wanted):
        given[assignment["order_id"]].append(assignment)
    return {row["id"]: build(OrderFacts, row | {"assignments": given[row["id"]]}) for row in orders}
