"""`manage.py load_demo`: demo accounts and two hundred demands that end now."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seeds.demo import NoReference, fill
from units import demo
from units.models import Unit


class Command(BaseCommand):
    help = "写入演示账号和二百件演示诉求（到此刻为止）；已有诉求就什么也不做"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo.create(production=settings.PRODUCTION, environ=os.environ)
            count = fill(timezone.now())
        except (demo.DemoRefused, NoReference) as error:
            raise CommandError(str(error), returncode=2) from error
        except Unit.DoesNotExist as error:
            raise CommandError(
                "还没有单位，先运行 python manage.py load_reference", returncode=2
            ) from error
        self.stdout.write(f"演示诉求{count}件" if count else "已有诉求，演示数据不动")
