"""Rules of appraisal as data, and the scores they give: pure, from values alone."""

from reports.scoring.rule import Absent, Band, Indicator, Lists, Rule, TieOn
from reports.scoring.score import NoScore, Part, Score, Value, score

__all__ = [
    "Absent",
    "Band",
    "Indicator",
    "Lists",
    "NoScore",
    "Part",
    "Rule",
    "Score",
    "TieOn",
    "Value",
    "score",
]
