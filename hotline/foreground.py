"""Several processes under one foreground process: their lines with a name before, one end for all.

Each child leads a session of its own, so that Ctrl-C reaches only this process, which then ends
the children in order, their own children included.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from hotline.servers import ROOT

COLOURS = {"web": "36", "worker": "33", "beat": "35", "pg": "32", "redis": "31", "live": "34"}
WIDTH = max(len(name) for name in COLOURS)
GRACE_SECONDS = 10.0


@dataclass
class Foreground:
    """The children, and what was said to this process (a signal) or happened to it."""

    on_start: Callable[[int], None]
    ending: threading.Event = field(default_factory=threading.Event)
    signals: int = 0
    may_end: set[str] = field(default_factory=set)  # whose end is logged and ends nobody else
    _children: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _readers: list[threading.Thread] = field(default_factory=list)

    def listen(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal end everything in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a child; its lines appear on standard output with its name before them."""
        child = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            errors="replace", start_new_session=True,
        )  # fmt: skip
        self._children[name] = child
        self.on_start(child.pid)
        reader = threading.Thread(target=self._relay, args=(name, child), daemon=True)
        reader.start()
        self._readers.append(reader)

    def wait(self, alive: Callable[[], bool]) -> str | None:
        """Until a signal comes, alive() turns false or a child ends; the name of that child."""
        while not self.ending.wait(0.2):
            if not alive():
                return None
            for name, child in self._children.items():
                if child.poll() is None or name in self._gone:
                    continue
                if name not in self.may_end:
                    return name
                self._gone.add(name)
                say(name, f"自己停了（退出码 {child.poll()}），别的照常")
        return None

    def code(self, name: str) -> int | None:
        """With what the child ended; None while it runs."""
        return self._children[name].poll()

    def stop(self) -> None:
        """End all children, the last started first; a second Ctrl-C ends them at once. Each is
        asked alone, so that a worker may finish what its own children have begun."""
        for child in reversed(self._children.values()):
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE_SECONDS
        while any(child.poll() is None for child in self._children.values()):
            if time.monotonic() > until or self.signals > 1:
                break
            time.sleep(0.05)
        for child in self._children.values():
            with suppress(ProcessLookupError):  # what is left of its session
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        for reader in self._readers:
            reader.join(1)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1
        self.ending.set()

    def _relay(self, name: str, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        with child.stdout as lines:
            for line in lines:
                say(name, line.rstrip())


def say(name: str, line: str) -> None:
    """One line of the log under a name; coloured on a terminal only.

    Where nobody reads any more (`run | head`) the line is dropped: the children write on.
    """
    label = f"{name:<{WIDTH}} |"
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        label = f"\033[{COLOURS.get(name, '0')}m{label}\033[0m"
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{label} {line}\n")
        sys.stdout.flush()
