"""The names that notices speak with, looked up for a page of them at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from orders.models import LevelRule, Reason
from orders.notices.wording import Names


def names_for(payloads: Iterable[Mapping[str, Any]]) -> Names:
    """Names of every reason and level that these payloads mention."""
    reasons, levels = set(), set()
    for payload in payloads:
        reasons.add(payload.get("reason"))
        levels.add(payload.get("level"))
    return Names(_reasons(reasons - {None}), _levels(levels - {None}))


def _reasons(codes: set[Any]) -> Mapping[str, str]:
    if not codes:
        return {}
    return dict(Reason.objects.filter(code__in=codes).values_list("code", "name"))


def _levels(codes: set[Any]) -> Mapping[str, str]:
    if not codes:
        return {}
    return dict(LevelRule.objects.filter(code__in=codes).values_list("code", "name"))
