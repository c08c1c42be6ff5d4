"""On one's own machine messages go to a file, a JSON line each; the page of messages shows it.

Only what a person may see of an address is written: a number stays masked here too.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from orders.notices.gateways.gateway import Message, Temporary

LAST = 256 * 1024  # bytes at the end of the file that the page looks at


@dataclass(frozen=True, slots=True)
class FileGateway:
    """Appends to the file; the key is the receipt."""

    medium: str
    path: Path

    def send(self, message: Message) -> str:
        """Raises Temporary where the file cannot be written."""
        line = json.dumps(
            {
                "key": message.key,
                "medium": self.medium,
                "kind": message.kind,
                "to": message.shown,
                "subject": message.subject,
                "text": message.text,
                "attachments": [one.name for one in message.attachments],
            },
            ensure_ascii=False,
        )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError:
            raise Temporary("unreachable") from None
        return message.key


def texts(path: Path) -> dict[str, str]:
    """The words of the latest messages, by key; a line that is no line of ours is passed by."""
    try:
        with path.open("rb") as file:
            file.seek(max(file.seek(0, 2) - LAST, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        try:
            said = json.loads(line)
            found[str(said["key"])] = str(said["text"])
        except (ValueError, KeyError, TypeError):
            continue
    return found
