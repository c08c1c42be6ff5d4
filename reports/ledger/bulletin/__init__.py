"""A bulletin typed in as TOML, checked against its own figures: text in, findings out."""

from reports.ledger.bulletin.checking import check_bulletin
from reports.ledger.bulletin.finding import Finding
from reports.ledger.bulletin.format import FORMAT
from reports.ledger.bulletin.telling import as_objects, as_words

__all__ = ["FORMAT", "Finding", "as_objects", "as_words", "check_bulletin"]
