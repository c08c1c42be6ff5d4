"""The whole numbers that supervising goes by, read from their rows."""

from orders.errors import NotReady
from orders.models import Threshold


def thresholds(*codes: str) -> dict[str, int]:
    """The numbers by code. Raises NotReady where one is missing."""
    found = dict(Threshold.objects.filter(code__in=codes).values_list("code", "amount"))
    if missing := [code for code in codes if code not in found]:
        raise NotReady(f"没有督查界限：{'、'.join(missing)}，请管理员补上")
    return found
