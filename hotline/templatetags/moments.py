"""How dates, moments and spans of time are written in Chinese, on pages and in tables."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html

from orders.period import SHANGHAI

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
NO_FIGURE = "—"

register = template.Library()


def day_words(day: date, today: date, *, weekday: bool = True) -> str:
    """今天, 昨天, 明天; a day of the coming week is 周一; else 7月29日（周三）.

    Both are days in Shanghai; another year stands in front. weekday=False leaves the bracket out,
    for running text.
    """
    apart = (day - today).days
    if near := {0: "今天", -1: "昨天", 1: "明天"}.get(apart):
        return near
    name = WEEKDAYS[day.weekday()]
    if 1 < apart < 7:
        return name
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日" + (f"（{name}）" if weekday else "")


def moment_words(moment: datetime, at: datetime, *, weekday: bool = True) -> str:
    """今天 16:12, 周一 18:00, 7月29日（周三）18:00: no space after a bracket."""
    local = moment.astimezone(SHANGHAI)
    day = day_words(local.date(), at.astimezone(SHANGHAI).date(), weekday=weekday)
    return f"{day}{'' if day.endswith('）') else ' '}{local:%H:%M}"


def table_words(moment: datetime, at: datetime) -> str:
    """07-29 18:00, with the year in front when it is not the year of `at`."""
    local = moment.astimezone(SHANGHAI)
    same_year = local.year == at.astimezone(SHANGHAI).year
    return f"{local:%m-%d %H:%M}" if same_year else f"{local:%Y-%m-%d %H:%M}"


def span_words(seconds: float, *, day: int = 86400) -> str:
    """3天2时, 2时18分, 48分, 不到1分: at most two neighbouring units, cut down, never rounded up.

    day is how many seconds one day counts: 86400 of the clock, or a working day's own length.
    """
    minutes = int(seconds) // 60
    if minutes < 1:
        return "不到1分"
    days, rest = divmod(minutes, max(day // 60, 1))
    hours, rest = divmod(rest, 60)
    parts = [(days, "天"), (hours, "时"), (rest, "分")]
    first = next(index for index, (value, _) in enumerate(parts) if value)
    return "".join(f"{value}{unit}" for value, unit in parts[first : first + 2] if value)


def page_moment(context: template.RequestContext) -> datetime:
    """The moment the page speaks at: the view's own `at`, else the one the shell read.

    A template included with `only` has neither: it is told with at=at, or takes the shell's.
    """
    moment: datetime = context.get("at") or context.request.page_moment  # type: ignore[attr-defined]
    return moment


def _kept_whole(words: str, value: date, plain: bool) -> str:
    """A date is never split over two lines; plain is for attributes and titles."""
    if plain:
        return words
    return format_html('<time class="nw" datetime="{}">{}</time>', iso(value), words)


@register.simple_tag(takes_context=True)
def day(
    context: template.RequestContext,
    value: date | datetime | None,
    weekday: bool = True,
    plain: bool = False,
) -> str:
    """{% day order.received_at %}: a day in words; no value is —."""
    if not value:
        return NO_FIGURE
    local = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    today = page_moment(context).astimezone(SHANGHAI).date()
    return _kept_whole(day_words(local, today, weekday=weekday), value, plain)


@register.simple_tag(takes_context=True)
def said(
    context: template.RequestContext,
    value: datetime | None,
    weekday: bool = True,
    plain: bool = False,
) -> str:
    """{% said due_at %}: a moment in words; no value is —."""
    if not value:
        return NO_FIGURE
    words = moment_words(value, page_moment(context), weekday=weekday)
    return _kept_whole(words, value, plain)


@register.simple_tag(takes_context=True)
def tabled(context: template.RequestContext, value: datetime | None) -> str:
    """{% tabled event.at %}: a moment in its table form, as plain text; no value is —."""
    return table_words(value, page_moment(context)) if value else NO_FIGURE


@register.filter
def span(seconds: float | None, day_seconds: int = 86400) -> str:
    """{{ seconds|span:25200 }}: a span in words; no value is —."""
    return NO_FIGURE if seconds is None else span_words(seconds, day=day_seconds)


@register.filter
def figure(value: Any) -> str:
    """{{ value|figure }}: the figure with a real minus and thousands commas; none at all is —."""
    if value is None or value == "":
        return NO_FIGURE
    if isinstance(value, str):
        return value
    return f"{value:,}".replace("-", "−")


@register.filter
def bar_moment(at: datetime) -> str:
    """7月24日 周五 15:42, for the bar."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {WEEKDAYS[local.weekday()]} {local:%H:%M}"


@register.filter
def iso(value: date | datetime) -> str:
    """The machine's form, for <time datetime>."""
    return (value.astimezone(SHANGHAI) if isinstance(value, datetime) else value).isoformat()
