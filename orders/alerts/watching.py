"""The clock watches the demands of the last hours for clusters: raised once, joined, come to rest.

Not in the transaction that receives: two demands at once would each miss the other, or all demands
of a flood would queue for one lock. The sweep sees only what is committed, half a minute later at
most, and also what was corrected or received late. What it reads is bounded by the newest orders.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from orders.alerts.clusters import PRAISE, Cluster, Like, Stretch, clusters, joined
from orders.alerts.telling import tell_alert
from orders.clock.drains import Took, drains
from orders.models import Alert, AlertOrder, AlertRule, Order

LOOK_BACK = timedelta(hours=6)  # as far as a stopped clock is made good; older news is no alarm
_LOCK = 1234501


@dataclass(slots=True)
class Seen:
    """What is to be done by a moment."""

    joins: list[tuple[Alert, Like]] = field(default_factory=list)
    resting: list[Alert] = field(default_factory=list)
    raised: list[Cluster] = field(default_factory=list)

    @property
    def deeds(self) -> Counter[str]:
        """How many of each, without those there are none of."""
        return +Counter(
            alert_joined=len(self.joins),
            alert_rested=len(self.resting),
            alert_raised=len(self.raised),
        )


def alerts_due(at: datetime) -> int:
    """How many alerts are to be raised, joined or put to rest by `at`."""
    return _seen(at).deeds.total()


@drains("alerts", due=alerts_due)
def drain_alerts(at: datetime, most: int) -> Took:
    """Everything of one look, by one worker at a time; the next look is the next sweep's."""
    with transaction.atomic():
        if not _alone():
            return Took(0)
        seen = _seen(at)
        for alert, demand in seen.joins:
            _join(alert, [demand])
        for alert in seen.resting:
            alert.closed_at, alert.closed_as = alert.quiet_at, Alert.ClosedAs.QUIET
            alert.save(update_fields=["closed_at", "closed_as"])
        for cluster in seen.raised:
            _raise(cluster, at)
    deeds = seen.deeds
    return Took(min(deeds.total(), most - 1), deeds)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _seen(at: datetime) -> Seen:
    rules = list(AlertRule.objects.filter(active=True))
    open_now = {
        a.key: a for a in Alert.objects.filter(closed_at__isnull=True).select_related("rule")
    }
    seen = Seen()
    told: set[tuple[int, str]] = set()
    demands = _demands(at) if rules else []
    if demands:
        ids = [demand.id for demand in demands]
        told = set(AlertOrder.objects.filter(order__in=ids).values_list("order_id", "by"))
    for by in AlertRule.By.values:
        free = [demand for demand in demands if (demand.id, by) not in told]
        free = _join_open(rules, by, free, open_now, seen)
        seen.raised += [c for c in clusters(rules, free, by) if c.key not in open_now]
    kept = {alert.pk for alert, _ in seen.joins}
    seen.resting = [a for a in open_now.values() if a.quiet_at <= at and a.pk not in kept]
    return seen


def _join_open(
    rules: list[AlertRule], by: str, free: Sequence[Like], open_now: dict[str, Alert], seen: Seen
) -> list[Like]:
    """Note which demands, the oldest first, belong to an open alert; the answer is the others."""
    is_open: dict[str, Stretch] = {
        key: (alert.raised_at - timedelta(minutes=alert.rule.window_minutes), alert.quiet_at)
        for key, alert in open_now.items()
    }
    left = []
    for demand in free:
        key = joined(rules, by, demand, is_open)
        if not key:
            left.append(demand)
            continue
        seen.joins.append((open_now[key], demand))
        first, last = is_open[key]
        window = timedelta(minutes=open_now[key].rule.window_minutes)
        is_open[key] = (first, max(last, demand.received_at + window))
    return left


def _demands(at: datetime) -> list[Like]:
    recent = Order.objects.filter(received_at__gt=at - LOOK_BACK, received_at__lte=at)
    rows = recent.exclude(kind=PRAISE).order_by("received_at", "id")
    return [
        Like(*row)
        for row in rows.values_list(
            "id", "received_at", "category_id", "district", "street", "about_unit_id", "urgency",
            "citizen_id",
        )
    ]  # fmt: skip


def _join(alert: Alert, demands: Iterable[Like]) -> None:
    for demand in demands:
        AlertOrder.objects.create(alert=alert, order_id=demand.id, by=alert.rule.by)
        if demand.received_at > alert.last_at:
            alert.last_at = demand.received_at
            alert.quiet_at = alert.last_at + timedelta(minutes=alert.rule.window_minutes)
    alert.save(update_fields=["last_at", "quiet_at"])


def _raise(cluster: Cluster, at: datetime) -> None:
    rule, first = cluster.rule, cluster.members[0]
    placed = rule.by == AlertRule.By.PLACE
    last_at = cluster.members[-1].received_at
    alert = Alert.objects.create(
        rule=rule,
        key=cluster.key,
        category_id=cluster.key.split(":")[2] if placed else None,
        district=first.district if placed and rule.area != AlertRule.Area.CITY else "",
        street=first.street if placed and rule.area == AlertRule.Area.STREET else "",
        about_unit_id=None if placed else first.about_unit_id,
        raised_at=cluster.raised_at,
        recorded_at=at,
        last_at=last_at,
        quiet_at=last_at + timedelta(minutes=rule.window_minutes),
    )
    _join(alert, cluster.members)
    tell_alert(alert, cluster, at)
