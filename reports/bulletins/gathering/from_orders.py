"""What the tables of orders tell beside the statistics: what was carried in, the longest overdue,
reasons of rework, praise, silent units. Read only."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Greatest, Least

from orders import facts
from orders.errors import NotReady
from orders.explanations.silence import owing
from orders.models import Event, Order
from orders.models.limits import Kind
from orders.models.round import ShanghaiDay
from orders.period import Period
from orders.states import Verb
from reports.bulletins.figures import WHOLE, Silent, When, key
from reports.bulletins.gathering.counted import OTHER_UNIT, Counted
from reports.catalogue import find
from reports.populations.leads import LEADS
from reports.roster import Roster

_A = "assignment__"
_DUE = find("orders.completed_rate")
NO_REASON = "未写明"


def carried(counted: Counted) -> None:
    """How the due came about: those dispatched before the period, and those dispatched in it that
    an appeal took out."""
    period, as_of = counted.period, counted.as_of
    rows = LEADS.rows(as_of).filter(_DUE.dated_by.within(period, as_of) & _due(as_of))
    earlier = rows.filter(assignment__dispatched_at__lt=period.start).count()
    counted.note("carried", WHOLE, When.NOW, earlier)
    given = LEADS.rows(as_of).filter(
        facts.standing(as_of, _A)
        & Q(assignment__dispatched_at__gte=period.start, assignment__dispatched_at__lt=period.end)
    )
    out = given.filter(assignment__excluded_at__lt=as_of).count()
    counted.note("excluded", WHOLE, When.NOW, out)


def longest(counted: Counted, roster: Roster) -> None:
    """By unit, the days (Shanghai, natural) by which the latest of the period's orders is or was
    overdue at the moment."""
    period, as_of = counted.period, counted.as_of
    until = Least(F("replied_at"), Value(as_of))
    late = (
        LEADS.rows(as_of)
        .filter(_DUE.dated_by.within(period, as_of) & _due(as_of) & facts.overdue(as_of))
        .annotate(days=ShanghaiDay(Greatest(until, F("due_at"))) - ShanghaiDay(F("due_at")))
        .values("assignment__unit_id")
        .annotate(days=Max("days"))
    )
    found: dict[int, int] = {}
    for row in late:
        unit = roster.counts_for.get(row["assignment__unit_id"], OTHER_UNIT)
        days = row["days"].days if hasattr(row["days"], "days") else int(row["days"])
        found[unit] = max(found.get(unit, 0), days)
    for unit in {*(member.unit_id for member in roster.members), *found}:
        counted.note("longest", key("unit", unit), When.NOW, found.get(unit, 0))


def reasons(counted: Counted, roster: Roster) -> dict[tuple[str, str], int]:
    """Why the period's reworked orders were first sent back to work, by reason and unit; their sum
    is the numerator of the rework rate."""
    period, as_of = counted.period, counted.as_of
    rows = LEADS.rows(as_of).filter(
        _DUE.dated_by.within(period, as_of) & _due(as_of) & facts.reworked(as_of)
    )
    found_rows = list(
        rows.values_list("assignment_id", "assignment__unit_id", "assignment__order_id")
    )
    units = {assignment: unit for assignment, unit, _ in found_rows}
    orders = {order for _, _, order in found_rows}  # whose events have an index
    first: dict[int, str] = {}
    again = (
        Event.objects.filter(
            verb__in=[Verb.REWORK, Verb.REOPEN],
            order_id__in=orders,
            assignment_id__in=list(units),
            at__lt=as_of,
        )
        .annotate(reason=KeyTextTransform("reason", "payload"))
        .order_by("id")
        .values_list("assignment_id", "reason")
    )
    for assignment, reason in again:
        if assignment is not None:
            first.setdefault(assignment, reason or "")
    found: Counter[tuple[str, str]] = Counter()
    for assignment, unit in units.items():
        member = key("unit", roster.counts_for.get(unit, OTHER_UNIT))
        found[first.get(assignment) or NO_REASON, member] += 1
    return dict(found)


def praise(counted: Counted, roster: Roster, *wanted: When) -> None:
    """Demands of praise, whole and by the unit they are about."""
    for when, period, as_of in counted.periods(*wanted):
        rows = (
            _received(period, as_of)
            .filter(kind=Kind.PRAISE)
            .values_list("about_unit_id")
            .annotate(n=Count("pk"))
        )
        found = dict(rows)
        counted.note("praise", WHOLE, when, sum(found.values()))
        told: Counter[int] = Counter()
        for unit, n in found.items():
            told[roster.counts_for.get(unit, OTHER_UNIT) if unit else OTHER_UNIT] += n
        for member in roster.members:
            counted.note("praise", key("unit", member.unit_id), when, told[member.unit_id])


def silent(counted: Counted, roster: Roster) -> tuple[Silent, ...]:
    """The units that owe a written explanation for the quarter, most silent first; none where no
    thresholds are set."""
    names = {member.unit_id: member.short_name for member in roster.members}
    try:
        owed = owing(counted.period, counted.as_of)
    except NotReady:
        return ()
    found = [
        Silent(names[one.unit_id], one.due, one.silent, one.yellow, one.red)
        for one in owed
        if one.unit_id in names
    ]
    return tuple(sorted(found, key=lambda one: (-one.silent, -one.red, -one.yellow)))


def _received(period: Period, as_of: datetime) -> QuerySet[Order]:
    return Order.objects.filter(
        facts.accepted(as_of), received_at__gte=period.start, received_at__lt=period.end
    )


def _due(as_of: datetime) -> Q:
    assert _DUE.denominator is not None
    return _DUE.denominator(as_of)
