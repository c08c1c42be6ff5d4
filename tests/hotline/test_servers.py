"""One machine's own PostgreSQL and Valkey: up while used, whatever happened before."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from hotline import servers
from hotline.servers import ServersError, clean, memory, place, postgres, processes, valkey

USE = """
import os, sys, time
from pathlib import Path
from hotline import servers
with servers.up(Path(sys.argv[1])):
    print("up", flush=True)
    if sys.argv[2] == "die":
        os.kill(os.getpid(), 9)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The var of a checkout of its own, under a folder that only its owner may enter."""
    for name in ("DATABASE_URL", "REDIS_URL", "HOTLINE_MODE"):
        monkeypatch.delenv(name, raising=False)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    yield closed / "var"
    clean.clean(closed / "var")


def use(var: Path, how: str) -> subprocess.Popen[str]:
    """Another process that uses the servers: for some seconds, or until it kills itself."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(var), how],
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def running(var: Path) -> tuple[int | None, int | None]:
    """The numbers of the two servers of this checkout."""
    home = place.home_of(var)
    return postgres.pid(home / "postgres"), valkey.pid(home)


def ask(var: Path, query: str) -> object:
    with psycopg.connect(servers.local_database_url(var)) as connection:
        for command in query.split(";"):
            answer = connection.execute(command)
        row = answer.fetchone()
    return row[0] if row else None


def test_both_answer_inside_and_are_gone_outside(var: Path) -> None:
    with servers.up(var):
        assert str(ask(var, "SHOW server_version")).startswith("18.")
        with redis.Redis.from_url(servers.local_redis_url(var)) as cache:
            assert cache.ping()
    assert running(var) == (None, None)


def test_what_was_written_is_there_at_the_next_start(var: Path) -> None:
    with servers.up(var):
        ask(var, "CREATE TABLE kept AS SELECT 7 AS n; SELECT 1")
    with servers.up(var):
        assert ask(var, "SELECT n FROM kept") == 7


def test_nobody_else_on_the_machine_gets_in(var: Path) -> None:
    with servers.up(var):
        without = servers.local_database_url(var).replace(
            servers.local_secret("database-password", var), "guess"
        )
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(without)
        port = servers.local_redis_url(var).rpartition(":")[2].split("/")[0]
        with redis.Redis(port=int(port)) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert ask(var, "SHOW listen_addresses") == "127.0.0.1"
        assert ask(var, "SHOW unix_socket_directories") == ""
    assert (var / "local.json").stat().st_mode & 0o077 == 0


def test_substrings_of_chinese_text_can_be_indexed(var: Path) -> None:
    with servers.up(var):
        ask(var, "CREATE EXTENSION pg_trgm; SELECT 1")
        assert ask(var, "SELECT cardinality(show_trgm('投诉人'))") == 4


def test_the_last_user_stops_them_whoever_started_them(var: Path) -> None:
    with use(var, "1.5") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "up\n"
        before = running(var)
        with servers.up(var):
            assert first.wait(30) == 0
            assert running(var) == before
        assert running(var) == (None, None)


def test_two_that_start_at_once_share_one_server(var: Path) -> None:
    with use(var, "1") as first, use(var, "1") as second:
        assert (first.wait(60), second.wait(60)) == (0, 0)
    assert running(var) == (None, None)
    assert "already exists" not in (var / "log" / "postgres.log").read_text()


def test_a_killed_user_leaves_servers_that_the_next_one_takes_over_and_stops(var: Path) -> None:
    with use(var, "die") as victim:
        assert victim.wait(60) == -9
    left = running(var)
    assert None not in left
    with servers.up(var):
        assert running(var) == left
    assert running(var) == (None, None)


def test_killed_servers_start_again(var: Path) -> None:
    with servers.up(var):
        for number in running(var):
            assert number is not None
            os.kill(number, 9)
        time.sleep(0.1)
    with servers.up(var):
        assert ask(var, "SELECT 1") == 1


def test_a_lock_whose_number_belongs_to_another_process_now_is_no_hindrance(var: Path) -> None:
    with servers.up(var):
        pass
    lock = place.home_of(var) / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{lock.parent}\n1\n1\n\n127.0.0.1\n")
    os.chown(lock, lock.parent.stat().st_uid, lock.parent.stat().st_gid)
    with servers.up(var):
        assert ask(var, "SELECT 1") == 1


def test_ports_stay_and_a_taken_one_is_left_to_its_owner(var: Path) -> None:
    before = servers.local_database_url(var)
    assert servers.local_database_url(var) == before
    port = int(before.rpartition(":")[2].split("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        after = servers.local_database_url(var)
        assert after != before
        with servers.up(var):
            assert ask(var, "SELECT 1") == 1
    assert servers.local_database_url(var) == after


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("PG_VERSION", None, "不是完整的数据库"),
        ("PG_VERSION", "17\n", "是 PostgreSQL 17 的，这里用 18"),
        ("global/pg_control", None, "PostgreSQL 起不来"),
        ("postgresql.conf", "nonsense\n", "PostgreSQL 起不来"),
    ],
)
def test_a_broken_data_folder_is_one_line_that_says_what_to_do(
    var: Path, name: str, content: str | None, said: str
) -> None:
    with servers.up(var):
        pass
    broken = place.home_of(var) / "postgres" / name
    if content is None:
        broken.unlink()
    else:
        broken.write_text(content)
    with pytest.raises(ServersError, match=said) as refused, servers.up(var):
        pass
    assert "make clean" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert running(var) == (None, None)


def test_a_half_made_database_is_made_anew(var: Path) -> None:
    with servers.up(var):
        data = place.home_of(var) / "postgres"
    (data / "PG_VERSION").unlink()
    data.rename(data.with_name("postgres.new"))
    with servers.up(var):
        assert ask(var, "SELECT 1") == 1


def test_lost_passwords_are_told_and_never_replaced(var: Path) -> None:
    memory.prepare(var)
    (var / "postgres").mkdir()
    with pytest.raises(ServersError, match=r"local\.json 不见了"):
        servers.local_database_url(var)


def test_a_damaged_memory_is_told(var: Path) -> None:
    memory.prepare(var)
    (var / "local.json").write_text("{")
    with pytest.raises(ServersError, match=r"local\.json 坏了"):
        servers.local_secret("secret-key", var)


def test_nothing_is_started_when_the_environment_names_both(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@db/h")
    monkeypatch.setenv("REDIS_URL", "redis://r/0")
    with servers.up(var):
        assert not var.exists()


def test_production_never_gets_an_embedded_server(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_MODE", "production")
    with servers.up(var):
        assert running(var) == (None, None)


@pytest.mark.parametrize("arguments", [["manage.py"], ["manage.py", "help"], ["m", "run", "-h"]])
def test_a_command_that_speaks_to_no_server_starts_none(var: Path, arguments: list[str]) -> None:
    with servers.for_command(arguments, var):
        assert not var.exists()


def test_any_other_command_finds_them_up(var: Path) -> None:
    with servers.for_command(["manage.py", "migrate"], var):
        assert None not in running(var)


def test_no_mode_of_a_parent_folder_is_changed(var: Path) -> None:
    modes = [parent.stat().st_mode for parent in var.parents]
    with servers.up(var):
        pass
    assert [parent.stat().st_mode for parent in var.parents] == modes


def test_root_runs_them_as_nobody_in_a_folder_named_in_the_readme_others_as_themselves(
    var: Path,
) -> None:
    root = os.geteuid() == 0
    with servers.up(var):
        home = place.home_of(var)
        owner = (home / "postgres").stat().st_uid
        assert (home.parent == Path("/var/tmp")) is root
        assert (str(home) in (var / "README").read_text()) is root
        assert owner == (pwd.getpwnam("nobody").pw_uid if root else os.geteuid())
    clean.clean(var)
    assert not home.exists()
    assert not var.exists()


def test_clean_is_refused_while_someone_uses_them(var: Path) -> None:
    with servers.up(var):
        with pytest.raises(ServersError, match="先停掉"):
            clean.clean(var)
        assert ask(var, "SELECT 1") == 1


def test_a_secret_is_made_once(var: Path) -> None:
    first = servers.local_secret("secret-key", var)
    assert len(bytes.fromhex(first)) == 32
    assert servers.local_secret("secret-key", var) == first
    assert servers.local_secret("phone-key", var) != first


def test_a_process_that_ignores_the_first_signal_gets_the_second() -> None:
    stubborn = subprocess.Popen(
        [sys.executable, "-c", "import signal,time; signal.signal(15, signal.SIG_IGN); "
         "print(flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    with stubborn:
        assert stubborn.stdout is not None
        stubborn.stdout.readline()
        assert processes.stop(stubborn.pid, (signal.SIGTERM, 0.2), (signal.SIGKILL, 5))


def test_a_process_that_is_gone_has_no_identity() -> None:
    done = subprocess.Popen(["true"])
    done.wait()
    assert processes.identity(done.pid) is None
    assert processes.identity(os.getpid()) is not None
