"""Changing keys: what older keys sealed is sealed anew under the newest, a batch at a time.

Any table with sealed columns registers here, so that one command rotates all of them and one
check at the start finds a key that is still needed and no longer in PHONE_KEYS.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Min

from orders.citizens import EMPTY, identity_of, sealed_columns
from orders.models import Citizen, Order
from orders.privacy import Key, Unreadable, key_ring


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A model with sealed columns, the column that says by which key ("" where nothing is
    sealed), and how one locked row is sealed anew."""

    model: type[models.Model]
    key_column: str
    reseal: Callable[[Any, Key], None]

    @property
    def name(self) -> str:
        """What the table holds, in Chinese."""
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did: rows sealed anew, and the ids of rows no key opens."""

    table: SealedTable
    done: int
    unreadable: tuple[int, ...]


TABLES: list[SealedTable] = []
# What a citizen's row has beside orders goes along when two rows turn out to be one citizen.
_JOINS: list[Callable[[Citizen, Citizen], None]] = []


def register(table: SealedTable) -> None:
    """Make a table known, once, at the start of its app."""
    if table not in TABLES:
        TABLES.append(table)


def joins(move: Callable[[Citizen, Citizen], None]) -> None:
    """Make known, once, how an app moves what is one citizen's to the row that stays: move(from,
    to), in the transaction that joins the two."""
    if move not in _JOINS:
        _JOINS.append(move)


def keys_in_use(table: SealedTable) -> set[str]:
    """The ids of the keys that rows of the table need; one step along the index for each key."""
    column, found, last = table.key_column, set(), ""
    rows = table.model._base_manager.all()
    while last := rows.filter(**{f"{column}__gt": last}).aggregate(next=Min(column))["next"] or "":
        found.add(last)
    return found


def rotate(*, size: int) -> Iterator[Batch]:
    """Seal everything anew under the newest key, `size` rows a transaction.

    It may be stopped at any batch and begun again, and run twice at once: a row under the newest
    key is never touched. Unreadable rows are passed by and named. Raises KeyError for a row whose
    key is not in PHONE_KEYS.
    """
    for table in TABLES:
        after = 0
        while True:
            with transaction.atomic():
                batch, after = _batch(table, after, size)
            if not batch:
                break
            yield batch


def _batch(table: SealedTable, after: int, size: int) -> tuple[Batch | None, int]:
    newest = key_ring().newest
    old = table.model._base_manager.filter(pk__gt=after).exclude(
        **{f"{table.key_column}__in": ["", newest.id]}
    )
    rows = list(old.select_for_update(no_key=True).order_by("pk")[:size])
    if not rows:
        return None, after
    unreadable = []
    for row in rows:
        try:
            table.reseal(row, newest)
        except Unreadable:
            unreadable.append(row.pk)
    return Batch(table, len(rows) - len(unreadable), tuple(unreadable)), rows[-1].pk


def _reseal_citizen(citizen: Citizen, key: Key) -> None:
    identity = identity_of(citizen)
    if identity is None:
        return
    columns = sealed_columns(key, identity)
    try:
        with transaction.atomic():
            Citizen.objects.filter(pk=citizen.pk).update(**columns)
    except IntegrityError:
        # While servers with the old and the new first key ran side by side, both wrote the same
        # new number: the row under the newest key stays and gets the orders of the other.
        kept = Citizen.objects.get(phone_hash=columns["phone_hash"])
        Order.objects.filter(citizen=citizen).update(citizen=kept)
        for move in _JOINS:
            move(citizen, kept)
        Citizen.objects.filter(pk=citizen.pk).update(**EMPTY)


register(SealedTable(Citizen, "key_id", _reseal_citizen))
