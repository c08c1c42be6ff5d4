"""A printed change against both its sides: counts grow by per cent, rates by percentage points."""

from dataclasses import replace
from fractions import Fraction

from reports.ledger import fits
from reports.ledger.bulletin.finding import CHANGE, Finding, compare, listed, part_of, slack
from reports.ledger.bulletin.typed import Change
from reports.ledger.compare import Bounds, Verdict, is_beyond_all
from reports.ledger.parts import Parts
from reports.ledger.printed import Number
from reports.rounding import shown

_TURNED = "升降写反了，或没写下降"


def check_change(entry: Change) -> Finding:
    """Nothing falls by more than there was, and nothing grows from nothing."""
    blank = Finding(CHANGE, entry.name, entry.printed, Verdict.NO_PARTS, entry.change)
    impossible = replace(blank, verdict=Verdict.IMPOSSIBLE)
    sides = [side for side in (entry.now, entry.base) if side is not None]
    if any(side.value < 0 for side in sides):
        return replace(impossible, note="件数和率都不会是负数")
    if any(side.is_rate and side.value > 1 for side in sides):
        return replace(impossible, note="率不会超过100%")
    if is_beyond_all(entry.change):
        return replace(impossible, note="至多下降100%：那就一件不剩了")
    if entry.now is None or entry.base is None:
        return _one_sided(entry, blank)
    if entry.now.is_rate:
        return _of_rates(entry.change, entry.now, entry.base, blank)
    if not entry.base.value:
        return replace(impossible, note="基数是0，没有增幅")
    return _of_counts(entry.change, entry.now, entry.base, blank)


def _one_sided(entry: Change, blank: Finding) -> Finding:
    """Without a base: the bases that would give the growth."""
    if entry.now is None or entry.now.is_rate or entry.change.is_points:
        return blank
    near = _near(entry.change, int(entry.now.value), None)
    note = f"没有写基数；得出它的基数如{listed(near)}" if near else ""
    return replace(blank, fits=near, note=note)


def _near(growth: Number, now: int, base: Fraction | None) -> tuple[int, ...]:
    """The bases that give the growth, those nearest to the base, or to the middle of them all."""
    some = fits.bases(growth, now)
    if not some:
        return ()
    wanted = now / (1 + growth.value) if base is None else base
    return tuple(sorted(fits.close_to(wanted, some, fits.MOST)))


def _of_counts(change: Number, now: Number, base: Number, blank: Finding) -> Finding:
    """(now - base) ÷ base."""
    parts = Parts((part_of(now), part_of(base)), None)
    low, high = parts.bounds
    exact = now.value / base.value - 1
    found = _against(blank, exact, (low - 1, high - 1), coarse=parts.is_coarse)
    words = [f"{int(now.value)}比{int(base.value)}是{found.shown}"]
    if change.is_points:
        note = "；".join([*words, "件数的增减写百分数，不写百分点"])
        return replace(found, verdict=Verdict.CONFLICT, note=note)
    if found.verdict is not Verdict.CONFLICT:
        return found
    near = _near(change, int(now.value), base.value)
    if change.gives(-exact):
        words.append(_TURNED)
    elif near:
        words.append(f"基数要是{listed(near)}")
    return replace(found, fits=near, note="；".join(words))


def _of_rates(change: Number, now: Number, base: Number, blank: Finding) -> Finding:
    """The difference in percentage points; one printed with % is read so too."""
    exact, off = now.value - base.value, slack(now) + slack(base)
    found = _against(blank, exact, (exact - off, exact + off), coarse=False)
    if found.verdict is not Verdict.CONFLICT:
        said = "" if change.is_points else "率的变化写“个百分点”，不写%"
        return replace(found, note="；".join(filter(None, [found.note, said])))
    words = [f"{_as_printed(now)}比{_as_printed(base)}是{found.shown}"]
    if change.gives(-exact):
        words.append(_TURNED)
    elif base.value and change.gives(exact / base.value):
        words.append("它是相对增幅；率的变化写百分点")
    return replace(found, note="；".join(words))


def _against(blank: Finding, exact: Fraction, bounds: Bounds, *, coarse: bool) -> Finding:
    found = compare(blank.number, exact, bounds, coarse=coarse)
    return replace(
        blank, verdict=found.verdict, value=exact, note=found.note, rounding=found.rounding
    )


def _as_printed(number: Number) -> str:
    return shown(number.value, number.unit, number.places)
