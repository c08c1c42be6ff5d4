"""The interface to whoever carries a message: send it and get a receipt, or hear why not."""

from dataclasses import dataclass, field
from typing import Protocol


class Temporary(Exception):
    """It may go later; the argument is a short code, never a number or words of the message."""


class Permanent(Exception):
    """It will never go as it stands; the argument is a short code."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. to and text never show in a repr; shown is what a person may see of `to`.
    Only e-mail carries attachments.

    key names the message for good: a gateway that has had it must not send it again.
    """

    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str
    kind: str
    key: str
    shown: str = ""
    attachments: tuple[Attachment, ...] = ()


class Gateway(Protocol):
    """Carries messages of one medium."""

    def send(self, message: Message) -> str:
        """Hand the message over; the answer is the receipt. Raises Temporary or Permanent."""
        ...
