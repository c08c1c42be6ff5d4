"""Printed figures against what gives them: read, judged by the document, compared with our own."""

from reports.ledger.compare import Verdict
from reports.ledger.figure import BadFigure, Figure
from reports.ledger.judge import Judgement, judge
from reports.ledger.reckon import Line, Reproduced, is_finding, reckon
from reports.ledger.table import as_json, as_table

__all__ = [
    "BadFigure",
    "Figure",
    "Judgement",
    "Line",
    "Reproduced",
    "Verdict",
    "as_json",
    "as_table",
    "is_finding",
    "judge",
    "reckon",
]
