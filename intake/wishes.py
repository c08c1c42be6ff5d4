"""What a door hands over, checked: the wish of one citizen, before it is an order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders.errors import Refused
from orders.labels import districts
from orders.lifecycle.receiving import Demand
from orders.models import Category
from orders.period import SHANGHAI
from units.models import Unit

# 其他: who writes from outside does not know the tree; the dispatcher corrects it.
UNSORTED = "14"


@dataclass(frozen=True, slots=True)
class Person:
    """Who wants it, as written; the number is checked when it is kept."""

    phone: str
    name: str = ""
    form_of_address: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A demand as it came; codes are those of the reference data, place codes included."""

    channel: str
    kind: str
    title: str
    text: str
    urgency: str = "normal"
    category: str = ""
    about_unit: str = ""
    place: Mapping[str, Any] = field(default_factory=dict)
    confidential: bool = False
    person: Person | None = None
    source_ref: str = ""


def demand_of(wish: Wish, *, citizen_id: int | None, at: datetime) -> Demand:
    """The demand a verb takes. Raises Refused naming the field whose code is not known."""
    on = at.astimezone(SHANGHAI).date()
    place = wish.place
    about = None
    if wish.about_unit:
        about = Unit.objects.active_on(on).filter(code=wish.about_unit).first()
        if about is None:
            raise Refused("没有这个单位编码", field="about_unit", code="unknown_unit")
    return Demand(
        channel_id=wish.channel,
        kind=wish.kind,
        urgency=wish.urgency,
        category_id=_category(wish.category),
        title=wish.title,
        body=wish.text,
        district=_district(str(place.get("district", ""))),
        street=str(place.get("street", "")),
        place=str(place.get("text", "")),
        longitude=_degrees(place.get("longitude")),
        latitude=_degrees(place.get("latitude")),
        about_unit_id=about.pk if about else None,
        citizen_id=citizen_id,
        confidential=wish.confidential,
    )


def _category(code: str) -> str:
    if code and not Category.objects.filter(code=code, active=True).exists():
        raise Refused("没有这个类别代码", field="category", code="unknown_category")
    return code or UNSORTED


def _district(written: str) -> str:
    """The code, from the code or the district's name."""
    if not written:
        return ""
    known = districts()
    by_name = {name: code for code, name in known.items()}
    code = written if written in known else by_name.get(written)
    if code is None:
        raise Refused("没有这个区域", field="place.district", code="unknown_district")
    return code


def _degrees(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
