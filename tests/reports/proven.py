"""What a hand-worked case says of a statistic, and which cases prove nothing."""

from collections.abc import Mapping

from reports.statistic import Statistic

Case = tuple[int, int | None, str]  # numerator, denominator (None for counts), as printed
ByHand = Mapping[str, Case]  # by the statistic's code


def nothing(of: Statistic) -> Case:
    """The figure of a statistic of which there was nothing."""
    return (0, 0, "—") if of.is_rate else (0, None, f"0{of.unit}")


def proves(of: Statistic, case: Case) -> bool:
    """Whether the case could tell a right definition from a wrong one: something is counted, and
    in a rate not all of what it is taken over."""
    numerator, denominator, _ = case
    if not of.is_rate:
        return numerator > 0
    return numerator > 0 and bool(denominator) and numerator != denominator
