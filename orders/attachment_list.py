"""The files of an order as one person sees them, and as whom that person may add more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from orders.access import attachments_for, sees_all
from orders.attachments import MOST_FILES, adding_refused
from orders.errors import Missing
from orders.media import MEGABYTE
from orders.models import Attachment, Order
from orders.models.text import Audience
from units.actor import Actor

_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file; note says who may see it where that is not the usual."""

    name: str
    url: str
    image: bool
    size: str
    note: str


@dataclass(frozen=True, slots=True)
class AttachmentList:
    """add_url is empty when this person adds no files here."""

    files: list[FileLine]
    add_url: str


def attachment_list(actors: Sequence[Actor], order: Order) -> AttachmentList:
    """The files for these ways to act, the oldest first; the order must be in their sight."""
    found = attachments_for(actors, order).exclude(file="").order_by("added_at", "pk")
    whole = sees_all(actors)
    files = [_line(order, attachment, whole=whole) for attachment in found]
    may_add = len(files) < MOST_FILES and adder(actors, order) is not None
    url = reverse("orders:attachments", args=[order.number]) if may_add else ""
    return AttachmentList(files, url)


def adder(actors: Sequence[Actor], order: Order) -> Actor | None:
    """The first way to act in which this person may add files; None when there is none."""
    for actor in actors:
        try:
            if not adding_refused(order, actor):
                return actor
        except Missing:
            continue
    return None


def _line(order: Order, attachment: Attachment, *, whole: bool) -> FileLine:
    narrow = whole and attachment.audience == Audience.HOTLINE
    return FileLine(
        name=attachment.name,
        url=reverse("orders:attachment", args=[order.number, attachment.public_id]),
        image=attachment.media_type in _PICTURES,
        size=size_words(attachment.size),
        note="单位看不到" if narrow else "",
    )


def size_words(size: int) -> str:
    """812 KB, 2.4 MB; nothing is smaller than 1 KB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB"
