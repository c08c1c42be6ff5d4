"""Who may look after what beside orders: one table of areas, for pages and the administration."""

from dataclasses import dataclass
from enum import StrEnum

from units.actor import Actor
from units.models import Staff
from units.roles import HOTLINE_ROLES, UNIT_ROLES, Role


class Area(StrEnum):
    """What is looked after as a whole: every page that is not about an order is in one."""

    UNITS = "units"
    STAFF = "staff"
    REFERENCE = "reference"
    ORDERS = "orders"
    INTAKE = "intake"
    STATISTICS = "statistics"
    REPORTS = "reports"
    WARNINGS = "warnings"
    MESSAGES = "messages"
    ALERTS = "alerts"
    QUALITY = "quality"
    INSPECTION = "inspection"
    EXPLANATIONS = "explanations"
    BULLETINS = "bulletins"
    CALLS = "calls"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Permission:
    see: frozenset[str]
    change: frozenset[str]


ADMINISTRATOR: frozenset[str] = frozenset({Role.ADMINISTRATOR})
SUPERVISOR: frozenset[str] = frozenset({Role.SUPERVISOR})
EDITORS: frozenset[str] = ADMINISTRATOR | {Role.KNOWLEDGE_EDITOR}
NOBODY: frozenset[str] = frozenset()

PERMISSIONS: dict[Area, Permission] = {
    # The tree of units, their groups.
    Area.UNITS: Permission(see=HOTLINE_ROLES, change=ADMINISTRATOR),
    # Accounts, roles, absences of others.
    Area.STAFF: Permission(see=ADMINISTRATOR, change=ADMINISTRATOR),
    # Categories, channels, limits, calendars, the dispatch catalogue.
    Area.REFERENCE: Permission(see=HOTLINE_ROLES | {Role.KNOWLEDGE_EDITOR}, change=ADMINISTRATOR),
    # Rows of orders as the administration shows them: changed by verbs alone.
    Area.ORDERS: Permission(see=ADMINISTRATOR, change=NOBODY),
    # Channels' credentials and deliveries.
    Area.INTAKE: Permission(see=ADMINISTRATOR, change=ADMINISTRATOR),
    # Figures of the whole hotline, and what they mean.
    Area.STATISTICS: Permission(
        see=frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.ANALYST, Role.ADMINISTRATOR}),
        change=NOBODY,
    ),
    # Rules of counting and ranking.
    Area.REPORTS: Permission(
        see=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR}),
        change=frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    # Unusual rises of themes: seen like the figures they come from, settled by who is told of them.
    Area.WARNINGS: Permission(
        see=frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.ANALYST, Role.ADMINISTRATOR}),
        change=frozenset({Role.SUPERVISOR, Role.ANALYST}),
    ),
    # What was sent to whom, and sending again what did not arrive; never what it said.
    Area.MESSAGES: Permission(see=ADMINISTRATOR, change=ADMINISTRATOR),
    # Clusters of like demands; a unit sees those that touch its subtree.
    Area.ALERTS: Permission(see=HOTLINE_ROLES | UNIT_ROLES, change=SUPERVISOR),
    # Scores of replies; a unit sees those of its subtree.
    Area.QUALITY: Permission(see=HOTLINE_ROLES | UNIT_ROLES, change=SUPERVISOR | {Role.REVIEWER}),
    # The monthly sample: drawn and closed by supervisors, looked into by reviewers too.
    Area.INSPECTION: Permission(see=HOTLINE_ROLES, change=SUPERVISOR | {Role.REVIEWER}),
    # What silent units owe each quarter; a unit sees its own and those below.
    Area.EXPLANATIONS: Permission(see=HOTLINE_ROLES | UNIT_ROLES, change=SUPERVISOR),
    # Bulletins once they are issued; before that they are REPORTS'.
    Area.BULLETINS: Permission(see=HOTLINE_ROLES | UNIT_ROLES, change=NOBODY),
    # The telephone: calls, seats, return calls; never for units. Lines, queues and seats as the
    # administration shows them.
    Area.CALLS: Permission(see=HOTLINE_ROLES, change=ADMINISTRATOR),
    # Articles: read by everybody who answers citizens or is named in them, drafts by writers alone.
    Area.KNOWLEDGE: Permission(see=frozenset(Role.values), change=EDITORS),
}


def may_see(who: Staff | Actor, area: Area) -> bool:
    """Whether the person's own roles open the area; an account out of use opens nothing."""
    return _holds(who, PERMISSIONS[area].see)


def may_change(who: Staff | Actor, area: Area) -> bool:
    """Whether the person's own roles let them change what is in the area."""
    return _holds(who, PERMISSIONS[area].change)


def _holds(who: Staff | Actor, allowed: frozenset[str]) -> bool:
    if isinstance(who, Staff) and not who.is_active:
        return False
    return not allowed.isdisjoint(who.roles)
