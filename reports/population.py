"""The shape of a population: the rows that exist as of a moment, and what divides them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Population:
    """Rows as of a moment; `dimensions` maps what figures are filtered and grouped by to paths."""

    code: str
    name: str
    rows: Callable[[datetime], QuerySet[Any]]
    dimensions: Mapping[str, str]
