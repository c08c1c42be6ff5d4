"""`manage.py load_demo`: the demo city as it is now; what a stopped one missed is played."""

import os
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import timezone

from seeds.demo_city import PACE_OF, load_demo
from seeds.demo_life import TooLong, catch_up
from seeds.scenario import read_scenario
from units.demo import DemoRefused
from units.models import Unit


class Command(BaseCommand):
    help = "写入演示数据：演示账号和到此刻为止六十天的诉求；已有诉求就把停着的日子补上，最多14天"

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.localtime()
        try:
            loaded = load_demo(at=at, production=settings.PRODUCTION, environ=os.environ)
            missed = 0 if loaded or not settings.LIVE_TRAFFIC else self._catch_up(at)
        except DemoRefused as error:
            raise CommandError(str(error), returncode=2) from error
        except (LookupError, ValueError, Unit.DoesNotExist) as error:
            hint = "演示用的是永顺县的单位，先运行 python manage.py load_reference"
            raise CommandError(f"演示数据装不进去：{error}。{hint}", returncode=2) from error
        except ProgrammingError as error:
            hint = "表结构不全，先运行 python manage.py migrate"
            raise CommandError(hint, returncode=2) from error
        if loaded:
            self.stdout.write(f"演示诉求 {loaded} 件，60天")
        elif missed:
            self.stdout.write(f"补上停着的日子，来了 {missed} 件")
        else:
            self.stdout.write("已有诉求，不再装演示数据")

    def _catch_up(self, at: datetime) -> int:
        try:
            return catch_up(at, read_scenario(PACE_OF).assumed)
        except TooLong as error:
            self.stdout.write(str(error))
            return 0
