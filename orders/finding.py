"""What was typed into the search box: a number, part of one, a telephone, its last digits, words.

Telephones are looked up for the hotline's own people alone; words go through access.found_by.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from orders.access import found_by, sees_all, visible_to
from orders.citizens import find_by_last4, find_by_phone
from orders.errors import Refused
from orders.models import Order
from orders.search import query_of
from units.actor import Actor

LONGEST = 60
NUMBER = 15
_SHORTEST_PART = 4
_LAST_DIGITS = 4
MOST_CALLERS = 1000  # citizens whose numbers end alike; more are not looked through
_PHONE_LIKE = re.compile(r"[+0-9][0-9 \-()转#,，;ext=.:]{5,39}")
_YEARS = re.compile(r"20[0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read: the digits when it is only digits (blanks and hyphens left out)."""

    typed: str
    digits: str

    @property
    def whole_number(self) -> str:
        """The order number it is, if it has the length of one."""
        return self.digits if len(self.digits) == NUMBER else ""


def asked_of(typed: str) -> Asked:
    """Read what was typed. Raises Refused (field q) when it is too long."""
    text = " ".join(unicodedata.normalize("NFKC", typed).replace("\0", "").split())
    if len(text) > LONGEST:
        raise Refused(f"找的词最多{LONGEST}个字", field="q", code="too_long")
    digits = re.sub(r"[ \-]", "", text)
    return Asked(text, digits if digits.isascii() and digits.isdigit() else "")


def exact(actors: Sequence[Actor], asked: Asked) -> Order | None:
    """The order whose whole number was typed, if this person sees it."""
    if not asked.whole_number:
        return None
    return visible_to(actors).filter(number=asked.whole_number).first()


def matching(
    actors: Sequence[Actor], orders: QuerySet[Order], asked: Asked
) -> tuple[QuerySet[Order], str]:
    """Those of the orders that fit in any way it can be read, and what it was read as."""
    if not asked.digits and not _PHONE_LIKE.fullmatch(asked.typed):
        return found_by(actors, orders, asked.typed), ""
    ways, read_as = _ways(actors, asked)
    if ways is None:
        return found_by(actors, orders, asked.typed), ""
    return orders.filter(ways), read_as


def _ways(actors: Sequence[Actor], asked: Asked) -> tuple[Q | None, str]:
    digits, whole = asked.digits, sees_all(actors)
    found: list[tuple[Q, str]] = []
    if whole and len(digits) == _LAST_DIGITS:
        ending = list(find_by_last4(digits).values_list("pk", flat=True)[:MOST_CALLERS])
        found.append((Q(citizen__in=ending), "电话后四位"))
    if _is_part(digits, whole=whole):
        found.append((Q(number__startswith=digits), "工单号"))
    if whole and (citizen := _caller(asked.typed)) is not None:
        found.append((Q(citizen=citizen), "电话"))
    if not found:
        return None, ""
    ways = Q()
    for way, _ in found:
        ways |= way
    return ways, "、".join(label for _, label in found)


def _is_part(digits: str, *, whole: bool) -> bool:
    """Order numbers begin with the year; to the hotline four digits are the end of a telephone."""
    shortest = _SHORTEST_PART + 1 if whole else _SHORTEST_PART
    return shortest <= len(digits) <= NUMBER and _YEARS.fullmatch(digits) is not None


def _caller(typed: str) -> int | None:
    """The citizen whose number was typed; 0 stands for a number nobody here has."""
    try:
        citizen = find_by_phone(typed)
    except Refused:
        return None
    return citizen.pk if citizen else 0


def nothing_found(actors: Sequence[Actor], asked: Asked) -> tuple[str, str]:
    """What to say, and what to try, when nothing fits."""
    if asked.whole_number:
        return "没有这个工单号", "核对一下15位数字，或者试试日期开头的前几位"
    if not asked.digits and query_of(asked.typed) is None:
        return "这些字符里没有可找的词", "试试工单号、地点或诉求里的两三个字"
    way = "电话后四位" if sees_all(actors) else "工单号的前几位"
    return f"没有找到“{asked.typed}”", f"试试{way}、地点或诉求里的两三个字；也看看筛选是不是太窄"
