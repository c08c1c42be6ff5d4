"""`manage.py load_demo`: the demo's accounts and two hundred demands, where there are none yet."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import timezone

from seeds.demo_city import load_demo
from units.demo import DemoRefused
from units.models import Unit


class Command(BaseCommand):
    help = "写入演示数据：演示账号和两百件到此刻为止的诉求；已有诉求就什么也不做"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(
                at=timezone.now(), production=settings.PRODUCTION, environ=os.environ
            )
        except DemoRefused as error:
            raise CommandError(str(error), returncode=2) from error
        except (LookupError, ValueError, Unit.DoesNotExist) as error:
            hint = "演示用的是永顺县的单位，先运行 python manage.py load_reference"
            raise CommandError(f"演示数据装不进去：{error}。{hint}", returncode=2) from error
        except ProgrammingError as error:
            hint = "表结构不全，先运行 python manage.py migrate"
            raise CommandError(hint, returncode=2) from error
        self.stdout.write(f"演示诉求 {loaded} 件" if loaded else "已有诉求，不再装演示数据")
