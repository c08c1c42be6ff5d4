"""What the demo city's reviewers looked into afterwards: scores of replies, the month's sample."""

import random
from datetime import datetime, timedelta

from orders.inspection.drawing import draw_last_month
from orders.inspection.findings import CLEAN, find
from orders.models import InspectionItem, Reason, Reply
from orders.period import Kind, period_of, shanghai_day
from orders.quality.checking import check
from orders.rulebook import current
from units.actor import Actor, actor_of
from units.models import Staff
from units.roles import Role

SHARE, FAULTY, LOOKED_INTO = 0.15, 0.25, 0.8
_WORDS = {"quality": "看过答复全文，问题在第二段", "finding": "电话核实，市民说与答复不符"}


def look_into(now: datetime) -> None:
    """Score some of the accepted replies, draw last month's sample and write most findings, each
    at its own moment before now."""
    draw = random.Random("demo oversight")
    people = [
        actor_of(one)
        for one in Staff.objects.filter(is_active=True).select_related("unit").order_by("pk")
        if Role.REVIEWER in one.roles
    ]
    _score(people, draw, now)
    _sample(people, draw, now)


def _score(people: list[Actor], draw: random.Random, now: datetime) -> None:
    accepted = Reply.objects.filter(verdict="accepted").select_related("round__assignment__order")
    faults = _codes(Reason.Kind.QUALITY)
    for reply in accepted.order_by("pk"):
        at = current().calendar.add_working_time(reply.reviewed_at or now, _some_hours(draw))
        if draw.random() < SHARE and at < now:
            found = [draw.choice(faults)] if draw.random() < FAULTY else []
            text = _WORDS["quality"] if found else ""
            check(reply, by=draw.choice(people), at=at, faults=found, text=text)


def _sample(people: list[Actor], draw: random.Random, now: datetime) -> None:
    begin = period_of(Kind.MONTH, shanghai_day(now)).start
    drawn = draw_last_month(at=min(begin + timedelta(hours=6), now))
    faults = [code for code in _codes(Reason.Kind.FINDING) if code != CLEAN]
    for item in InspectionItem.objects.filter(inspection=drawn).order_by("pk"):
        at = current().calendar.add_working_time(begin, _some_hours(draw) * 3)
        if draw.random() < LOOKED_INTO and at < now:
            bad = draw.random() < FAULTY
            finding = draw.choice(faults) if bad else CLEAN
            text = _WORDS["finding"] if bad else ""
            find(item, by=draw.choice(people), at=at, finding=finding, text=text)


def _codes(kind: str) -> list[str]:
    found = Reason.objects.filter(kind=kind, active=True).order_by("code")
    return list(found.values_list("code", flat=True))


def _some_hours(draw: random.Random) -> timedelta:
    return timedelta(hours=draw.uniform(1, 16))
