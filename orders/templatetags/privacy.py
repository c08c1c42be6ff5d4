"""{{ text|mask_numbers }}: free words on a page, with the numbers of persons hidden."""

from django import template
from django.template.defaultfilters import stringfilter

from orders import masking

register = template.Library()


@register.filter
@stringfilter
def mask_numbers(words: str) -> str:
    """Hides telephone, identity and bank card numbers; put it before linebreaks."""
    return masking.mask_numbers(words)
