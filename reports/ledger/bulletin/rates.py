"""A printed rate against its numerator and the base, or the several that may have been meant."""

from dataclasses import dataclass, replace
from fractions import Fraction

from reports.ledger import fits
from reports.ledger.bulletin.finding import RATE, Compared, Finding, compare, listed, part_of
from reports.ledger.bulletin.typed import Rate
from reports.ledger.compare import Verdict
from reports.ledger.parts import Parts
from reports.ledger.printed import Number

_BEST = (Verdict.OK, Verdict.ROUNDED, Verdict.TRUNCATED, Verdict.CONFLICT)


@dataclass(frozen=True, slots=True)
class _Tried:
    """The rate over one base."""

    of: int
    ratio: Fraction
    found: Compared


def check_rate(entry: Rate) -> Finding:
    """A rate lies between none and all; where parts are missing, what could have given it."""
    blank = Finding(RATE, entry.name, entry.printed, Verdict.NO_PARTS, entry.rate)
    impossible = replace(blank, verdict=Verdict.IMPOSSIBLE)
    if not 0 <= entry.rate.value <= 1:
        return replace(impossible, note="率在0和100%之间")
    if any(number.value < 0 for number in (entry.n, *entry.of) if number):
        return replace(impossible, note="件数不会是负数")
    if entry.of and not any(of.value for of in entry.of):
        return replace(impossible, note="分母是0，没有率")
    if entry.n and entry.of:
        return _of_parts(entry, entry.n, blank)
    if entry.rate.value in (0, 1):  # that all are, or that none is, needs no parts
        return replace(blank, verdict=Verdict.OK, value=entry.rate.value)
    if entry.n:
        return _without_base(entry.rate, int(entry.n.value), blank)
    return _without_numerator(entry, blank) if entry.of else blank


def _of_parts(entry: Rate, n: Number, blank: Finding) -> Finding:
    """Over the base, or over that of the several which gives the print best."""
    tried = [one for of in entry.of if (one := _over(entry, n, of))]
    if not tried:
        return replace(blank, verdict=Verdict.IMPOSSIBLE, note="分子比分母大")
    best = min(
        tried, key=lambda one: (_BEST.index(one.found.verdict), abs(one.ratio - entry.rate.value))
    )
    found = replace(
        blank, verdict=best.found.verdict, value=best.ratio, rounding=best.found.rounding
    )
    if found.verdict is Verdict.CONFLICT:
        return _conflicting(entry, int(n.value), best.of, found)
    fitting = tuple(one.of for one in tried if one.found.verdict is found.verdict)
    words = [best.found.note]
    if len(entry.of) > 1:
        words.append(f"分母是{listed(fitting)}时得出")
    return replace(found, fits=fitting, note="；".join(filter(None, words)))


def _over(entry: Rate, n: Number, of: Number) -> _Tried | None:
    """None where there is no rate: over nothing, or of more than all."""
    parts = Parts((part_of(n), part_of(of)), None)
    ratio = parts.ratio
    if ratio is None or (ratio > 1 and parts.bounds[0] > 1):
        return None
    found = compare(entry.rate, ratio, parts.bounds, coarse=parts.is_coarse)
    if entry.every_one and ratio != 1:
        found = Compared(Verdict.CONFLICT, "", None)
    return _Tried(int(of.value), ratio, found)


def _conflicting(entry: Rate, n: int, of: int, found: Finding) -> Finding:
    if entry.every_one:
        return replace(found, note=f"{of}件里有{of - n}件不是")
    near = sorted(fits.close_to(Fraction(of), fits.denominators(entry.rate, n), fits.MOST))
    words = [f"{n}/{of}是{found.shown}"]
    if near:
        words.append(f"分母要是{listed(near)}")
    if other := fits.over(entry.rate, of):
        words.append(f"分母不变，分子要是{other.numerator}")
    return replace(found, fits=tuple(near), note="；".join(words))


def _without_base(rate: Number, n: int, blank: Finding) -> Finding:
    """The denominators that would give the rate; where there is none at all it cannot be."""
    some = fits.denominators(rate, n)
    if not some:
        note = f"分子是{n}，没有哪个整数作分母能得出它"
        return replace(blank, verdict=Verdict.CONFLICT, note=note)
    near = sorted(fits.close_to(n / rate.value, some, fits.MOST))
    span = f"在{some[0]}到{some[-1]}之间" if len(some) > 1 else f"是{some[0]}"
    return replace(blank, fits=tuple(near), note=f"没有写分母；得出它的分母{span}")


def _without_numerator(entry: Rate, blank: Finding) -> Finding:
    """Whether any whole number over one of the bases gives the rate."""
    bases = sorted({int(of.value) for of in entry.of if of.value})
    over = [fit for of in bases if (fit := fits.over(entry.rate, of))]
    if over:
        found, note = blank, "没有写分子；可以是"
    else:
        near = {fit for of in bases for fit in fits.nearest(entry.rate, of)}
        over = sorted(near, key=lambda fit: fit.denominator)
        found = replace(blank, verdict=Verdict.CONFLICT)
        note = f"分母是{listed(bases)}时没有哪个整数作分子能得出它；最近的是"
    note += listed(f"{fit.numerator}/{fit.denominator}" for fit in over)
    return replace(found, fits=tuple(fit.denominator for fit in over), note=note)
