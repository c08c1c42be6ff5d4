"""Does a printed figure follow from what its document prints? Computed, never copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.ledger import fits
from reports.ledger.compare import Verdict, compared, is_beyond_all
from reports.ledger.figure import BadFigure, Figure, bases, coarse_values, wider_bases
from reports.ledger.fits import Fit
from reports.ledger.parts import BadParts, Parts, read_parts
from reports.ledger.printed import ALL, Claim, Number, Reading, read
from reports.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, what the document's parts give exactly, and what else would give the figure."""

    verdict: Verdict
    value: Fraction | None = None
    fits: tuple[Fit, ...] = ()


def judge(figure: Figure, document: Sequence[Figure]) -> Judgement:
    """The verdict on a figure of the document. Raises BadFigure for parts that cannot be read."""
    reading = read(figure.printed)
    if _is_impossible(reading):
        return Judgement(Verdict.IMPOSSIBLE)
    if figure.parts:
        try:
            parts = read_parts(figure.parts, coarse_values(document))
        except BadParts as error:
            raise BadFigure(f"{figure.key}：parts：{error}") from error
        return _by_parts(figure, reading, parts, document)
    if reading.claim is Claim.RATE and reading.head is not None:
        return _by_bases(figure, rate_of(figure, reading.head), document)
    if reading.claim is Claim.CHANGE:
        return Judgement(Verdict.NO_PARTS)
    return Judgement(_of_count(figure, reading), _fraction(figure.value))


def rate_of(figure: Figure, number: Number) -> Number:
    """The printed number, with the places the figure states where the print has fewer."""
    if figure.places is None or figure.places == number.places:
        return number
    return Number(number.value, figure.places, number.unit, number.signed)


def _is_impossible(reading: Reading) -> bool:
    """More than all, or a decrease beyond everything there was."""
    if any(map(is_beyond_all, reading.numbers)):
        return True
    head = reading.head
    return (
        reading.claim in (Claim.RATE, Claim.LIST)
        and head is not None
        and not head.signed
        and head.value > 1
    )


def _by_parts(
    figure: Figure, reading: Reading, parts: Parts, document: Sequence[Figure]
) -> Judgement:
    rate = ALL if reading.claim is Claim.EVERY_ONE else reading.head
    if reading.claim is Claim.LIST and rate is None:
        return _of_row(reading, parts)
    if rate is None:
        raise BadFigure(f"{figure.key}：printed：“{figure.printed}”里没有可与分项核对的数")
    if not rate.is_rate:
        value = parts.terms[0].value
        return Judgement(_compared(rate, value, parts), value)
    return _of_ratio(figure, rate_of(figure, rate), parts, reading.claim, document)


def _of_ratio(
    figure: Figure, rate: Number, parts: Parts, claim: Claim, document: Sequence[Figure]
) -> Judgement:
    ratio = parts.ratio
    if ratio is None:
        raise BadFigure(f"{figure.key}：parts：率的分项要写成 分子 / 分母，分母不为0")
    if claim is Claim.CHANGE:
        return Judgement(_compared(rate, ratio - 1, parts, less=1), ratio - 1)
    if ratio > 1 and parts.bounds[0] > 1:
        return Judgement(Verdict.IMPOSSIBLE, ratio)
    verdict = _compared(rate, ratio, parts)
    if claim is Claim.EVERY_ONE and ratio != 1:
        verdict = Verdict.CONFLICT
    if parts.stated is not None and not parts.stated.gives(ratio):
        verdict = Verdict.CONFLICT
    if verdict is not Verdict.CONFLICT:
        return Judgement(verdict, ratio)
    top, under = parts.terms
    found = fits.beside(rate, top.value, under.value)
    others = [
        fits.over(rate, base.value, " + ".join(base.keys)) for base in wider_bases(figure, document)
    ]
    known = {(fit.numerator, fit.denominator) for fit in found}
    more = [fit for fit in others if fit and (fit.numerator, fit.denominator) not in known]
    return Judgement(verdict, ratio, (*found, *more))


def _compared(printed: Number, exact: Fraction, parts: Parts, less: int = 0) -> Verdict:
    """less: what was taken from the ratio."""
    low, high = (bound - less for bound in parts.bounds)
    return compared(printed, exact, (low, high), coarse=parts.is_coarse)


def _of_row(reading: Reading, parts: Parts) -> Judgement:
    """Several counts in a row: the parts are the row's sums, or a ratio of two of its counts."""
    row = [number.value for number in reading.numbers]
    sums = [term.value for term in parts.terms]
    if parts.stated is not None and parts.ratio is not None:
        follows = set(sums) <= set(row) and parts.stated.gives(parts.ratio)
        return Judgement(Verdict.OK if follows else Verdict.CONFLICT, parts.ratio)
    return Judgement(Verdict.OK if sums == row else Verdict.CONFLICT)


def _by_bases(figure: Figure, rate: Number, document: Sequence[Figure]) -> Judgement:
    """A rate without parts. That all are (or none is) needs none. Where the document prints exact
    counts of the same subject and no whole number over any of them gives the rate, it contradicts
    them; otherwise nothing is known."""
    if rate.value in (0, 1):
        return Judgement(Verdict.OK, rate.value)
    own = bases(figure, document)
    if not own or any(fits.numerators(rate, base.value) for base in own):
        return Judgement(Verdict.NO_PARTS)
    wider = (
        fits.over(rate, base.value, " + ".join(base.keys)) for base in wider_bases(figure, document)
    )
    near = [fit for base in own for fit in fits.nearest(rate, base.value)]
    found = [*(fit for fit in wider if fit), *near]
    return Judgement(Verdict.CONFLICT, None, tuple(dict.fromkeys(found)))


def _of_count(figure: Figure, reading: Reading) -> Verdict:
    """A count, a row or words: does the stated value stand in the print?"""
    if figure.value is None:
        return Verdict.OK
    value, head = Fraction(figure.value), reading.head
    if head is not None and head.is_coarse:
        if head.gives(value):
            return Verdict.ROUNDED
        cut = head.gives(value, Rounding.TRUNCATE)
        return Verdict.TRUNCATED if cut else Verdict.CONFLICT
    stands = value in {number.value for number in reading.numbers} or reading.items == figure.value
    return Verdict.OK if stands else Verdict.CONFLICT


def _fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)
