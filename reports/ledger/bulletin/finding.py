"""What the ledger says of one figure of a bulletin."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reports.ledger.compare import Bounds, Verdict, compared, needs
from reports.ledger.parts import Part
from reports.ledger.printed import Number
from reports.rounding import Rounding, shown

RATE, SUM, CHANGE = "rate", "sum", "change"  # the kinds of entries
LOOK_AT = frozenset({Verdict.CONFLICT, Verdict.IMPOSSIBLE, Verdict.TRUNCATED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry's verdict. value: what its parts give exactly (a rate as a part of 1), None where
    they give nothing; number: the print, in whose unit and places the value is shown; fits: the
    denominators (of a change: the bases) that give the print: those the entry names if any does,
    else the nearest to them; rounding: the one way that gives the print, None where both do, or
    neither, or the parts are rounded themselves."""

    kind: str
    name: str
    printed: str
    verdict: Verdict
    number: Number
    value: Fraction | None = None
    fits: tuple[int, ...] = ()
    note: str = ""
    rounding: Rounding | None = None

    @property
    def should_be_seen(self) -> bool:
        """Whether somebody must look at it."""
        return self.verdict in LOOK_AT

    @property
    def shown(self) -> str:
        """The value as it would be printed: rounded half-up, in the unit of the print, a change
        with its sign."""
        text = shown(self.value, self.number.unit, self.number.places)
        if self.kind != CHANGE or self.value is None:
            return text
        return f"{'+' if self.value > 0 else ''}{text.replace('百分点', '个百分点')}"


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict on an exact value beside a print, and what follows from it alone."""

    verdict: Verdict
    note: str
    rounding: Rounding | None


def compare(printed: Number, exact: Fraction, bounds: Bounds, *, coarse: bool) -> Compared:
    """How the value stands to the print, in the terms of a finding."""
    verdict = compared(printed, exact, bounds, coarse=coarse)
    note = ""
    if verdict is Verdict.TRUNCATED:
        note = f"截尾；四舍五入是{shown(exact, printed.unit, printed.places)}"
    is_exact = bounds[0] == bounds[1]
    return Compared(verdict, note, needs(printed, exact) if is_exact else None)


def slack(number: Number) -> Fraction:
    """By how much a printed number may be off: half its last digit, where it is a rate or in 万."""
    return number.step / 2 if number.is_coarse or number.is_rate else Fraction(0)


def part_of(number: Number) -> Part:
    """The number as a part that others are reckoned from."""
    return Part(number.value, slack(number))


def listed(some: Iterable[object]) -> str:
    """Several in a row."""
    return "、".join(map(str, some))
