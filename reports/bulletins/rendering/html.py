"""A bulletin as a page: a fragment in the console's look, and the same as a file of its own."""

from html import escape
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.bulletins.blocks import Bulletin
from reports.bulletins.rendering.plain import plain

STYLES = "reports/bulletin.css"
_TEMPLATE = "reports/bulletin/body.html"


def fragment(bulletin: Bulletin) -> SafeString:
    """The article alone, to stand in a page that has the styles."""
    return render_to_string(_TEMPLATE, {"bulletin": plain(bulletin)})


def html(bulletin: Bulletin) -> bytes:
    """A file that needs nothing else: readable on a phone, printable on A4."""
    found = finders.find(STYLES)
    styles = Path(str(found)).read_text(encoding="utf-8")
    title = escape(bulletin.plain_title)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{styles}</style>\n</head>\n"
        f'<body class="bulletin-page">\n{fragment(bulletin)}</body>\n</html>\n'
    ).encode()
