"""What `statistics --from --to --by --json` answers, each question put to the command once."""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, NamedTuple

from django.core.management import call_command

from orders.period import parse
from reports.bulletins.figures import Figures, When

_DEMANDS = ("demands.accepted", "demands.direct", "demands.dispatched")
_DUE = (
    "orders.completed_rate",
    "orders.on_time_rate",
    "orders.overdue_rate",
    "orders.rework_rate",
)
_UNITS = (
    "orders.dispatched",
    "orders.signed_on_time_rate",
    "orders.return_rate",
    *_DUE,
    "orders.satisfied_rate",
    "orders.solved_rate",
    "orders.callback_rate",
    "orders.valid_callback_rate",
)
_CALLS = ("calls.offered", "calls.answered_rate", "calls.answered_15s_rate")
_CODES: Mapping[str, tuple[str, ...]] = {
    "": (
        *_CALLS,
        *_DEMANDS,
        "demands.direct_rate",
        "demands.dispatched_rate",
        *_UNITS,
        "orders.open_overdue",
    ),
    "kind": _DEMANDS,
    "channel": _DEMANDS[:1],
    "category": _DEMANDS[:1],
    "hour": _DEMANDS[:1],
    "day": _DEMANDS[:1],
    "unit": _UNITS,
}
URGENT = "urgency=urgent|critical"
MAILBOX = "channel=mailbox"
ASSESSED = "kind=help|complain|report"  # whose satisfaction the rule of the ranking takes
_FILTERED = {
    URGENT: ("orders.on_time_rate",),
    MAILBOX: ("orders.completed_rate", "orders.on_time_rate", "orders.satisfied_rate"),
    ASSESSED: ("orders.satisfied_rate",),
}


class Span(NamedTuple):
    """Which days, as of which moment."""

    first: str
    last: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Numerator and denominator, of one group or of several added up; None: a count."""

    n: int
    d: int | None

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(self.n + other.n, None if self.d is None else self.d + (other.d or 0))

    def __sub__(self, other: "Parts") -> "Parts":
        return Parts(self.n - other.n, None if self.d is None else self.d - (other.d or 0))

    @property
    def percent(self) -> str:
        """With two places, half up, without its sign; — over nothing."""
        return percent(self.n, self.d or 0)


def percent(part: int, whole: int, places: str = "0.01") -> str:
    """A part of a whole as print has it."""
    if not whole:
        return "—"
    return str((Decimal(100 * part) / whole).quantize(Decimal(places), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Answers:
    """One question's: groups has each group with its name, in order, rows the answers by code."""

    groups: Mapping[Any, str]
    rows: Mapping[str, Mapping[Any, Mapping[str, Any]]]

    def of(self, code: str, groups: Iterable[Any] = (None,)) -> Parts:
        """The groups' figures added up."""
        rows = self.rows[code]
        rate = next(iter(rows.values()))["denominator"] is not None
        wanted = [rows[group] for group in groups]
        under = sum(row["denominator"] for row in wanted) if rate else None
        return Parts(sum(row["numerator"] for row in wanted), under)

    def named(self, *names: str) -> list[Any]:
        """The groups of these names."""
        return [group for group, name in self.groups.items() if name in names]

    def shown(self, code: str, group: Any = None) -> str:
        """As the command prints it, with its unit."""
        return str(self.rows[code][group]["shown"])


class Statistics:
    """The command over a scenario's database."""

    def __init__(self, scenario: str) -> None:
        self.scenario = scenario
        self.ask = cache(self._ask)

    def _ask(self, span: Span, by: str = "", where: str = "") -> Answers:
        codes = _FILTERED.get(where) or _CODES[by]
        out = io.StringIO()
        call_command(
            "statistics",
            *codes,
            *("--scenario", self.scenario, "--json", "--by", by, "--where", where),
            *("--from", span.first, "--to", span.last, "--as-of", span.as_of),
            stdout=out,
        )
        rows: dict[str, dict[Any, Mapping[str, Any]]] = {code: {} for code in codes}
        for row in json.loads(out.getvalue()):
            rows[row["code"]][row["group"]] = row
        return Answers({group: row["group_name"] for group, row in rows[codes[0]].items()}, rows)


def span_of(figures: Figures, when: When) -> Span | None:
    """The days and the moment of a compared period; None where there are no records of it."""
    if not figures.has(when):
        return None
    if when is When.NOW:
        period, as_of = figures.period, figures.as_of
    else:
        base = figures.bases[when]
        period, as_of = parse(base.code), base.as_of
    return Span(str(period.first), str(period.last), as_of.isoformat())
