"""Units in order within their groups, by a rule of appraisal, over one period."""

from reports.rankings.assessing import NothingToRank
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
from reports.rankings.plain import as_json, from_json
from reports.rankings.ranking import UnknownGroup, rank

__all__ = [
    "Beside",
    "Cause",
    "Direction",
    "GroupTable",
    "Move",
    "Named",
    "NothingToRank",
    "Ranking",
    "Share",
    "Standing",
    "UnknownGroup",
    "as_json",
    "from_json",
    "rank",
]
