"""`manage.py load_reference`: what every city shares, the calendars, and one place's units."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.load import DEFAULT_PLACE, load
from seeds.places import names


class Command(BaseCommand):
    help = "写入基础数据（类别、渠道、时限、日历等）和一个地方的单位、派单目录；可以反复运行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--units",
            "--scenario",
            dest="place",
            default=DEFAULT_PLACE,
            metavar="NAME",
            help=f"哪个地方的单位：{'、'.join(names())}（默认 {DEFAULT_PLACE}）",
        )

    def handle(self, *args: Any, place: str, **options: Any) -> None:
        try:
            loaded = load(place)
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        counts = "，".join(f"{what}{count}" for what, count in loaded.counts.items())
        self.stdout.write(f"{loaded.place}：{counts}")
