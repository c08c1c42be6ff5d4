"""`manage.py figures NAME`: what a scenario's documents print, beside what its facts give."""

import json
import sys
from argparse import ArgumentParser
from fractions import Fraction
from typing import NoReturn

from django.core.management import BaseCommand
from django.db import ProgrammingError

from hotline.scenario_database import NoScenarioDatabase, read_as_default
from hotline.scenario_figures import heading, ledger_of
from hotline.scenario_note import read_note
from orders.tables import BadData
from reports.ledger import BadFigure, as_json, as_table, is_finding
from seeds.scenario import read_scenario

FINDINGS, BAD_INPUT = 1, 2


class Command(BaseCommand):
    help = "场景的公布数字与重放所得：退出码 0 全部复现，1 有没复现的或不可能的，2 输入有误"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", metavar="场景", help="如 yongshun-2014")
        parser.add_argument("--scenario", metavar="场景", help="同上，与别的命令写法一致")
        parser.add_argument("--json", action="store_true", help="输出 JSON：每个指标一个对象")

    def handle(self, *args: object, **options: object) -> None:
        name = options["name"] or options["scenario"]
        if not name or options["scenario"] not in (None, name):
            self._refuse("写明一个场景，如 python manage.py figures yongshun-2014")
        try:
            scenario = read_scenario(str(name))
            with read_as_default(scenario.name):
                note = read_note()
                scale = note.scale if note else Fraction(1)
                lines = ledger_of(scenario, scale)
        except (BadData, BadFigure, NoScenarioDatabase) as error:
            self._refuse(str(error))
        except ProgrammingError:
            self._refuse(f"场景库的表结构是旧的，重新运行 python manage.py replay {name}")
        if options["json"]:
            self.stdout.write(json.dumps(as_json(lines), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{heading(scenario, scale)}\n")
            self.stdout.write(as_table(lines))
        if any(map(is_finding, lines)):
            sys.exit(FINDINGS)

    def _refuse(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)
