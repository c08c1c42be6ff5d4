"""`make clean`: stop this checkout's servers and remove all that it made on this machine."""

import fcntl
import os
import shutil
import sys
from pathlib import Path

from hotline.servers import ROOT, VAR, ServersError, lease, memory, place

MADE = (".venv", "node_modules", "hotline/static/vendor", ".mypy_cache", ".ruff_cache",
        ".pytest_cache", ".hypothesis", ".import_linter_cache", ".coverage")  # fmt: skip


def clean(var: Path = VAR) -> None:
    """Remove var and the folder under /var/tmp that belongs to it; refused while in use."""
    if not var.exists():
        return
    with memory.mutex(var), (var / "in-use.lock").open("a") as claim:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServersError(
                "还有程序在用数据库：先停掉 make run 和其他命令，再 make clean"
            ) from error
        for home in [*homes_elsewhere(var), var]:
            if not lease.stop_all(home):
                raise ServersError("数据库停不下来：看 var/log/postgres.log")
            shutil.rmtree(home)


def homes_elsewhere(var: Path) -> list[Path]:
    """The folders outside the project that were made for it and say so themselves."""
    return [home for home in place.ELSEWHERE.glob("hotline-*") if _is_ours(home, var)]


def _is_ours(home: Path, var: Path) -> bool:
    owner = home / "OWNER"
    mine = home.is_dir() and home.stat().st_uid == os.geteuid()
    return mine and owner.is_file() and owner.read_text().strip() == str(var)


def main() -> None:
    try:
        clean()
    except (ServersError, OSError) as error:
        sys.exit(f"没有删完：{error}")
    for name in MADE:
        path = ROOT / name
        path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    main()
