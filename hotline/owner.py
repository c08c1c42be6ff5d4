"""One `run` a checkout: who holds it (var/run.lock), what a killed one left (var/run.json).

The claim is a lock on one file; the record stands in another, which is replaced whole, so that
whoever reads it while it is written finds the old or the new one and never a half.
"""

import fcntl
import json
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from hotline.servers import processes


class AlreadyRunningError(Exception):
    """Someone else holds this checkout; the text says who, where, and how to stop it."""


@dataclass
class Owner:
    """The claim on a checkout, and the children to end should this process be killed."""

    var: Path
    handle: IO[str]
    record: dict[str, object] = field(default_factory=dict)

    def note(self, **facts: object) -> None:
        """Write down what the next start must know: address, children."""
        self.record.update(facts)
        fresh = self.var / "run.json.new"
        fresh.write_text(json.dumps(self.record))
        fresh.replace(record_path(self.var))

    def note_child(self, pid: int) -> None:
        """Remember a child by its number and the moment of its start."""
        children = [*_children(self.record), [pid, processes.identity(pid)]]
        self.note(children=children)

    def release(self) -> None:
        """Give the checkout free; the lock's file stays, the record goes."""
        self.record.clear()
        record_path(self.var).unlink(missing_ok=True)
        self.handle.close()


def record_path(var: Path) -> Path:
    """Where the running process says who and where it is, and which children it has."""
    return var / "run.json"


def claim(var: Path) -> Owner:
    """Hold the checkout until release() or the end of this process.

    Children of a holder that was killed are ended first. Raises AlreadyRunningError.
    """
    handle = (var / "run.lock").open("a")
    left = _read(var)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.close()
        where = f"，地址 {left['address']}" if "address" in left else ""
        raise AlreadyRunningError(
            f"这个目录里已经在运行：进程 {left.get('pid', '不明')}{where}。"
            "先停掉它（在它那里按 Ctrl-C）"
        ) from error
    for pid, started in _children(left):
        if processes.identity(pid) == started:
            processes.stop(pid, (signal.SIGTERM, 5), (signal.SIGKILL, 5), group=True)
    owner = Owner(var, handle)
    owner.note(pid=os.getpid(), started=processes.identity(os.getpid()), checkout=str(var.parent))
    return owner


def _read(var: Path) -> dict[str, object]:
    try:
        found = json.loads(record_path(var).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _children(record: dict[str, object]) -> list[tuple[int, str]]:
    found = record.get("children", [])
    return [(int(pid), str(started)) for pid, started in found] if isinstance(found, list) else []
