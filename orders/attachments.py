"""Files about an order: who may add one, to whom it shows, and how it is kept.

Kept outside the web root (settings.ATTACHMENTS), under a random name in a folder of the day.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction

from orders.access import sees_all, visible_to
from orders.errors import Forbidden, Missing, Refused
from orders.masking import mask_numbers
from orders.media import Media, recognise
from orders.metadata import Damaged, without_metadata
from orders.models import Attachment, Order
from orders.models.text import Audience
from orders.period import SHANGHAI
from orders.states import OrderState
from units.actor import Actor
from units.roles import UNIT_ROLES, Role

MOST_FILES = 20  # of one order
LONGEST_NAME = 80  # characters, the suffix included
_WIDTH = [Audience.HOTLINE, Audience.UNIT, Audience.CITIZEN]  # from narrow to wide
# Who only reads figures or keeps the system adds nothing.
_ADDERS = UNIT_ROLES | {Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR}
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*%&;`$\\/]+')


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file checked and cleaned, before anything is locked or written."""

    name: str
    media: Media
    content: File
    size: int
    digest: str


def attach(
    order: Order, upload: File, *, audience: str = "", by: Actor, at: datetime
) -> Attachment:
    """Add one file; see attach_all."""
    return attach_all(order, [upload], audience=audience, by=by, at=at)[0]


def attach_all(
    order: Order,
    uploads: Sequence[File],
    *,
    audience: str = "",
    by: Actor,
    at: datetime,
    archived_too: bool = False,
) -> list[Attachment]:
    """Add files to an order: all of them or none. A file the order already has is not kept twice.

    audience: who may open them; "" is the usual: on a confidential order a file from the hotline
    or the citizen is for the hotline, else it is for the hotline and units. Raises Missing where
    `by` does not see the order, Forbidden for who only reads or once it is archived (the hotline
    may add then too, with archived_too everybody), Refused (field file) for a file that is not
    taken or one too many.
    """
    if not uploads:
        raise Refused("选一个文件", field="file", code="no_file")
    ready = [_prepared(upload) for upload in uploads]
    written: list[Attachment] = []
    try:
        with transaction.atomic():
            locked = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
            if why := adding_refused(locked, by, archived_too=archived_too):
                raise Forbidden(why)
            circle = _circle(locked, audience, by)
            return [_kept(locked, each, circle, by, at, written) for each in ready]
    except BaseException:
        for attachment in written:
            attachment.file.delete(save=False)
        raise


def adding_refused(order: Order, by: Actor, *, archived_too: bool = False) -> str:
    """Why this person may not add files to an order in sight; empty when it may be done. Raises
    Missing where the order is not in sight."""
    if by.kind == "staff":
        if not visible_to([by]).filter(pk=order.pk).exists():
            raise Missing("没有这个工单号")
        if not by.roles & _ADDERS:
            return "你能看这件，不能加附件"
    hotline = sees_all([by]) or by.kind == "system"
    if order.state == OrderState.ARCHIVED and not (hotline or archived_too):
        return "这件已归档，要加附件请找热线"
    return ""


def circles_for(order: Order, by: Actor) -> list[Audience]:
    """To whom this person may show a new file, the usual first."""
    if not sees_all([by]):
        from_unit = by.kind == "staff" or not order.confidential
        return [Audience.UNIT] if from_unit else [Audience.HOTLINE]
    if order.confidential:
        return [Audience.HOTLINE, Audience.UNIT, Audience.CITIZEN]
    return [Audience.UNIT, Audience.HOTLINE, Audience.CITIZEN]


def _circle(order: Order, audience: str, by: Actor) -> Audience:
    allowed = circles_for(order, by)
    if not audience:
        return allowed[0]
    if audience not in allowed:
        raise Refused("不能这样定谁可看", field="audience", code="bad_audience")
    return Audience(audience)


def _prepared(upload: File) -> _Ready:
    media = recognise(upload)
    upload.seek(0)
    if media.type.startswith("image/"):
        try:
            clean = without_metadata(media.suffix, upload.read())
        except Damaged:
            raise Refused("图片不完整，换一张", field="file", code="damaged") from None
        return _Ready(
            safe_name(upload.name or "", media), media, ContentFile(clean), len(clean),
            sha256(clean).hexdigest(),
        )  # fmt: skip
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = safe_name(upload.name or "", media)
    return _Ready(name, media, upload, upload.size, digest.hexdigest())


def _kept(
    order: Order,
    ready: _Ready,
    circle: Audience,
    by: Actor,
    at: datetime,
    written: list[Attachment],
) -> Attachment:
    known = Attachment.objects.filter(order=order, sha256=ready.digest).first()
    if known is not None:
        return _widened(known, ready.name, circle)
    if Attachment.objects.filter(order=order).count() >= MOST_FILES:
        raise Refused(f"一件最多{MOST_FILES}个附件", field="file", code="too_many_files")
    attachment = Attachment(
        order=order,
        public_id=uuid4(),
        name=ready.name,
        media_type=ready.media.type,
        size=ready.size,
        sha256=ready.digest,
        audience=circle,
        added_at=at,
        added_by_id=by.staff_id,
    )
    folder = at.astimezone(SHANGHAI).strftime("%Y/%m/%d")
    attachment.file.save(f"{folder}/{uuid4().hex}", ready.content, save=False)
    written.append(attachment)
    attachment.save()
    return attachment


def _widened(known: Attachment, name: str, circle: Audience) -> Attachment:
    """The same file added for more eyes shows to them, under the name it was given last."""
    if _WIDTH.index(circle) > _WIDTH.index(Audience(known.audience)):
        known.audience, known.name = circle, name
        known.save(update_fields=["audience", "name"])
    return known


def safe_name(written: str, media: Media) -> str:
    """A name without path, control characters or anybody's number, with the suffix of what the
    file is."""
    last = unicodedata.normalize("NFC", written.replace("\\", "/")).rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    path = PurePosixPath(_UNFIT.sub("_", mask_numbers(plain).replace("*", "x")).strip(" ."))
    known = {media.suffix, *media.other_suffixes}
    suffix = path.suffix.lower().removeprefix(".")
    stem = path.stem if path.suffix else path.name
    suffix = suffix if suffix in known else media.suffix
    return f"{stem.strip(' .')[: LONGEST_NAME - len(suffix) - 1] or '附件'}.{suffix}"
