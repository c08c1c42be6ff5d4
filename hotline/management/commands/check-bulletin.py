"""`manage.py check-bulletin FILE.toml`: do a bulletin's figures follow from its own parts?"""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any, NoReturn

from django.core.management import BaseCommand, CommandParser
from django.core.management.base import DjangoHelpFormatter

from orders.reading import Unreadable, read_named
from reports.ledger.bulletin import FORMAT, as_objects, as_words, check_bulletin

FINDINGS, BAD_INPUT = 1, 2


class _Formatter(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """The format's lines stand in --help as they are written."""


class Command(BaseCommand):
    help = "核对一份通报里印的数：率、合计、同比环比是否由它自己的分项得出"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        own = {"formatter_class": _Formatter, "epilog": FORMAT}
        return super().create_parser(prog_name, subcommand, **own, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="文件.toml", help="按下面的格式写的通报；- 为标准输入")
        parser.add_argument("--json", action="store_true", help="输出 JSON：每项一个对象")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            found = check_bulletin(*read_named(options["file"]))
        except Unreadable as error:
            self._refuse(str(error))
        if options["json"]:
            self.stdout.write(json.dumps(as_objects(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_words(found))
        if any(one.should_be_seen for one in found):
            sys.exit(FINDINGS)

    def _refuse(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)
