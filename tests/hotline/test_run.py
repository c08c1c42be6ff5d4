"""`run` is one foreground process: it starts everything, ends everything, and recovers."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline import owner, welcome
from hotline.foreground import Foreground, say
from hotline.servers import ROOT, clean, memory, place, postgres, processes, valkey

OPEN_SECONDS = 240


class Run:
    """`manage.py run` with a var of its own, as a person starts and stops it."""

    def __init__(self, var: Path, **environment: str) -> None:
        known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
        for name in ("DATABASE_URL", "REDIS_URL", "HOTLINE_MODE", "PORT"):
            known.pop(name, None)
        self.var = var
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run"], cwd=ROOT, text=True,
            env={**known, "HOTLINE_VAR": str(var), **environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever a failed test left running ends here."""
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.lines.extend(lines)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def wait_open(self) -> None:
        self.wait_said("Ctrl-C 全部停下")

    def wait_said(self, words: str) -> None:
        until = time.monotonic() + OPEN_SECONDS
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def record(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(owner.record_path(self.var).read_text())
        return found

    def get(self, path: str) -> int:
        host, port = str(self.record()["address"]).strip("/").rpartition("/")[2].split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def children(self) -> list[int]:
        found = self.record()["children"]
        assert isinstance(found, list)
        return [int(pid) for pid, _ in found]

    def end(self, number: signal.Signals) -> int:
        os.kill(self.process.pid, number)
        code = self.process.wait(40)
        if number != signal.SIGKILL:
            self.reader.join(5)
        return code


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    clean.clean(tmp_path / "var")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A var in which the demo city is made once, by whichever test opens it first."""
    var = tmp_path_factory.mktemp("city") / "var"
    yield var
    clean.clean(var)


def left(var: Path) -> list[int]:
    """The servers of this var that still run."""
    home = place.home_of(var)
    return [pid for pid in (postgres.pid(home / "postgres"), valkey.pid(home)) if pid]


def test_everything_opens_and_ends_and_a_second_one_is_refused(city: Path) -> None:
    with Run(city) as run:
        run.wait_open()
        assert (run.get("/readyz"), run.get("/static/vendor/icons.svg")) == (200, 200)
        assert "工号" in run.said
        run.wait_said("模拟的来件和办理开始了")
        with Run(city) as second:
            assert second.process.wait(60) == 1
            second.reader.join(5)
        assert f"已经在运行：进程 {run.process.pid}，地址 http://127.0.0.1:" in second.said
        children = run.children()
        assert run.end(signal.SIGINT) == 0
    assert [pid for pid in children if processes.identity(pid)] == []
    assert left(city) == []


def test_a_kill_is_recovered_from_at_the_next_start(city: Path) -> None:
    with Run(city) as killed:
        killed.wait_open()
        orphans = killed.children()
        assert killed.end(signal.SIGKILL) == -signal.SIGKILL
    assert [pid for pid in orphans if processes.identity(pid)] == orphans
    with Run(city) as again:
        again.wait_open()
        assert [pid for pid in orphans if processes.identity(pid)] == []
        assert again.end(signal.SIGTERM) == 0
    assert left(city) == []


def test_a_port_in_use_is_one_line_that_says_what_to_do(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Run(var, PORT=str(port)) as run:
            assert run.process.wait(60) == 1
            run.reader.join(5)
    assert run.said.count("\n") == 1
    assert f"端口 {port} 已被占用" in run.said
    assert f"PORT={port + 1}" in run.said
    assert left(var) == []


def test_one_holds_a_checkout_at_a_time(tmp_path: Path) -> None:
    memory.prepare(tmp_path)
    claim = owner.claim(tmp_path)
    claim.note(address="http://127.0.0.1:8000/")
    with pytest.raises(owner.AlreadyRunningError, match=f"进程 {os.getpid()}，地址 http://127"):
        owner.claim(tmp_path)
    claim.release()
    owner.claim(tmp_path).release()


def test_children_of_a_killed_owner_are_ended_and_strangers_of_their_number_are_not(
    tmp_path: Path,
) -> None:
    memory.prepare(tmp_path)
    sleep = ["sleep", "60"]
    with (
        subprocess.Popen(sleep, start_new_session=True) as orphan,
        subprocess.Popen(sleep, start_new_session=True) as stranger,
    ):
        children = [[orphan.pid, processes.identity(orphan.pid)], [stranger.pid, "another start"]]
        owner.record_path(tmp_path).write_text(json.dumps({"pid": 1, "children": children}))
        owner.claim(tmp_path).release()
        assert stranger.poll() is None
        stranger.terminate()
        assert orphan.wait(5) in {0, -signal.SIGTERM}


def test_a_garbled_record_is_no_hindrance(tmp_path: Path) -> None:
    memory.prepare(tmp_path)
    owner.record_path(tmp_path).write_text("{half")
    owner.claim(tmp_path).release()


def test_a_record_read_while_it_is_written_is_never_a_half(tmp_path: Path) -> None:
    memory.prepare(tmp_path)
    claim = owner.claim(tmp_path)
    ended = threading.Event()

    def write() -> None:
        for count in range(500):
            claim.note(address=f"http://127.0.0.1:{count}/" + "x" * 5000)
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not ended.is_set():
        assert json.loads(owner.record_path(tmp_path).read_text())["pid"] == os.getpid()
    writer.join()
    claim.release()
    assert not owner.record_path(tmp_path).exists()


def test_a_child_that_ends_by_itself_is_named_with_its_code(
    capfd: pytest.CaptureFixture[str],
) -> None:
    noted: list[int] = []
    foreground = Foreground(on_start=noted.append)
    foreground.start("web", [sys.executable, "-c", "print('要停了'); raise SystemExit(3)"], {})
    foreground.start("beat", ["sleep", "60"], {})
    assert foreground.wait(lambda: True) == "web"
    assert foreground.code("web") == 3
    foreground.stop()
    assert foreground.code("beat") == -signal.SIGTERM
    assert [processes.identity(pid) for pid in noted] == [None, None]
    assert "web    | 要停了" in capfd.readouterr().out


def test_a_child_that_may_end_is_named_and_ends_nobody_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    foreground = Foreground(on_start=lambda _: None, may_end={"live"})
    foreground.start("live", [sys.executable, "-c", "raise SystemExit(3)"], {})
    looks = iter([True] * 5)
    assert foreground.wait(lambda: next(looks, False) or foreground.code("live") is None) is None
    foreground.stop()
    assert capsys.readouterr().out.count("退出码 3") == 1


def test_it_ends_when_whoever_started_it_is_gone() -> None:
    foreground = Foreground(on_start=lambda _: None)
    foreground.start("web", ["sleep", "60"], {})
    assert foreground.wait(lambda: False) is None
    foreground.stop()


def test_a_second_signal_ends_a_stubborn_child_at_once() -> None:
    foreground = Foreground(on_start=lambda _: None)
    ignore = "import signal,time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    foreground.start("worker", [sys.executable, "-c", ignore], {})
    time.sleep(0.5)
    foreground.signals = 2
    started = time.monotonic()
    foreground.stop()
    assert time.monotonic() - started < 5
    assert foreground.code("worker") == -signal.SIGKILL


def test_a_line_carries_its_name_without_colours_off_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("pg", "127.0.0.1")
    assert capsys.readouterr().out == "pg     | 127.0.0.1\n"


def test_columns_line_up_under_chinese_heads() -> None:
    assert welcome.table([("角色", "工号"), ("话务员", "1"), ("Ab", "22")]) == [
        "角色    工号",
        "话务员  1",
        "Ab      22",
    ]


@pytest.mark.parametrize(
    ("host", "typed"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("10.0.0.5", "10.0.0.5")],
)
def test_the_address_can_be_typed_into_a_browser(host: str, typed: str) -> None:
    assert welcome.url(host, 8000) == f"http://{typed}:8000/"


def test_waiting_ends_when_the_web_process_is_gone() -> None:
    assert welcome.wait_until_up("127.0.0.1", 1, gone=lambda: True) is False


def test_no_accounts_are_printed_where_there_is_no_demo() -> None:
    assert "口令" not in welcome.text("127.0.0.1", 8000, demo=False)
