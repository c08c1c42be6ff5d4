"""The countdown chip: which state a clock is in, the words beside its ring, the ring itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from hotline.templatetags.moments import day_words, moment_words, page_moment, span_words
from orders.period import SHANGHAI

NEARLY_USED = 0.8  # console README §2: time nearly used
MINUTE = 60
CIRCUMFERENCE = 34.56  # of the ring, radius 5.5
CALM, SOON, OVER, STOP, DONE, LATE = "calm", "soon", "over", "stop", "done", "late"

register = template.Library()


@dataclass(frozen=True, slots=True)
class Chip:
    """What the chip shows. `left` and `runs` are seconds, for the browser's own re-count."""

    state: str
    text: str
    share: float
    left: float
    runs: float
    fixed: bool


def state_of(due: datetime, at: datetime, *, left: float, share: float) -> str:
    """over once nothing is left; soon at 80 % used or due today (Shanghai); else calm."""
    if left < 0 or at > due:
        return OVER
    due_today = due.astimezone(SHANGHAI).date() == at.astimezone(SHANGHAI).date()
    return SOON if share >= NEARLY_USED or due_today else CALM


def _stopped_text(due: datetime | None, at: datetime, word: str) -> str:
    if due is None:
        return word
    today = at.astimezone(SHANGHAI).date()
    return f"{word}至{day_words(due.astimezone(SHANGHAI).date(), today, weekday=False)}"


def chip(
    due: datetime | None,
    at: datetime,
    *,
    left: float | None = None,
    share: float = 0,
    day: int = 86400,
    runs: float | None = None,
    before: str = "",
    stopped: str = "",
    done: str = "",
) -> Chip:
    """The chip of one clock.

    left: seconds to go, below 0 past due; in the rule's own time (working or clock), which the
    caller counts; without it clock time. share: of the limit, used (0 to 1). day: seconds of one
    of its days. runs: for how many seconds from `at` the clock runs without a break (0 at night,
    for working time; without it: until due). before: a verb, says 16:10前签收 instead of 剩….
    stopped: the word of a clock that stands (挂账, 待市民), due then being until when. done: the
    word of a clock that came to rest (办结), left being what it rested at.
    """
    if stopped:
        return Chip(STOP, _stopped_text(due, at, stopped), share, 0, 0, fixed=True)
    if due is None:
        raise ValueError("没有到期时刻的时钟只能是停着的")
    left = (due - at).total_seconds() if left is None else left
    share = min(max(share, 0.0), 1.0)
    words = span_words(abs(left), day=day)
    if done:
        late = left < 0
        text = f"{'超' if late else '剩'}{words}{done}"
        return Chip(LATE if late else DONE, text, share, left, 0, fixed=True)
    state = state_of(due, at, left=left, share=share)
    if state == OVER:
        runs = left if runs is None else runs
        text = f"超{words}" if abs(left) >= MINUTE else "刚超期"
        return Chip(OVER, text, 1, left, abs(runs), fixed=False)
    runs = max(left, 0) if runs is None else runs
    if before:
        text = f"{_short_moment(due, at)}前{before}"
        return Chip(state, text, share, left, runs, fixed=True)
    return Chip(state, f"剩{words}", share, left, runs, fixed=False)


def _short_moment(due: datetime, at: datetime) -> str:
    words = moment_words(due, at)
    return words.removeprefix("今天 ")


_DISC = (
    '<circle cx="7" cy="7" r="6.5" fill="currentColor"/><path class="s-surface"'
    ' d="M7 3.6v4.2M7 9.8v.4" stroke-width="1.7" stroke-linecap="round"/>'
)
_STRAIGHT = 'fill="none" stroke="currentColor"'
MARKS: dict[str, str] = {
    OVER: _DISC,
    LATE: _DISC,
    STOP: f'<circle cx="7" cy="7" r="5.75" {_STRAIGHT} stroke-width="1.5"/>'
    f'<path d="M5.5 5v4M8.5 5v4" {_STRAIGHT} stroke-width="1.5"/>',
    DONE: f'<path d="M3 7.5l2.7 2.7L11 4.5" {_STRAIGHT} stroke-width="1.8"'
    ' stroke-linecap="round" stroke-linejoin="round"/>',
}


def ring(state: str, share: float) -> SafeString:
    """The mark before the words: a ring filled by the share used, a disc with !, bars or a tick."""
    used = f"{share * CIRCUMFERENCE:.2f} {CIRCUMFERENCE}"
    inner = MARKS.get(state) or (
        '<circle class="ring-t" cx="7" cy="7" r="5.5" fill="none" stroke-width="2.5"/>'
        f'<circle cx="7" cy="7" r="5.5" {_STRAIGHT} stroke-width="2.5"'
        f' stroke-dasharray="{used}" transform="rotate(-90 7 7)"/>'
    )
    return mark_safe(f'<svg viewBox="0 0 14 14" aria-hidden="true">{inner}</svg>')


@register.inclusion_tag("components/countdown.html", takes_context=True)
def countdown(
    context: template.RequestContext, due: datetime | None, **options: Any
) -> dict[str, object]:
    """{% countdown a.due_at left=… share=… day=25200 %}; the options are those of `chip`."""
    at = page_moment(context)
    made = chip(due, at, **options)
    return {
        "chip": made,
        "css": {LATE: OVER}.get(made.state, made.state),
        "ring": ring(made.state, made.share),
        "title": "" if due is None else f"到期：{moment_words(due, at)}",
        "day": options.get("day", 86400),
    }
