"""Who works here: the tree of units, their groups, and staff."""

from units.models.group import GroupMembership, UnitGroup
from units.models.staff import Staff
from units.models.unit import Unit, UnitKind

__all__ = ["GroupMembership", "Staff", "Unit", "UnitGroup", "UnitKind"]
