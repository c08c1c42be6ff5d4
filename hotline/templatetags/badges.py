"""Marks that speak by their shape: order states, urgency, cards. Labels come from the caller."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_RING = '<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
_LINE = 'fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"'
_TICK = (
    '<path class="s-surface" d="M4.4 7.2l1.8 1.8 3.4-3.7" fill="none" stroke-width="1.5"'
    ' stroke-linecap="round" stroke-linejoin="round"/>'
)
# A circle whose fill grows along the straight way; beside it arrows and bars.
SHAPES: dict[str, str] = {
    "dotted": '<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5"'
    ' stroke-dasharray="2.2 2.1"/>',
    "empty": _RING,
    "half": _RING + '<path d="M7 4a3 3 0 0 1 0 6z" fill="currentColor"/>',
    "three": _RING + '<path d="M7 4a3 3 0 1 1-3 3h3z" fill="currentColor"/>',
    "whole": _RING + '<circle cx="7" cy="7" r="3" fill="currentColor"/>',
    "full": '<circle cx="7" cy="7" r="6.25" fill="currentColor"/>' + _TICK,
    "back": _RING + f'<path d="M9.2 7H5m1.6-1.9L4.8 7l1.8 1.9" {_LINE}/>',
    "out": _RING + f'<path d="M4.8 7H9m-1.6-1.9L9.2 7 7.4 8.9" {_LINE}/>',
    "into": _RING + f'<path d="M4.8 4.9L7 7.4l2.2-2.5M7 7.4v2.2" {_LINE}/>',
    "bar": _RING + f'<path d="M4.8 7h4.4" {_LINE}/>',
    "pause": _RING + f'<path d="M5.7 5.2v3.6M8.3 5.2v3.6" {_LINE}/>',
    "again": f'<path d="M11.8 5.2A5.3 5.3 0 1 0 12.3 8M12 2v3.4H8.6" {_LINE}/>',
}
# State or fact of an order or assignment (domain.md §2) -> shape, tone.
STATES: dict[str, tuple[str, str]] = {
    "received": ("dotted", ""),
    "dispatched": ("empty", ""),
    "to_sign": ("empty", ""),
    "handling": ("half", "act"),
    "replied": ("three", "act"),
    "calling_back": ("whole", "act"),
    "accepted": ("whole", ""),
    "archived": ("full", "ok"),
    "closed": ("full", "ok"),
    "answered": ("full", "ok"),
    "declined": ("bar", "off"),
    "transferred": ("out", "off"),
    "merged": ("into", "off"),
    "withdrawn": ("back", "off"),
    "returned": ("back", ""),
    "recalled": ("back", "off"),
    "suspended": ("pause", "off"),
    "rework": ("again", ""),
}
URGENCY_WORDS = ("一般", "紧急", "特急")
_BARS = (
    '<rect x="0" y="8" width="3" height="4" rx="1" fill="currentColor"{}/>',
    '<rect x="4.2" y="4.5" width="3" height="7.5" rx="1" fill="currentColor"{}/>',
    '<rect x="8.4" y="1" width="3" height="11" rx="1" fill="currentColor"{}/>',
)
CARDS = {"yellow": ("y", "黄", "黄牌"), "red": ("r", "红", "红牌")}


@register.simple_tag
def status(state: str, label: str, tone: str | None = None) -> SafeString:
    """{% status order.state order.get_state_display %}; tone act, ok, wait, off or "" overrides."""
    shape, own_tone = STATES.get(str(state), ("empty", ""))
    return format_html(
        '<span class="st {}"><svg viewBox="0 0 14 14" aria-hidden="true">{}</svg>{}</span>',
        own_tone if tone is None else tone,
        mark_safe(SHAPES[shape]),
        label,
    )


@register.simple_tag
def urgency(level: int, in_list: bool = False) -> SafeString:
    """{% urgency 1 in_list=True %}: 0 一般, 1 紧急, 2 特急; in lists 一般 keeps its word unseen."""
    word = URGENCY_WORDS[level]
    bars = "".join(
        bar.format("" if index <= level else ' opacity=".28"') for index, bar in enumerate(_BARS)
    )
    unseen = in_list and level == 0
    return format_html(
        '<span class="urg urg-{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        level,
        mark_safe(bars),
        format_html('<span class="vh">{}</span>', word) if unseen else word,
    )


@register.simple_tag
def card_shape(level: str, small: bool = False) -> SafeString:
    """{% card_shape "yellow" %}: a real card with its letter; the red one lacks a corner."""
    css, letter, name = CARDS[level]
    return format_html(
        '<span class="pai {}{}" role="img" aria-label="{}">{}</span>',
        css,
        " s" if small else "",
        name,
        letter,
    )
