"""How an exact value stands to the number that was printed for it."""

from enum import StrEnum
from fractions import Fraction

from reports.ledger.printed import Number
from reports.rounding import Rounding

Bounds = tuple[Fraction, Fraction]  # between which the value may lie, its parts being rounded


class Verdict(StrEnum):
    """ok: the exact parts, rounded half-up once, give the print; rounded: it follows within the
    rounding of what was itself printed rounded (in 万); truncated: cut, not rounded; conflict: does
    not follow; impossible: no facts could give it; no_parts: nothing to check by."""

    OK = "ok"
    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    CONFLICT = "conflict"
    IMPOSSIBLE = "impossible"
    NO_PARTS = "no-parts"


VERDICT_WORDS = {
    Verdict.OK: "相符",
    Verdict.ROUNDED: "取整，相符",
    Verdict.TRUNCATED: "截尾",
    Verdict.CONFLICT: "矛盾",
    Verdict.IMPOSSIBLE: "不可能",
    Verdict.NO_PARTS: "无分项",
}


def compared(printed: Number, exact: Fraction, bounds: Bounds, *, coarse: bool) -> Verdict:
    """One of ok, rounded, truncated, conflict. coarse: a part was printed in 万 or 亿."""
    if printed.gives(exact):
        return Verdict.ROUNDED if coarse or printed.is_coarse else Verdict.OK
    low, high = bounds
    half = printed.step / 2
    if low < high and low < printed.value + half and high >= printed.value - half:
        return Verdict.ROUNDED
    cut = printed.gives(exact, Rounding.TRUNCATE)
    return Verdict.TRUNCATED if cut else Verdict.CONFLICT


def needs(printed: Number, exact: Fraction) -> Rounding | None:
    """The one rounding that gives the print; None where both or neither do."""
    ways = [way for way in Rounding if printed.gives(exact, way)]
    return ways[0] if len(ways) == 1 else None


def is_beyond_all(number: Number) -> bool:
    """A decrease of more than there was."""
    return number.signed and (number.is_rate or number.is_points) and number.value < -1
