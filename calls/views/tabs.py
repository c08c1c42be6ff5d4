"""The pages of the telephone that stand together."""

from django.urls import reverse

TOGETHER = (
    ("席位", "calls:seat"),
    ("通话", "calls:list"),
    ("未接回拨", "calls:returns"),
    ("拦截", "calls:blocks"),
    ("大屏", "calls:wall"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """The tabs, with the one that is open."""
    return [
        {"label": label, "url": reverse(name), "count": None, "current": name == current}
        for label, name in TOGETHER
    ]
