"""Who comes in to a page of reports, and what the page may link to."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from units.access import Area, may_see
from units.models import Staff

STATISTICS_ARE_FOR = "统计由派单员、督办员、统计分析员和系统管理员看"
REPORTS_ARE_FOR = "这一页由督办员、统计分析员和系统管理员看"


def enter(request: HttpRequest, area: Area) -> None:
    """Raises PermissionDenied for who may not see the area."""
    if not sees(request, area):
        raise PermissionDenied(STATISTICS_ARE_FOR if area is Area.STATISTICS else REPORTS_ARE_FOR)


def sees(request: HttpRequest, area: Area) -> bool:
    """Whether the reader may see the area."""
    return may_see(cast(Staff, request.user), area)
