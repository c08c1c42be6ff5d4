"""What a reply is worth: the criteria's points less what its faults cost. Pure.

One fault of ten points leaves nine (domain §5, 答复规范).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orders.models import QualityCriterion

PREFIX = "quality"


@dataclass(frozen=True, slots=True)
class Score:
    """points of possible; costs names each fault by its reason's code, in order."""

    points: int
    possible: int
    costs: tuple[tuple[str, str, int], ...]  # (reason, criterion, cost)


def criterion_of(reason: str) -> str:
    """The criterion a fault belongs to: quality.complete.part is of complete."""
    parts = reason.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == PREFIX else ""


def score(criteria: Sequence[QualityCriterion], faults: Iterable[str]) -> Score:
    """The score of a reply with these faults; a criterion costs no more than its points. Raises
    LookupError for a fault of no criterion."""
    left = {criterion.code: criterion.points for criterion in criteria}
    each = {criterion.code: criterion.per_fault for criterion in criteria}
    costs = []
    for reason in sorted(set(faults)):
        of = criterion_of(reason)
        if of not in left:
            raise LookupError(f"{reason} belongs to no criterion")
        cost = min(each[of], left[of])
        left[of] -= cost
        costs.append((reason, of, cost))
    return Score(sum(left.values()), sum(c.points for c in criteria), tuple(costs))
