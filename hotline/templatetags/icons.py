"""Icons: one outline sprite (hotline/icons.txt names what is in it), drawn by reference."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/icons.svg"

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon "bell" %} or {% icon "bell" 20 %}: decoration only, the word stands beside it."""
    css = f"ico ico-{size}" if size else "ico"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )
