"""Which demands are alike, and when enough of them came together: pure, from rules as rows.

A demand counts for one alert by place and one by unit: the narrowest area that fills first has it.
Several demands of one citizen are one; praise is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from orders.models import AlertRule
from orders.models.limits import Kind, Urgency

_URGENCIES = list(Urgency.values)  # from the least to the most
_WIDTHS = list(AlertRule.Area.values)  # from the narrowest to the widest
PRAISE = Kind.PRAISE.value
_NEVER = datetime.min.replace(tzinfo=UTC)


Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Like:
    """A received demand, by what can make it like others."""

    id: int
    received_at: datetime
    category_id: str
    district: str
    street: str
    about_unit_id: int | None
    urgency: str
    citizen_id: int | None

    @property
    def voice(self) -> int:
        """Who speaks; of the unknown each is somebody else."""
        return self.citizen_id if self.citizen_id is not None else -self.id


@dataclass(frozen=True, slots=True)
class Cluster:
    """Like demands of which the rule's n came within its window; raised_at is the nth one's."""

    key: str
    rule: AlertRule
    members: tuple[Like, ...]
    raised_at: datetime


def key_of(rule: AlertRule, demand: Like) -> str:
    """What is alike, as codes; "" where the demand does not say enough to be like any other."""
    if rule.by == AlertRule.By.UNIT:
        return f"unit:{demand.about_unit_id}" if demand.about_unit_id else ""
    matter = ".".join(demand.category_id.split(".")[: rule.level])
    where = {
        AlertRule.Area.CITY: ["*"],
        AlertRule.Area.DISTRICT: [demand.district],
        AlertRule.Area.STREET: [demand.district, demand.street],
    }[AlertRule.Area(rule.area)]
    return ":".join(["place", rule.area, matter, *where]) if all(where) else ""


def counts_for(rule: AlertRule, demand: Like) -> bool:
    """Whether the rule's category and urgency take the demand in."""
    if rule.urgency and _URGENCIES.index(demand.urgency) < _URGENCIES.index(rule.urgency):
        return False
    return not rule.category_id or f"{demand.category_id}.".startswith(f"{rule.category_id}.")


def in_turn(rules: Iterable[AlertRule]) -> list[AlertRule]:
    """The narrowest first; of one width the rule that needs the fewest demands."""
    return sorted(rules, key=lambda r: (r.by, _WIDTHS.index(r.area) if r.area else 0, r.n, r.code))


def joined(
    rules: Sequence[AlertRule], by: str, demand: Like, is_open: Mapping[str, Stretch]
) -> str:
    """The key of the open alert of that way which the demand belongs to, or "". is_open: each
    open key with the first and last moment at which a demand still belongs to it."""
    for rule in in_turn(rules):
        key = key_of(rule, demand) if rule.by == by else ""
        first, last = is_open.get(key, (_NEVER, _NEVER))
        if key and first <= demand.received_at <= last:
            return key
    return ""


def clusters(rules: Sequence[AlertRule], demands: Sequence[Like], by: str) -> list[Cluster]:
    """The clusters that are full among demands that are in no alert of that way yet."""
    found: dict[str, Cluster] = {}
    left = {demand.id: demand for demand in sorted(demands, key=lambda d: (d.received_at, d.id))}
    for rule in (rule for rule in in_turn(rules) if rule.by == by):
        alike: dict[str, list[Like]] = {}
        for demand in left.values():
            if counts_for(rule, demand) and (key := key_of(rule, demand)):
                alike.setdefault(key, []).append(demand)
        for key, members in alike.items():
            full = _full(rule, members)
            if full is None or key in found:
                continue
            found[key] = Cluster(key, rule, *full)
            for member in full[0]:
                del left[member.id]
    return list(found.values())


def _full(rule: AlertRule, members: Sequence[Like]) -> tuple[tuple[Like, ...], datetime] | None:
    """The demands from the first full window on, as long as none is a window's length behind the
    one before; None where no window fills."""
    window = timedelta(minutes=rule.window_minutes)
    for place, last in enumerate(members):
        within = [m for m in members[: place + 1] if last.received_at - m.received_at < window]
        if len({m.voice for m in within}) >= rule.n:
            for later in members[place + 1 :]:
                if later.received_at - within[-1].received_at < window:
                    within.append(later)
            return tuple(within), last.received_at
    return None
