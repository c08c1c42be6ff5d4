"""`manage.py run`: the whole hotline of one machine under one foreground process."""

import os
import sys
from argparse import ArgumentParser
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from hotline import demo_bulletins, demo_warnings, owner, welcome
from hotline import environment as env
from hotline.foreground import Foreground, say
from hotline.servers import VAR, memory

FIRST_PORT = 8000
# Root is a fair user on one's own machine; Celery need not warn of it at every start.
ROOTED = {"PYTHONWARNINGS": "ignore:::celery.platforms"}


class Command(BaseCommand):
    help = "迁移、装参考数据和演示数据，然后运行网页、任务和定时；Ctrl-C 全部停下"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="启动它的进程没了就停下（make run 用）",
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            claim = owner.claim(VAR)
        except owner.AlreadyRunningError as error:
            raise CommandError(str(error)) from error
        try:
            address = _address()
            _prepare()
            ended = _serve(address, claim, with_parent=bool(options["with_parent"]))
        finally:
            claim.release()
        if ended:
            raise CommandError(f"{ended}，全部停下了；原因在上面的日志里")


def _address() -> tuple[str, int]:
    """Where to listen: PORT must be free; without it 8000 or another free one, remembered."""
    host = env.text("LISTEN", "127.0.0.1")
    if not env.text("PORT"):
        return host, memory.port(VAR, "web-port", lambda _: False, first=FIRST_PORT)
    port = env.number("PORT", FIRST_PORT, low=1, high=65535)
    if not memory.is_free(port, host):
        raise CommandError(
            f"端口 {port} 已被占用：停掉占用它的程序，或换一个，如 PORT={port + 1} make run"
        )
    return host, port


def _prepare() -> None:
    database, redis = settings.DATABASES["default"], urlsplit(settings.REDIS_URL)
    say("pg", f"{database['HOST']}:{database['PORT']}/{database['NAME']}，更新表结构")
    say("redis", f"{redis.hostname}:{redis.port}")
    call_command("migrate", interactive=False, verbosity=0)
    _tell("load_reference")
    # Only now can the database be asked whether keys, calendars and limits are all there.
    call_command("check", databases=["default"], stdout=StringIO())
    if settings.DEMO:
        _tell("load_demo")
        drafted, issued = demo_bulletins.publish(at=timezone.now())
        if drafted:
            say("pg", f"通报编了 {drafted} 期，印发 {issued} 期")
        if raised := demo_warnings.watch(at=timezone.now()):
            say("pg", f"预警 {raised} 条")


def _tell(command: str) -> None:
    """Run a command and give its words the name of the database."""
    said = StringIO()
    call_command(command, stdout=said)
    for line in said.getvalue().splitlines():
        say("pg", line)


def _serve(address: tuple[str, int], claim: owner.Owner, *, with_parent: bool) -> str | None:
    """Run until told to stop; what went wrong when it was not a stop that was asked for."""
    parent = os.getppid()
    foreground = Foreground(on_start=claim.note_child)
    foreground.listen()
    try:
        for name, command in _commands(*address).items():
            foreground.start(name, command, ROOTED)
        if welcome.wait_until_up(*address, gone=lambda: foreground.code("web") is not None):
            claim.note(address=welcome.url(*address))
            print(welcome.text(*address, demo=settings.DEMO), end="", flush=True)
            if settings.DEMO and settings.LIVE_TRAFFIC:
                foreground.may_end.add("live")
                foreground.start("live", _traffic(*address), ROOTED)
        ended = foreground.wait(lambda: not with_parent or os.getppid() == parent)
        return f"{ended} 自己停了（退出码 {foreground.code(ended)}）" if ended else None
    finally:
        foreground.stop()


def _traffic(host: str, port: int) -> list[str]:
    """The demo city's people, who come by the same address as everybody."""
    base = welcome.url(host, port).rstrip("/")
    return [sys.executable, "manage.py", "live", "--base", base]


def _commands(host: str, port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app", "hotline.celery"]
    schedule = VAR / "beat"
    schedule.mkdir(exist_ok=True)
    return {
        "web": [
            *python, "uvicorn", "hotline.asgi:application", "--host", host, "--port", str(port),
            "--timeout-graceful-shutdown", "3", "--no-server-header",
        ],
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2",
                   "--without-mingle", "--without-gossip"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", "",
                 "--schedule", str(schedule / "schedule")],
    }  # fmt: skip
