"""python manage.py make_cti_token [NAME]: a switch's address to post its calls to, shown once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from calls.tokens import issue


class Command(BaseCommand):
    help = "给一台交换机发一个报通话的地址；地址只显示这一次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="名称", nargs="?", default="交换机")
        parser.add_argument(
            "--replace-in",
            type=int,
            metavar="分钟",
            help="这台交换机原来的地址几分钟后停用；不写就一直能用",
        )

    def handle(self, *args: Any, name: str, replace_in: int | None, **options: Any) -> None:
        if not name.strip() or len(name) > 80:
            raise CommandError("名称要有，最多80个字")
        if replace_in is not None and not 0 <= replace_in <= 10080:
            raise CommandError("--replace-in 在0到10080分钟（一周）之间")
        at = timezone.now()
        ends = None if replace_in is None else at + timedelta(minutes=replace_in)
        source, token = issue(name.strip(), at=at, ends_others_at=ends)
        self.stdout.write(f"交换机  {source.name}")
        self.stdout.write(f"地址    {settings.SITE_URL}{reverse('calls:cti', args=[token])}")
        self.stdout.write("地址里有凭证，只显示这一次；丢了就再发一个，用 --replace-in 停用旧的。")
