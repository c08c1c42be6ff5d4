"""python manage.py make_credential CHANNEL (or --callbacks): a new way in, shown once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.credentials import issue
from orders.models import Channel


class Command(BaseCommand):
    help = "给一个渠道发一份凭证；密钥只显示这一次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "channel", metavar="渠道代码", nargs="?", default="", help="如 province、market、web"
        )
        parser.add_argument(
            "--callbacks", action="store_true", help="给智能回访的网关，只能报结果，不能来件"
        )
        parser.add_argument("--holder", default="", help="谁在用：对方系统和单位")

    def handle(
        self, *args: Any, channel: str, holder: str, callbacks: bool, **options: Any
    ) -> None:
        if bool(channel) == callbacks:
            raise CommandError("写一个渠道代码，或写 --callbacks，两者选一")
        if len(holder) > 80:
            raise CommandError("--holder 最多80个字")
        found = None if callbacks else self._channel(channel)
        name = found.name if found else "智能回访网关"
        credential, secret = issue(found, holder or name, at=timezone.now())
        self.stdout.write(f"渠道    {name}")
        self.stdout.write(f"凭证号  {credential.key_id}")
        self.stdout.write(f"密钥    {secret}")
        self.stdout.write("密钥只显示这一次，请现在交给对方保存；丢了就再发一份，停用旧的。")

    def _channel(self, channel: str) -> Channel:
        found = Channel.objects.filter(pk=channel).first()
        if found is None:
            known = "、".join(Channel.objects.order_by("pk").values_list("pk", flat=True))
            raise CommandError(f"没有渠道“{channel}”。现有：{known or '无，先运行 load_reference'}")
        if not found.active:
            raise CommandError(f"渠道“{found.name}”已停用，先在管理里启用")
        return found
