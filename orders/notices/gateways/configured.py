"""Which gateway carries which medium on this machine: the settings say so."""

from pathlib import Path

from django.conf import settings

from orders.models.notice import Medium
from orders.notices.gateways.file import FileGateway
from orders.notices.gateways.gateway import Gateway
from orders.notices.gateways.http import SmsGateway, WeChatGateway
from orders.notices.gateways.mail import MailGateway


def gateway_for(medium: str) -> Gateway | None:
    """The medium's gateway; None where it is not connected. On a developer's machine what is not
    connected goes to the file."""
    if medium == Medium.SMS and settings.SMS_URL:
        return SmsGateway(settings.SMS_URL, settings.SMS_KEY)
    if medium == Medium.WECHAT and settings.WECHAT_URL:
        return WeChatGateway(settings.WECHAT_URL, settings.WECHAT_KEY)
    if medium == Medium.EMAIL and settings.EMAIL_HOST:
        return MailGateway()
    if settings.MESSAGES_FILE:
        return FileGateway(str(medium), Path(settings.MESSAGES_FILE))
    return None
