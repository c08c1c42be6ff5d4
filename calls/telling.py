"""From what a switch says to an event: names and numbers turned into ids, moments bounded.

A number is a citizen's and becomes that citizen; neither it nor a person's name is kept with the
call. What cannot be understood is left out and never refuses a call.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from calls.events import ANSWER, HANGUP, NEW, TOLD_BY_SWITCH, TRANSFER, Event
from calls.facts import LONGEST_ADDRESS
from calls.models import Block, CtiSource, Line, Seat, Shift, SkillQueue
from calls.models.call import OutPurpose
from orders.citizens import citizen_for, find_by_phone
from orders.errors import Refused
from orders.models import Reason
from orders.privacy import key_ring

LONGEST_ID = 250
EARLIEST = timedelta(hours=24)  # how late an event may be told with its own moment
AHEAD = timedelta(minutes=2)  # how far a switch's clock may be ahead of ours
WITHHELD = frozenset({"", "anonymous", "unknown", "restricted", "private", "withheld", "null"})
_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Heard:
    """An event, the call it is of, and whether the switch is to turn the caller away."""

    cti_id: str
    event: Event
    reject: bool = False


@sensitive_variables("body")
def hear(source: CtiSource, body: Mapping[str, Any], *, at: datetime) -> Heard:
    """Understand one body that arrived at that moment. Raises Refused where it cannot be said of
    which call it speaks, or in which direction the call goes."""
    kind, cti_id = _word(body, "event"), _word(body, "callId")
    if not kind:
        raise Refused("写明 event：newCall、answer 或 hangup", field="event", code="event_missing")
    if not cti_id or len(cti_id) > LONGEST_ID:
        raise Refused(f"callId 要有，最多{LONGEST_ID}个字符", field="callId", code="call_id_wrong")
    direction = _word(body, "direction").lower()
    if direction not in {"in", "out"} and (direction or kind == NEW):
        raise Refused("direction 只能是 in 或 out", field="direction", code="invalid_direction")
    moment = _moment(body, at)
    said = _said(body, kind, direction, moment, at)
    return Heard(
        cti_id,
        Event(kind if kind in TOLD_BY_SWITCH else "other", moment, _key(source, body), said),
        reject=bool(said.get("reject")),
    )


def _word(body: Mapping[str, Any], name: str) -> str:
    """One value as text that a database keeps: no NUL, no half of a surrogate pair."""
    value = body.get(name)
    if not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\0", "").encode(errors="ignore").decode().strip()


def _words(body: Mapping[str, Any], name: str) -> list[str]:
    value = body.get(name)
    many = value if isinstance(value, list | tuple) else [value]
    return [word for one in many if (word := _word({name: one}, name))]


def _key(source: CtiSource, body: Mapping[str, Any]) -> str:
    """What two tellings of one event have in common: all of their words, digested under a key,
    since a telephone number is among them."""
    words = json.dumps(body, sort_keys=True, default=str)
    digest = key_ring().newest.hash(f"{source.pk}\0{words}", purpose="cti")
    return digest[:12].hex()


def _moment(body: Mapping[str, Any], at: datetime) -> datetime:
    """The switch's own moment where it gives one that can be; else that of arrival."""
    told = _word(body, "at") or _word(body, "timestamp")
    moment = _read_moment(told) if told else None
    if moment is None or not at - EARLIEST <= moment <= at + AHEAD:
        return at
    return min(moment, at)


def _read_moment(text: str) -> datetime | None:
    """RFC 3339 with an offset, or seconds or milliseconds since 1970."""
    try:
        if re.fullmatch(r"\d{9,14}(\.\d+)?", text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.utcoffset() is not None else None


def _said(
    body: Mapping[str, Any], kind: str, direction: str, moment: datetime, at: datetime
) -> dict[str, Any]:
    """What the event says, in ids and codes; what is empty is left out."""
    inbound = direction != "out"
    party = "from" if inbound else "to"
    said: dict[str, Any] = {"direction": direction}
    said |= _party(_word(body, party), inbound=inbound, at=at)
    said["line"] = _line(_word(body, "to" if inbound else "from"))
    said["queue"] = _queue(_word(body, "queue"))
    said |= _seat(body, kind, moment, inbound=inbound)
    said |= _of_kind(body, kind, inbound=inbound)
    if kind == NEW and inbound and said.get("citizen"):
        said["reject"] = _blocked(said["citizen"], at)
    return {name: value for name, value in said.items() if value not in (None, "", False)}


@sensitive_variables("number")
def _party(number: str, *, inbound: bool, at: datetime) -> dict[str, Any]:
    """The citizen of a number; a number the hotline dials is a citizen's only where it is known
    to be one (units are called too)."""
    if number.lower() in WITHHELD:
        return {}
    try:
        citizen = citizen_for(number, at=at) if inbound else find_by_phone(number)
    except Refused:
        return {"odd_number": _hidden(number)}
    return {"citizen": citizen.pk} if citizen else {}


def _hidden(number: str) -> str:
    """A number in no form we know: an extension as it is, anything longer with two signs left."""
    plain = "".join(sign for sign in number if sign.isprintable())[:20]
    return plain if len(plain) <= 4 else plain[:2] + "*" * (len(plain) - 2)


def _line(written: str) -> str | None:
    """The line of a dialled number: its code, the code behind an area code, or a number of its."""
    digits = _DIGITS.sub("", written)
    if not digits:
        return None
    area = settings.AREA_CODE.removeprefix("0")
    national = digits.removeprefix("00").removeprefix("86").removeprefix("0")
    wanted = {digits, national, national.removeprefix(area)}
    found = Line.objects.filter(Q(code__in=wanted) | Q(numbers__overlap=sorted(wanted)))
    return found.order_by("position").values_list("code", flat=True).first()


def _queue(written: str) -> str | None:
    if not written:
        return None
    named = Q(code=written.lower()) | Q(name=written) | Q(names__contains=[written])
    return SkillQueue.objects.filter(named).values_list("code", flat=True).first()


def _seat(
    body: Mapping[str, Any], kind: str, moment: datetime, *, inbound: bool
) -> dict[str, int | None]:
    """The seat that answered, or that called; a group that merely rings is nobody yet."""
    if kind != ANSWER and not (kind == NEW and not inbound):
        return {}
    users = _words(body, "user") or _words(body, "user[]")
    written = [_word(body, "answeringNumber"), *(users if len(users) == 1 else [])]
    seat = next((found for one in written if one and (found := _seat_named(one, moment))), None)
    if seat is None:
        return {}
    at_it = Shift.objects.filter(seat=seat, began_at__lte=moment)
    shift = at_it.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment)).last()
    return {"seat": seat, "staff": shift.staff_id if shift else None}


def _seat_named(written: str, moment: datetime) -> int | None:
    """By extension, code or name of the seat, or by the staff number or name of who sits there."""
    seats = Seat.objects.filter(Q(extension=written) | Q(code=written) | Q(name=written))
    if found := seats.order_by("pk").values_list("pk", flat=True).first():
        return found
    sitting = Shift.objects.filter(
        Q(staff__staff_number=written) | Q(staff__name=written), began_at__lte=moment
    ).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment))
    found_there = list(sitting.values_list("seat_id", flat=True)[:2])
    return found_there[0] if len(found_there) == 1 else None


def _of_kind(body: Mapping[str, Any], kind: str, *, inbound: bool) -> dict[str, Any]:
    """The words that only some events have."""
    said: dict[str, Any] = {}
    if kind == HANGUP:
        said["cause"] = _word(body, "cause")[:40]
    if kind in {HANGUP, "recording"}:
        said["url"] = _address(_word(body, "recording") or _word(body, "url"))
    if kind in {HANGUP, "rating"}:
        rating = _word(body, "rating")
        said["rating"] = int(rating) if re.fullmatch("[1-5]", rating, re.ASCII) else None
    if kind == TRANSFER:
        digits = _DIGITS.sub("", _word(body, "target"))
        reasons = Reason.objects.filter(kind=Reason.Kind.TRANSFER, code=f"transfer.{digits}")
        said["reason"] = reasons.values_list("code", flat=True).first() if digits else None
    if kind == NEW and not inbound:
        purpose = _word(body, "purpose")
        said["purpose"] = purpose if purpose in OutPurpose.values else None
    if kind not in TOLD_BY_SWITCH:
        said["named"] = kind[:40]
    return said


def _address(text: str) -> str:
    """Where a recording lies: a web address or a path, nothing that a page would run."""
    fits = re.fullmatch(r"https?://[^\s<>\"']+|/?[\w\-./]+", text, re.ASCII)
    return text if fits and len(text) <= LONGEST_ADDRESS else ""


def _blocked(citizen: int, at: datetime) -> bool:
    return Block.objects.filter(
        citizen=citizen, at__lte=at, until__gt=at, lifted_at__isnull=True
    ).exists()
