"""The embedded PostgreSQL 18: made once, started, stopped; 127.0.0.1 and a random password only."""

import os
import shutil
import signal
import time
from pathlib import Path

from hotline.servers import processes
from hotline.servers.place import Place
from hotline.servers.trouble import ServersError

USER = DATABASE = "hotline"
VERSION = "18"
START_SECONDS = 30.0
# After a kill -9 the old processes may hold these for some moments; a new try then succeeds.
PASSING = ("shared memory", "lock file")
# A number no process can have: the server then judges by its shared memory alone.
NOBODYS_PID = 4194304
INITDB = (
    "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8", "--auth=scram-sha-256", f"--username={USER}", "--no-sync",
)  # fmt: skip
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "jit=off",
    "synchronous_commit=off",
    "log_timezone=Asia/Shanghai",
)


def pid(data: Path) -> int | None:
    """The number of the server that runs on this very folder, if one does."""
    found = _pid_in_file(data)
    line = processes.command(found) if found else None
    return found if line and str(data) in line else None


def start(place: Place, port: int, password: str) -> None:
    """Have the server up and answering on the port; a fresh folder is made first."""
    if pid(place.data) is not None:
        return
    if not place.data.exists():
        _make(place, password)
    _look_over(place.data)
    until = time.monotonic() + START_SECONDS
    while not _try(place, port, until):
        if time.monotonic() > until or not any(word in last_words(place) for word in PASSING):
            raise ServersError(
                f"PostgreSQL 起不来：{last_words(place)}（日志 {place.log('postgres')}）。"
                f"数据目录 {place.data} 坏了的话，备份后 make clean 重来"
            )
        time.sleep(0.3)


def stop(data: Path) -> bool:
    """End the server on this folder, whoever started it; True once it is gone."""
    running = pid(data)
    if running is None:
        return True
    return processes.stop(running, (signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))


def last_words(place: Place) -> str:
    """The last complaint in the server's log, without its time stamp."""
    lines = place.log("postgres").read_text(errors="replace").splitlines()[-40:]
    for mark in ("FATAL:", "PANIC:", "ERROR:"):
        for line in reversed(lines):
            if mark in line:
                return line.partition(mark)[2].strip()
    return lines[-1] if lines else "没有留下话"


def _make(place: Place, password: str) -> None:
    """initdb and the database, in a folder that gets its name only when it is whole."""
    half, secret = place.home / "postgres.new", place.home / "postgres.password"
    shutil.rmtree(half, ignore_errors=True)
    secret.unlink(missing_ok=True)
    half.mkdir(mode=0o700)
    with os.fdopen(os.open(secret, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(password)
    place.account.own(half)
    place.account.own(secret)
    try:
        _succeed(place, place.postgres / "initdb", "-D", half, f"--pwfile={secret}", *INITDB)
        single = (place.postgres / "postgres", "--single", "-D", half, "postgres")
        _succeed(place, *single, text=f"CREATE DATABASE {DATABASE}\n")
    finally:
        secret.unlink()
    half.rename(place.data)


def _succeed(place: Place, *command: str | Path, text: str = "") -> None:
    done = place.account.run(*command, text=text)
    if done.returncode != 0 or "ERROR:" in done.stderr:
        said = (done.stderr.strip() or done.stdout.strip() or "没有留下话").splitlines()[-1]
        raise ServersError(f"数据库建不起来：{said}（在 {place.home}；看磁盘空间和目录权限）")


def _look_over(data: Path) -> None:
    """Refuse a folder that is not a whole PostgreSQL 18; free a lock that another process's
    number only seems to hold (after a power cut, or in a copied checkout)."""
    try:
        version = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        version = ""
    except PermissionError as error:
        raise ServersError(f"{data} 读不了：换回原来建它的用户，或改它的属主") from error
    if version != VERSION:
        what = f"是 PostgreSQL {version} 的，这里用 {VERSION}" if version else "不是完整的数据库"
        raise ServersError(
            f"数据目录 {data} {what}：从备份放回，或 make clean 后重来（演示数据会没）"
        )
    lock = data / "postmaster.pid"
    held = _pid_in_file(data)
    if held and processes.holds_number(held):
        _, _, rest = lock.read_text().partition("\n")
        lock.write_text(f"{NOBODYS_PID}\n{rest}")


def _try(place: Place, port: int, until: float) -> bool:
    """One start; False when the server ended instead of coming up."""
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    program = place.postgres / "postgres"
    server = place.spawn("postgres", program, "-D", place.data, "-p", str(port), *options)
    while time.monotonic() < until:
        if server.poll() is not None:
            return False
        if _state(place.data, server.pid) == "ready":
            processes.let_go(server)
            return True
        time.sleep(0.02)
    stop(place.data)
    return False


def _pid_in_file(data: Path) -> int | None:
    first = _lock_lines(data)[:1]
    return int(first[0]) if first and first[0].isdecimal() else None


def _state(data: Path, server: int) -> str:
    """The state in the last line of the lock file, once this server has written it."""
    lines = _lock_lines(data)
    return lines[7].strip() if len(lines) > 7 and lines[0] == str(server) else ""


def _lock_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
