"""How far calling back has come, in words for the desk."""

from collections.abc import Mapping
from datetime import datetime

from orders.facts import SATISFIED_FROM
from orders.lifecycle.closing import ratings_of
from orders.lifecycle.snapshot import CallbackFacts, OrderFacts
from orders.models.callback import CallbackTask, Way
from orders.period import SHANGHAI


def callback_words(order: OrderFacts, due: Mapping[int, datetime | None], at: datetime) -> str:
    """What is owed now: by whom, tried how often, when the machine tries next; or what comes of
    it. due: the next automatic attempt of each task."""
    owed = order.open_callbacks
    if not owed:
        return _over(order)
    said = _task(owed[0], due.get(owed[0].id), at)
    return f"{said}；共{len(owed)}人待回访" if len(owed) > 1 else said


def _task(task: CallbackFacts, due: datetime | None, at: datetime) -> str:
    parts = [CallbackTask.Phase(task.phase).label]
    if task.attempts:
        parts.append(f"已试{task.attempts}次")
    if task.out is not None:
        parts.append(f"{Way(task.out.way).label}已发出，等结果")
    elif due is not None:
        parts.append(f"下次{_moment(due, at)}")
    return "，".join(parts)


def _over(order: OrderFacts) -> str:
    lead = order.lead
    ratings = ratings_of(order, lead) if lead else []
    if lead is not None and lead.round.open_doubt is not None:
        return "评价等认定"
    if ratings and min(ratings) < SATISFIED_FROM:
        return f"评{min(ratings)}分，看要不要重办"
    return f"评{min(ratings)}分，可以归档" if ratings else "没有评价，可以归档"


def _moment(moment: datetime, at: datetime) -> str:
    local, today = moment.astimezone(SHANGHAI), at.astimezone(SHANGHAI).date()
    day = "今天" if local.date() == today else f"{local.month}月{local.day}日"
    return f"{day} {local:%H:%M}"
