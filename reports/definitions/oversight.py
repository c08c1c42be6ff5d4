"""Every statistic of watching over units: cards, supervisions, replies sent back and scored."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from orders import facts
from orders.models import Card, Reply, Request
from reports import dating
from reports.definitions.parts import every, rate
from reports.populations import checks, requests, supervised
from reports.populations.alerts import ALERTS
from reports.populations.cards import CARDS
from reports.populations.replies import REPLIES
from reports.populations.requests import REQUESTS
from reports.populations.supervised import SUPERVISED
from reports.statistic import Condition, Statistic

_SUPERVISED: dict[str, Any] = {"population": SUPERVISED, "dated_by": dating.ISSUED_AT}
_DECIDED: dict[str, Any] = {"population": REQUESTS, "dated_by": dating.DECIDED_AT}


def _card(card: Card) -> Condition:
    return lambda _: Q(card=card)


def _sent_back(_: datetime) -> Q:
    return Q(verdict=Reply.Verdict.SENT_BACK)


OVERSIGHT_STATISTICS: tuple[Statistic, ...] = (
    *(
        Statistic(
            f"orders.{card.value}_cards",
            card.label,
            population=CARDS,
            dated_by=dating.OCCURRED_AT,
            numerator=_card(card),
            unit="张",
            higher_is_better=False,
            note="撤销的不算",
        )
        for card in Card
    ),
    Statistic("orders.supervised", "督办", numerator=every, **_SUPERVISED),
    rate(
        "orders.supervision_closed_rate",
        "督办办结率",
        numerator=supervised.closed,
        denominator=every,
        **_SUPERVISED,
    ),
    rate(
        "orders.sent_back_rate",
        "答复退回率",
        better=False,
        population=REPLIES,
        dated_by=dating.REVIEWED_AT,
        numerator=_sent_back,
        denominator=every,
    ),
    rate(
        "orders.reply_quality",
        "答复规范得分率",
        population=checks.CHECKS,
        dated_by=dating.CHECKED_AT,
        numerator=every,
        denominator=lambda as_of: facts.counted(as_of, checks.ASSIGNMENT),
        sums=("points", "possible"),
        source="答复规范10分，一处问题得9分",
    ),
    rate(
        "requests.decided_on_time_rate",
        "申请按时裁定率",
        numerator=requests.in_time,
        denominator=requests.with_limit,
        note="热线自己的裁定时限",
        **_DECIDED,
    ),
    rate(
        "requests.extension_granted_rate",
        "延期同意率",
        better=None,
        numerator=requests.granted,
        denominator=requests.of_kind(Request.Kind.EXTENSION),
        **_DECIDED,
    ),
    rate(
        "requests.return_moved_rate",
        "退单改派率",
        better=None,
        numerator=requests.granted,
        denominator=requests.of_kind(Request.Kind.RETURN),
        note="裁定过的退单里改派的，其余是维持",
        **_DECIDED,
    ),
    Statistic(
        "alerts.raised",
        "要情",
        population=ALERTS,
        dated_by=dating.RAISED_AT,
        numerator=every,
        unit="起",
    ),
)
