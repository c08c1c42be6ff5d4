"""What one checkout remembers between starts: ports, passwords, keys (var/local.json, 0600)."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.servers.trouble import ServersError


def prepare(var: Path) -> None:
    """Make var/ as this account can use it; only var itself is ever given a mode."""
    try:
        var.mkdir(exist_ok=True)
        if var.stat().st_uid == os.geteuid():
            var.chmod(0o755)
        (var / "log").mkdir(exist_ok=True)
        (var / "mutex.lock").open("a").close()
    except OSError as error:
        raise ServersError(
            f"{error.filename or var} 写不进去（{error.strerror}）："
            f"换回原来建它的用户，或把 {var} 的属主改成当前用户"
        ) from error


@contextmanager
def mutex(var: Path) -> Iterator[None]:
    """One process of this checkout at a time; the lock falls with the process that held it."""
    prepare(var)
    with (var / "mutex.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def recall(var: Path) -> dict[str, str]:
    """All that is remembered; nothing yet when the checkout is new."""
    path = var / "local.json"
    try:
        known = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise ServersError(f"{path} 读不了：换回原来建它的用户，或改它的属主") from error
    except ValueError as error:
        raise ServersError(
            f"{path} 坏了：从备份放回，或 make clean 重来（演示数据会没）"
        ) from error
    return {str(key): str(value) for key, value in known.items()}


def remember(var: Path, **values: str) -> None:
    """Add to what is remembered, whole or not at all; call it under mutex()."""
    path, fresh = var / "local.json", var / "local.json.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        json.dump({**recall(var), **values}, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def secret(var: Path, name: str) -> str:
    """A random 256-bit key in hexadecimal, made at the first asking and the same ever after."""
    with mutex(var):
        known = recall(var).get(name)
        if known is None:
            known = secrets.token_hex(32)
            remember(var, **{name: known})
        return known


def port(var: Path, name: str, ours: Callable[[int], bool], first: int | None = None) -> int:
    """The remembered port while it is free or held by our own server, else a free one, remembered.

    first is tried before any other when nothing is remembered yet.
    """
    with mutex(var):
        known = recall(var).get(name)
        number = int(known) if known else first
        if number is None or not (ours(number) or is_free(number)):
            number = _free_port()
        if str(number) != known:
            remember(var, **{name: str(number)})
        return number


def is_free(number: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
