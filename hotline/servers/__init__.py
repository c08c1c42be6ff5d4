"""The servers of one machine: PostgreSQL and Valkey of its own where the environment names none.

settings.py asks here for their addresses, manage.py and the tests for having them up. Nothing
here knows Django, so that `make clean` works on a machine that has only Python.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.servers import lease, memory, place, postgres, valkey
from hotline.servers.trouble import ServersError

__all__ = ["ROOT", "VAR", "ServersError", "for_command", "local_database_url", "local_redis_url",
           "local_secret", "up"]  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("HOTLINE_VAR", "").strip() or ROOT / "var").resolve()
# These commands never speak to a server; every other one finds the servers up.
ALONE = {"help", "version", "collectstatic", "findstatic", "diffsettings", "startapp", "whatif"}
ASKS_HELP = {"-h", "--help", "--version"}


def local_secret(name: str, var: Path = VAR) -> str:
    """A key of this checkout, 64 hexadecimal digits, the same at every start."""
    return memory.secret(var, name)


def local_database_url(var: Path = VAR) -> str:
    """Where the embedded PostgreSQL listens, or will once it is up."""
    return (
        f"postgresql://{postgres.USER}:{_database_password(var)}"
        f"@127.0.0.1:{_database_port(var)}/{postgres.DATABASE}"
    )


def local_redis_url(var: Path = VAR) -> str:
    """Where the embedded Valkey listens, or will once it is up."""
    return f"redis://:{memory.secret(var, 'redis-password')}@127.0.0.1:{_redis_port(var)}/0"


@contextmanager
def up(var: Path = VAR) -> Iterator[None]:
    """Inside, whatever of the two servers the environment does not name is up."""
    wanted = lease.Wanted(
        var,
        None if os.environ.get("DATABASE_URL", "").strip() else _database_port(var),
        None if os.environ.get("REDIS_URL", "").strip() else _redis_port(var),
    )
    if not wanted or os.environ.get("HOTLINE_MODE", "").strip() == "production":
        yield  # settings.py says what production lacks
        return
    _database_password(var)
    memory.secret(var, "redis-password")
    with lease.in_use(wanted):
        yield


@contextmanager
def for_command(arguments: list[str], var: Path = VAR) -> Iterator[None]:
    """The servers for `manage.py arguments`: none for a command that speaks to no server."""
    if len(arguments) < 2 or arguments[1] in ALONE or ASKS_HELP & set(arguments):
        yield
        return
    with up(var):
        yield


def _database_password(var: Path) -> str:
    if (var / "postgres").exists() and "database-password" not in memory.recall(var):
        raise ServersError(
            f"{var}/local.json 不见了，数据库的口令和电话的密钥在里面："
            "从备份放回，或 make clean 重来"
        )
    return memory.secret(var, "database-password")


def _database_port(var: Path) -> int:
    home = place.home_of(var)
    return memory.port(var, "database-port", lambda _: postgres.pid(home / "postgres") is not None)


def _redis_port(var: Path) -> int:
    return memory.port(var, "redis-port", lambda _: valkey.pid(place.home_of(var)) is not None)
