"""Who is told of an alert, once, when it is raised: supervisors and the heads of affected units."""

from datetime import datetime

from orders.alerts.clusters import Cluster
from orders.catalogue import entry_for
from orders.facts import top_lead
from orders.models import Alert, Assignment, Outbox
from orders.period import SHANGHAI
from orders.publishing import ORDERS, tell
from orders.transitions import OPEN_ASSIGNMENT
from units.roles import Role


def tell_alert(alert: Alert, cluster: Cluster, at: datetime) -> None:
    """Owe the notices, in the transaction that raises; nobody's quiet hours hold them back."""
    units = affected(alert, cluster, at)
    alert.units.set(units)
    payload = {
        "alert": alert.pk,
        "count": len(cluster.members),
        "minutes": cluster.rule.window_minutes,
    }
    whom = [(Outbox.To.ROLE, str(Role.SUPERVISOR))]
    whom += [(Outbox.To.UNIT_HEAD, str(unit)) for unit in units]
    for to_kind, to_id in whom:
        Outbox.objects.create(at=at, kind="alert", to_kind=to_kind, to_id=to_id, payload=payload)
    tell(alert.pk, lambda: [ORDERS])


def affected(alert: Alert, cluster: Cluster, at: datetime) -> list[int]:
    """The unit complained of, those that hold the demands, and whom the dispatch catalogue names
    for the matter in that place."""
    ids = {demand.id for demand in cluster.members}
    held = Assignment.objects.filter(top_lead(), order__in=ids, state__in=OPEN_ASSIGNMENT)
    units = set(held.values_list("unit_id", flat=True))
    if alert.about_unit_id is not None:
        units.add(alert.about_unit_id)
    day = at.astimezone(SHANGHAI).date()
    for category, district in {(d.category_id, d.district) for d in cluster.members}:
        if alert.about_unit_id is None and (entry := entry_for(category, district, on=day)):
            units.add(entry.lead_id)
    return sorted(units)
