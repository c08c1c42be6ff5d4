"""A delivery becomes a message at the moment it is sent: address and words are read only then."""

import re

from django.conf import settings
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from orders.citizens import identity_of
from orders.models import Citizen, Delivery, NoticePreference, Order, Outbox
from orders.models.notice import Medium, NoticeGroup
from orders.notices import outside
from orders.notices.citizen_words import Told, message_for
from orders.notices.gateways.gateway import Message, Permanent
from orders.notices.leading import address
from orders.notices.names import names_for
from orders.notices.preferences import mobile_of
from orders.notices.recipients import wechat_of
from orders.notices.wording import kind_of, words
from orders.phones import masked
from orders.privacy import Unreadable
from units.models import Staff

_MOBILE = re.compile(r"\+861[3-9]\d{9}", re.ASCII)


class Skip(Exception):
    """There is nothing to send, and nothing is wrong; the argument is a code of faults.py."""


def message_of(delivery: Delivery) -> Message:
    """The message of a delivery. Raises Skip or Permanent."""
    owed = Outbox.objects.filter(id=delivery.outbox_id, at=delivery.outbox_at).first()
    if owed is None:
        raise Permanent("unknown_address")
    try:
        if delivery.to_kind == Delivery.ToKind.CITIZEN:
            return _to_citizen(delivery, owed)
        if delivery.to_kind == Delivery.ToKind.READER:
            return _to_reader(delivery, owed)
        return _to_staff(delivery, owed)
    except (Unreadable, KeyError):
        raise Permanent("unreadable") from None


@sensitive_variables()
def _to_citizen(delivery: Delivery, owed: Outbox) -> Message:
    citizen = Citizen.objects.get(pk=delivery.to_id)
    order = Order.objects.select_related("reason").filter(pk=_order_of(owed)).first()
    if citizen.erased_at is not None:
        raise Skip("erased")
    if order is None:
        raise Permanent("no_order")
    if delivery.medium == Medium.WECHAT:
        openid = wechat_of(citizen.pk)
        if openid is None:
            raise Skip("not_bound")
        to, shown = openid, "微信"
    else:
        identity = identity_of(citizen)
        to, shown = _mobile(identity.phone if identity else None, "no_citizen_number")
    text = message_for(Told(order, owed.kind, owed.at, owed.payload))
    return Message(to, text, kind_of(owed.kind).label, owed.kind, str(delivery.key), shown)


def _order_of(owed: Outbox) -> int:
    """The order the citizen knows: the own one, where it was merged into that of the notice."""
    return int(owed.payload.get("merged_order_id") or owed.order_id or 0)


def _mobile(number: str | None, none: str) -> tuple[str, str]:
    """The number and its masked form. Raises Skip where there is none that takes messages."""
    if number is None:
        raise Skip(none)
    if not _MOBILE.fullmatch(number):
        raise Skip("landline")
    return number, masked(number)


@sensitive_variables()
def _to_reader(delivery: Delivery, owed: Outbox) -> Message:
    to = outside.address(delivery.to_id)
    if not to:
        raise Skip("reads_no_more")
    subject, said = kind_of(owed.kind).label, words(owed.kind, owed.payload, names_for([]))
    text = f"{said}，见附件。\n\n这封信由12345热线寄出；不想再收，告诉热线的统计分析员。\n"
    papers = outside.attached(owed.kind, owed.payload)
    key = str(delivery.key)
    return Message(to, text, f"【12345热线】{subject}", owed.kind, key, to, papers)


@sensitive_variables()
def _to_staff(delivery: Delivery, owed: Outbox) -> Message:
    staff = Staff.objects.get(pk=delivery.to_id)
    if not staff.is_active:
        raise Skip("account_closed")
    preference = NoticePreference.objects.filter(pk=staff.pk).first()
    if preference is None:
        raise Skip("no_address")
    if delivery.medium == Medium.EMAIL:
        to = shown = preference.email
        if not to:
            raise Skip("no_address")
    else:
        to, shown = _mobile(mobile_of(preference), "no_address")
    subject, text = _staff_words(delivery, owed)
    by_mail = delivery.medium == Medium.EMAIL
    papers = outside.attached(owed.kind, owed.payload) if by_mail else ()
    return Message(to, text, subject, owed.kind, str(delivery.key), shown, papers)


def _staff_words(delivery: Delivery, owed: Outbox) -> tuple[str, str]:
    """Subject and text: what, which order by its number, and where to read on; no citizen's word
    leaves the house."""
    kind = kind_of(owed.kind)
    said = words(owed.kind, owed.payload, names_for([owed.payload]))
    number = Order.objects.filter(pk=owed.order_id or 0).values_list("number", flat=True).first()
    page = reverse("orders:order", args=[number]) if number else address(owed.kind, owed.payload)
    path = page or reverse("orders:notices")
    order = f"工单{number}：" if number else ""
    subject = f"{kind.label}{'：' + number if number else ''}"
    if delivery.medium == Medium.SMS:
        return subject, f"【{settings.SMS_SIGN}】{order}{said}。"
    why = "" if kind.group == NoticeGroup.DIGEST else "\n怎么收消息，在“我的”里改。"
    return f"【12345热线】{subject}", f"{order}{said}。\n\n{settings.SITE_URL}{path}\n{why}"
