"""Which process is which, without trusting a bare number: numbers are used again after a crash."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def command(pid: int) -> str | None:
    """The command line of a living process; None when there is none of that number."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return raw.replace(b"\0", b" ").decode(errors="replace").strip() or None
    return _ps(pid, "command=")


def identity(pid: int) -> str | None:
    """What tells a process from a later one of the same number: the moment of its start."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        except OSError:
            return None
        state, *fields = stat.rpartition(")")[2].split()
        return None if state in "ZX" else fields[18]  # starttime, in ticks since boot
    return _ps(pid, "lstart=")


def _ps(pid: int, column: str) -> str | None:
    found = subprocess.run(
        ["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or None


def holds_number(pid: int) -> bool:
    """Whether the system still knows the number, be it of a process that is dead but not buried."""
    _reap(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_gone(pid: int, started: str | None, seconds: float) -> bool:
    """Whether that very process ended within the seconds; one of our own children is reaped."""
    until = time.monotonic() + seconds
    while True:
        _reap(pid)
        if identity(pid) != started or started is None:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.02)


def stop(pid: int, *steps: tuple[signal.Signals, float], group: bool = False) -> bool:
    """Send each signal in turn and wait its seconds; True once the process is gone.

    With group the whole process group is told, so that a worker's own children end too.
    """
    started = identity(pid)
    if started is None:
        return True
    send = os.killpg if group else os.kill
    for number, seconds in steps:
        try:
            send(pid, number)
        except ProcessLookupError:
            return True
        if wait_gone(pid, started, seconds):
            return True
    return False


def let_go(child: "subprocess.Popen[bytes]") -> None:
    """The child outlives this process: nobody waits for it, and Python need not warn of that."""
    child.returncode = 0


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except (ChildProcessError, PermissionError):
        return
