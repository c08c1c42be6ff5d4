"""重复诉求: who comes again with the same matter, and where several come with the same one.

A demand is a repeat as the repeated rate defines it (reports/populations/demands.py): the same
citizen came in the same category within the 30 days before. Its group holds that citizen's demands
in that category, those of the days before too, so that it begins with the first. Several demands of
the same category at the same place (district, street and place as written) in the period are a
group from three on, told by at least two citizens: two neighbours may say the same by chance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from orders.labels import districts
from orders.models import Category, Order
from orders.period import Period
from reports.catalogue import find
from reports.populations import demands

LEAST_AT_PLACE = 3  # an assumption: no source says how many make one
MOST = 50


@dataclass(frozen=True, slots=True)
class Group:
    """matter: the names of its category from the top down; place: where, "" for a citizen's; again:
    how many of the period's demands came again (all of them at a place); orders: every one of the
    group, oldest first; citizens: how many told them."""

    matter: tuple[str, ...]
    place: str
    again: int
    citizens: int
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """groups: those with most first, at most MOST; many: how many groups there are; again: how many
    demands of the period are in one."""

    groups: tuple[Group, ...]
    many: int
    again: int


def by_citizen(period: Period, *, as_of: datetime, most: int = MOST) -> Repeats:
    """The period's repeats by citizen and matter, as of the moment (aware)."""
    rows = _accepted(period, as_of).filter(demands.repeated(as_of) & demands.with_citizen(as_of))
    keys = rows.values("citizen", "category").annotate(again=Count("pk"))
    found = sorted(keys, key=lambda row: (-row["again"], row["category"], row["citizen"]))
    first, kept = period.start - demands.REPEATED_WITHIN, found[:most]
    behind = _behind(
        Order.objects.filter(
            citizen__in={row["citizen"] for row in kept},
            received_at__gte=first,
            received_at__lt=min(period.end, as_of),
        ),
        ("citizen_id", "category_id"),
    )
    names = _matters(row["category"] for row in kept)
    groups = (
        Group(names[row["category"]], "", row["again"], 1, behind[row["citizen"], row["category"]])
        for row in kept
    )
    return Repeats(tuple(groups), len(found), sum(row["again"] for row in found))


def by_place(period: Period, *, as_of: datetime, most: int = MOST) -> Repeats:
    """The period's places with several demands in one matter, as of the moment (aware)."""
    where = ("district", "street", "place", "category")
    rows = _accepted(period, as_of).exclude(place="")
    keys = rows.values(*where).annotate(
        again=Count("pk"),
        known=Count("citizen", distinct=True),
        unknown=Count("pk", filter=Q(citizen__isnull=True)),
    )
    some = [row for row in keys.filter(again__gte=LEAST_AT_PLACE) if _told_by(row) > 1]
    found = sorted(some, key=lambda row: (-row["again"], *(row[name] for name in where)))
    kept = found[:most]
    fields = ("district", "street", "place", "category_id")
    behind = _behind(
        _accepted(period, as_of).filter(
            place__in={row["place"] for row in kept},
            category__in={row["category"] for row in kept},
        ),
        fields,
    )
    names, areas = _matters(row["category"] for row in kept), districts()
    groups = (
        Group(
            names[row["category"]],
            f"{areas.get(row['district'], row['district'])}{row['street']}{row['place']}",
            row["again"],
            _told_by(row),
            behind[tuple(row[name] for name in where)],
        )
        for row in kept
    )
    return Repeats(tuple(groups), len(found), sum(row["again"] for row in found))


def _accepted(period: Period, as_of: datetime) -> QuerySet[Any]:
    of = find("demands.accepted")
    return of.population.rows(as_of).filter(of.dated_by.within(period, as_of))


def _told_by(row: Mapping[str, int]) -> int:
    return row["known"] + row["unknown"]


def _behind(rows: QuerySet[Any], fields: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """The orders of each group, oldest first, with no more than a list shows of them."""
    found: dict[tuple[Any, ...], list[Order]] = {}
    shown = ("number", "state", "title", "received_at", "citizen_id", "category_id")
    for order in rows.only(*shown, "district", "street", "place").order_by("received_at", "pk"):
        found.setdefault(tuple(getattr(order, name) for name in fields), []).append(order)
    return {key: tuple(orders) for key, orders in found.items()}


def _matters(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = Category.objects.filter(pk__in=set(codes)).select_related("parent__parent")
    return {row.code: _path(row) for row in rows}


def _path(category: Category) -> tuple[str, ...]:
    above = _path(category.parent) if category.parent else ()
    return (*above, category.name)
