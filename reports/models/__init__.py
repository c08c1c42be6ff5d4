"""What reports keep: bulletins with their frozen figures."""

from reports.models.bulletin import Bulletin

__all__ = ["Bulletin"]
