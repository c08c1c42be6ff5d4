"""The cards of a list as CSV for a spreadsheet: no personal data, nothing that runs in a cell."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from orders.masking import mask_numbers
from orders.period import SHANGHAI
from units.roles import Role

EXPORTERS = frozenset({Role.SUPERVISOR.value, Role.ANALYST.value, Role.ADMINISTRATOR.value})
HEADS = ["牌", "工单号", "诉求", "单位", "缘由", "办理时限", "到达时刻", "记录时刻"]
BOM = "\ufeff"  # what a spreadsheet knows UTF-8 by
_RUNS = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What a csv writer writes to: the line itself."""

    def write(self, line: str) -> str:
        return line


def cards_csv(cards: QuerySet[Any]) -> Iterator[str]:
    """Lines of the file, the newest card first; a confidential order shows its number alone."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(HEADS)
    rows = cards.select_related("order", "assignment__unit", "rule").order_by("-sort", "-pk")
    for card in rows.iterator(chunk_size=500):
        title = "保密件" if card.order.confidential else mask_numbers(card.order.title)
        yield writer.writerow(
            [
                card.get_card_display(),
                f"{card.order.number}\t",  # fifteen digits stay text
                _inert(title),
                _inert(card.assignment.unit.name if card.assignment else ""),
                _inert(card.rule.name),
                _moment(card.assignment.due_at if card.assignment else None),
                _moment(card.occurred_at),
                _moment(card.recorded_at),
            ]
        )


def _inert(words: str) -> str:
    """A cell that begins like a formula is given a quote, so that it stays words."""
    return f"'{words}" if words.startswith(_RUNS) else words


def _moment(value: datetime | None) -> str:
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else ""
