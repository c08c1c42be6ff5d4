"""How far chance alone may have put a rate: Wilson's interval, honest for 3 of 3."""

from decimal import ROUND_HALF_UP, Context, Decimal

from reports.rankings.edition import Share

_Z = Decimal("1.96")  # 95 %
_EXACT = Context(prec=40)
_PLACE = Decimal("0.1")
_HUNDRED = Decimal(100)


def share(numerator: int, denominator: int) -> Share:
    """The rate with its 95 % interval, in percent to 1 place."""
    if not denominator:
        return Share(numerator, denominator, None, None)
    n, p = Decimal(denominator), _EXACT.divide(Decimal(numerator), Decimal(denominator))
    zz = _Z * _Z
    middle = p + _EXACT.divide(zz, 2 * n)
    inside = _EXACT.divide(p * (1 - p), n) + _EXACT.divide(zz, 4 * n * n)
    half = _Z * _EXACT.sqrt(inside)
    scale = _EXACT.divide(_HUNDRED, 1 + _EXACT.divide(zz, n))
    low, high = (
        min(max(scale * end, Decimal(0)), _HUNDRED) for end in (middle - half, middle + half)
    )
    return Share(numerator, denominator, _printed(low), _printed(high))


def _printed(percent: Decimal) -> Decimal:
    return percent.quantize(_PLACE, ROUND_HALF_UP)
