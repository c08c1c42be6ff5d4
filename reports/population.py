"""The shape of a population: the rows that exist as of a moment, and what divides them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Expression, QuerySet


@dataclass(frozen=True, slots=True)
class Population:
    """Rows as of a moment; `dimensions` maps what figures are filtered and grouped by to a path
    from the rows, or to an expression on them."""

    code: str
    name: str
    rows: Callable[[datetime], QuerySet[Any]]
    dimensions: Mapping[str, str | Expression]
