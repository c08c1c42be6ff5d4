"""How dark a cell is: five steps of equal width up to the largest value, none for nothing."""

from fractions import Fraction
from math import ceil

STEPS = 5


def shade(value: Fraction | int, largest: Fraction | int) -> int:
    """0 for nothing, else 1 (up to a fifth of the largest) to 5."""
    if value <= 0 or largest <= 0:
        return 0
    return min(STEPS, ceil(Fraction(value) * STEPS / Fraction(largest)))
