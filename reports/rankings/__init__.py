"""Units in order within their groups, by a rule of appraisal, over one period."""

from reports.rankings.edition import (
    Beside,
    Cause,
    Direction,
    GroupTable,
    Move,
    Named,
    Ranking,
    Share,
    Standing,
)

__all__ = [
    "Beside",
    "Cause",
    "Direction",
    "GroupTable",
    "Move",
    "Named",
    "Ranking",
    "Share",
    "Standing",
]
