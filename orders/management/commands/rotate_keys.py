"""`manage.py rotate_keys`: seal everything anew under the first key of PHONE_KEYS."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError

from orders.privacy import key_ring
from orders.rotation import TABLES, keys_in_use, rotate


class Command(BaseCommand):
    help = "把旧密钥写的号码和姓名改用 PHONE_KEYS 的第一个密钥；可随时停下再来，重复运行无妨"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="一次改多少行（默认500）")

    def handle(self, *args: object, batch: int, **options: object) -> None:
        if not 1 <= batch <= 10_000:
            raise CommandError("--batch 要在1到10000之间")
        done, unreadable = 0, []
        try:
            for part in rotate(size=batch):
                done += part.done
                unreadable += [f"{part.table.name}{pk}" for pk in part.unreadable]
        except KeyError as error:
            raise CommandError(f"{error.args[0]}：放回去再来；已改{done}行") from None
        self._tell(done)
        if unreadable:
            raise CommandError(f"有{len(unreadable)}行打不开，没有动：{'、'.join(unreadable[:20])}")

    def _tell(self, done: int) -> None:
        ring = key_ring()
        used = set().union(*(keys_in_use(table) for table in TABLES))
        spare = [key.id for key in ring.keys[1:] if key.id not in used]
        self.stdout.write(f"改用密钥 {ring.newest.id}：{done}行")
        if spare:
            self.stdout.write(f"这些密钥没有行在用了，可从 PHONE_KEYS 去掉：{'、'.join(spare)}")
