"""E-mail by Django's mail backends."""

from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from orders.notices.gateways.gateway import Message, Permanent, Temporary


class MailGateway:
    """One plain letter to one address, with what is attached; its Message-ID comes from the key,
    so that a letter sent twice is one letter to a mail program."""

    def send(self, message: Message) -> str:
        """Raises Temporary or Permanent."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        letter_id = f"<{message.key}@{domain}>" if message.key else make_msgid()
        letter = EmailMessage(
            message.subject,
            message.text,
            to=[message.to],
            attachments=[(one.name, one.content, one.media_type) for one in message.attachments],
            headers={"Message-ID": letter_id, "Auto-Submitted": "auto-generated"},
        )
        try:
            letter.send()
        except SMTPRecipientsRefused:
            raise Permanent("address_refused") from None
        except SMTPResponseException as error:
            sort = Permanent if 500 <= error.smtp_code < 600 else Temporary
            raise sort(f"smtp_{error.smtp_code}") from None
        except TimeoutError:
            raise Temporary("timeout") from None
        except (SMTPException, OSError):
            raise Temporary("unreachable") from None
        except ValueError:  # an address with a line break, say
            raise Permanent("address_refused") from None
        return letter_id
