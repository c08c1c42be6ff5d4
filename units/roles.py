"""Who a member of staff may be: the roles, and which kind of unit each of them belongs in."""

from django.db.models import TextChoices


class Role(TextChoices):
    """One line of work; a person may hold several."""

    OPERATOR = "operator", "话务员"
    DISPATCHER = "dispatcher", "派单员"
    PLATFORM_DISPATCHER = "platform_dispatcher", "二级平台派单员"
    UNIT_CLERK = "unit_clerk", "单位经办"
    UNIT_HEAD = "unit_head", "单位负责人"
    REVIEWER = "reviewer", "审核回访员"
    SUPERVISOR = "supervisor", "督办员"
    KNOWLEDGE_EDITOR = "knowledge_editor", "知识编辑"
    ANALYST = "analyst", "统计分析员"
    ADMINISTRATOR = "administrator", "系统管理员"


# These see every order (the last two only read), and work in the hotline centre alone.
HOTLINE_ROLES: frozenset[str] = frozenset(
    {
        Role.OPERATOR,
        Role.DISPATCHER,
        Role.REVIEWER,
        Role.SUPERVISOR,
        Role.ANALYST,
        Role.ADMINISTRATOR,
    }
)
# These see the orders of their own unit's subtree, and never work in the hotline centre.
UNIT_ROLES: frozenset[str] = frozenset({Role.PLATFORM_DISPATCHER, Role.UNIT_CLERK, Role.UNIT_HEAD})


def misplaced_roles(roles: list[str], *, in_hotline: bool, in_platform: bool) -> list[str]:
    """Those of the roles that may not be held in a unit of that kind, in the order of Role."""
    forbidden = set(UNIT_ROLES if in_hotline else HOTLINE_ROLES)
    if not in_platform:
        forbidden.add(Role.PLATFORM_DISPATCHER)
    return [role.value for role in Role if role in forbidden and role in roles]
