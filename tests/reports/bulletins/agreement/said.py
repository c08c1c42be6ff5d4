"""What a bulletin's sentences say beside what the statistics command answers.

A claim is a phrase with holes for figures and the figures that belong there: a code, then n
(numerator), d (denominator), % (as printed) or open (due and not completed).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.bulletins.blocks import Bulletin, Paragraph
from reports.bulletins.figures import Figures, When
from tests.reports.bulletins.agreement.asking import (
    MAILBOX,
    URGENT,
    Answers,
    Statistics,
    percent,
    span_of,
)

Fault = tuple[object, ...]
_N, _P = r"(\d+)", r"(\d+\.\d\d%|无数据)"
_WORDS = {"%N%": _N, "%P%": _P}
_DIRECT, _SENT_ON, _ACCEPTED = "demands.direct", "demands.dispatched", "demands.accepted"
_DONE, _ON_TIME, _LATE = "orders.completed_rate", "orders.on_time_rate", "orders.overdue_rate"
_SATISFIED, _SOLVED, _SENT = "orders.satisfied_rate", "orders.solved_rate", "orders.dispatched"
_REWORK, _STOCK = "orders.rework_rate", "orders.open_overdue"
_ANSWERED, _SOON = "calls.answered_rate", "calls.answered_15s_rate"
_CALLED, _VALID = "orders.callback_rate", "orders.valid_callback_rate"
_RETURNED, _SIGNED = "orders.return_rate", "orders.signed_on_time_rate"
CLAIMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "转人工来电%N%次，接通%N%次，接通率%P%，其中15秒内接通%N%次，15秒接通率%P%",
        ("calls.offered n", f"{_ANSWERED} n", f"{_ANSWERED} %", f"{_SOON} n", f"{_SOON} %"),
    ),
    ("受理诉求%N%件", (f"{_ACCEPTED} n",)),
    ("直接答复%N%件，直接答复率%P%；", (f"{_DIRECT} n", "demands.direct_rate %")),
    ("派单%N%件，派单率%P%", (f"{_SENT_ON} n", "demands.dispatched_rate %")),
    ("直接答复%N%件，派单%N%件。", (f"{_DIRECT} n", f"{_SENT_ON} n")),
    (
        "应办结(?:工单)?%N%件，按期办结%N%件，按期办结率%P%",
        (f"{_ON_TIME} d", f"{_ON_TIME} n", f"{_ON_TIME} %"),
    ),
    ("应办结%N%件，按期办结%N%件；当日", (f"{_ON_TIME} d", f"{_ON_TIME} n")),
    ("群众满意率%P%", (f"{_SATISFIED} %",)),
    (
        "收到评价%N%件，满意%N%件，满意率%P%",
        (f"{_SATISFIED} d", f"{_SATISFIED} n", f"{_SATISFIED} %"),
    ),
    ("收到评价%N%件，满意率%P%", (f"{_SATISFIED} d", f"{_SATISFIED} %")),
    ("已解决%N%件，解决率%P%", (f"{_SOLVED} n", f"{_SOLVED} %")),
    (
        "审核通过%N%件，回访%N%件，回访率%P%；其中接通并评价%N%件，有效回访率%P%",
        (f"{_CALLED} d", f"{_CALLED} n", f"{_CALLED} %", f"{_VALID} n", f"{_VALID} %"),
    ),
    ("本\\S{1,2}派单%N%件，扣除", (f"{_SENT} n",)),
    ("；派单%N%件。应办结|；派单%N%件。本", (f"{_SENT} n",)),
    ("派出工单%N%件(?:（含往期受理的）)?，派往", (f"{_SENT} n",)),
    ("，应办结%N%件(?=；办结)", (f"{_DONE} d",)),
    (
        "；办结%N%件，办结率%P%，其中按期办结%N%件，按期办结率%P%",
        (f"{_DONE} n", f"{_DONE} %", f"{_ON_TIME} n", f"{_ON_TIME} %"),
    ),
    ("应办结%N%件，办结%N%件，办结率%P%(?=；)", (f"{_DONE} d", f"{_DONE} n", f"{_DONE} %")),
    ("；按期办结%N%件，按期办结率%P%", (f"{_ON_TIME} n", f"{_ON_TIME} %")),
    ("工单超期%N%件，超期率%P%", (f"{_LATE} n", f"{_LATE} %")),
    ("末未办结%N%件，涉及", (f"{_DONE} open",)),
    ("到期工单中%N%件超期未办结", (f"{_DONE} open",)),
    ("当日到期未办结%N%件", (f"{_DONE} open",)),
    ("超期未办结的?存量%N%件", (f"{_STOCK} n",)),
    ("退回重办%N%件，重办率%P%", (f"{_REWORK} n", f"{_REWORK} %")),
    ("退单%N%件，退单率%P%", (f"{_RETURNED} n", f"{_RETURNED} %")),
    ("及时签收%N%件（[^）]*），及时签收率%P%", (f"{_SIGNED} n", f"{_SIGNED} %")),
    ("收到来信%N%件", (f"{_ACCEPTED} letters",)),
)
RARE = {"末未办结%N%件，涉及"}  # so small a city has nothing left open at a month's end
_COMPILED = [
    (re.compile(words.replace("%N%", _N).replace("%P%", _P)), told) for words, told in CLAIMS
]
_RATE = re.compile(r"率\d+\.\d\d%")
_MOVED = re.compile(
    r"(接通率|按期办结率|满意率)(\d+\.\d\d)%，"
    r"((?:(?:同比|环比|较前一日|较上周)\S*?(?:持平|可比|百分点)、?)+)"
)
_ONE_MOVE = re.compile(r"(同比|环比|较前一日|较上周)(提高|下降)(\d+\.\d\d)个百分点")
_BASE = re.compile(r"（(上年同期|上年同月|上年同季|上年|上月|上季度)(\d+)件）")


@dataclass(slots=True)
class Sentences:
    """The paragraphs of one bulletin; said: the claims that were found."""

    figures: Figures
    statistics: Statistics
    said: set[int] = field(default_factory=set)

    def faults(self, bulletin: Bulletin) -> Iterator[Fault]:
        """Claims that are not what the command answers, and rates no claim speaks for."""
        for block in bulletin.every:
            if isinstance(block, Paragraph):
                yield from self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> Iterator[Fault]:
        where = URGENT if block.lead.startswith("紧急") else ""
        where = MAILBOX if "市长信箱收到来信" in block.text else where
        rest = block.text
        for at, (phrase, told) in enumerate(_COMPILED):
            for match in phrase.finditer(block.text):
                self.said.add(at)
                found = [one for one in match.groups() if one is not None]
                yield from self._compared(match[0], found, told, where)
                rest = rest.replace(match[0], "")
        if left := _RATE.findall(rest):
            yield "no claim speaks for", left, rest
        yield from self._moves(block.text, where)
        if block.lead == "渠道：":
            yield from self._channels(block.text)
        elif block.lead == "类型：":
            yield from self._kinds(block.text)
        elif not where:
            yield from self._bases(block.text)

    def _compared(
        self, words: str, found: Sequence[str], told: Sequence[str], where: str
    ) -> Iterator[Fault]:
        wanted = [self._figure(one, where) for one in told]
        if list(found) != wanted:
            yield words, found, wanted

    def _figure(self, told: str, where: str) -> str:
        code, part = told.split()
        if part == "letters":
            return str(self._ask(When.NOW, by="channel").of(code, ["mailbox"]).n)
        answers = self._ask(When.NOW, where)
        parts = answers.of(code)
        if part == "%":
            return answers.shown(code) if parts.d else "无数据"
        numbers = {"n": parts.n, "d": parts.d, "open": (parts.d or 0) - parts.n}
        return str(numbers[part])

    def _moves(self, text: str, where: str) -> Iterator[Fault]:
        codes = {"接通率": _ANSWERED, "按期办结率": _ON_TIME, "满意率": _SATISFIED}
        for name, _, words in _MOVED.findall(text):
            for word, way, points in _ONE_MOVE.findall(words):
                against = When.YEAR_AGO if word == "同比" else When.PREVIOUS
                both = [self._ask(when, where).shown(codes[name]) for when in (When.NOW, against)]
                now, base = (Decimal(shown[:-1]) for shown in both)
                moved = Decimal(points) * (1 if way == "提高" else -1)
                if now - base != moved:
                    yield name, word, points, both

    def _bases(self, text: str) -> Iterator[Fault]:
        for whole, count in _BASE.findall(text):
            when = When.YEAR_AGO if whole.startswith("上年") else When.PREVIOUS
            base = self._ask(when).of(_ACCEPTED).n
            if int(count) != base:
                yield whole, count, base

    def _channels(self, text: str) -> Iterator[Fault]:
        answers = self._ask(When.NOW, by="channel")
        total = self._ask(When.NOW).of(_ACCEPTED).n
        for name, count, share in re.findall(rf"(?:^|；)(\S+?)受理{_N}件，占{_P}", text):
            n = answers.of(_ACCEPTED, answers.named(name)).n
            if (count, share) != (str(n), f"{percent(n, total)}%"):
                yield name, count, share, n, total

    def _kinds(self, text: str) -> Iterator[Fault]:
        answers, total = self._ask(When.NOW, by="kind"), self._ask(When.NOW).of(_ACCEPTED).n
        for name, count, share in re.findall(rf"(?:^|；)(\S+?)类{_N}件，占{_P}", text):
            n = answers.of(_ACCEPTED, answers.named(name)).n
            if (count, share) != (str(n), f"{percent(n, total)}%"):
                yield name, count, share, n, total
        for share in re.findall(rf"其中{_P}当场答复", text):
            direct, asked = (answers.of(code, ["consult"]).n for code in (_DIRECT, _ACCEPTED))
            if share != f"{percent(direct, asked)}%":
                yield "当场答复", share, direct, asked
        for name, count in re.findall(rf"；(\S+?)类\d+件，占[\d.]+%，派单{_N}件", text):
            if int(count) != answers.of(_SENT_ON, answers.named(name)).n:
                yield name, "派单", count

    def _ask(self, when: When, where: str = "", by: str = "") -> Answers:
        span = span_of(self.figures, when)
        assert span is not None
        return self.statistics.ask(span, by, where)
