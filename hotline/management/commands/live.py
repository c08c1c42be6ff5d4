"""`manage.py live`: the demo city's people come to the running hotline and work in it."""

import logging
import os
import signal
import threading
from argparse import ArgumentParser, ArgumentTypeError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from seeds.demo_city import PACE_OF
from seeds.scenario import read_scenario
from seeds.simulator.live.ground import HttpGround
from seeds.simulator.live.intake_door import IntakeDoor
from seeds.simulator.live.staff import Everybody
from seeds.simulator.live.telephone import Desk, Switch
from seeds.simulator.live.traffic import Traffic
from seeds.simulator.living.grounds import Hands
from units import demo

FASTEST = 1000.0


class Command(BaseCommand):
    help = "演示城市的来件和办理：模拟的人各自登录，经网页、接口进来；只在演示库上运行，Ctrl-C 停下"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--speed", type=_speed, default=1.0, help="是实际快慢的多少倍，0.1到1000（默认1）"
        )
        parser.add_argument(
            "--base", type=_base, default=settings.SITE_URL, help="热线的地址（默认 SITE_URL）"
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            demo.refuse_outside_a_demo(production=settings.PRODUCTION, environ=os.environ)
        except demo.DemoRefused as error:
            raise CommandError(str(error), returncode=2) from error
        logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request helps nobody
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        base = str(options["base"])
        switch: Switch | None = None
        people, door = Everybody(base, demo.PASSWORD), IntakeDoor(base)
        try:
            now, speed = timezone.localtime, float(str(options["speed"]))
            switch = Switch(base, now())
            desk = Desk(switch, people, now, speed)
            ground = HttpGround(people, door, Hands())
            traffic = Traffic(ground, desk, read_scenario(PACE_OF).assumed, now, speed)
            self.stdout.write(f"模拟的来件和办理开始了，{options['speed']:g}倍速")
            traffic.run(stop)
        except LookupError as error:
            raise CommandError(
                f"{error}。先运行 python manage.py load_demo", returncode=2
            ) from None
        finally:
            people.close()
            door.close()
            if switch is not None:
                switch.close()


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.1 <= speed <= FASTEST:
        raise ArgumentTypeError(f"“{text}”不行，要0.1到1000的数，如 60")
    return speed


def _base(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
        raise ArgumentTypeError(f"“{text}”不是地址，写成 http://127.0.0.1:8000")
    return text.rstrip("/")
