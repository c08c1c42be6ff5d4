"""`manage.py ranking --period 2016-06 --rule NAME`: units in order within their groups, and why."""

import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.management import BaseCommand
from django.db import ProgrammingError
from django.utils import timezone

from hotline.moment import read_moment
from hotline.scenario_database import NoScenarioDatabase, read_as_default
from hotline.scenario_note import read_note
from orders.period import parse
from orders.tables import BadData
from reports.rankings import NothingToRank, Ranking, UnknownGroup, as_json, rank
from reports.rankings.table import as_table
from reports.scoring.files import find_rule, rule_names
from seeds.scenario import names as scenario_names

BAD_INPUT = 2


class Command(BaseCommand):
    help = "按一条考核规则给各单位排名：分组、并列、不排名的另列、升降和原因；退出码 2 输入有误"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--period",
            required=True,
            metavar="统计期",
            help="如 2016-06、2016-W23、2016-06-X2、2016-Q2、2016、2016-01-01..2016-03-31",
        )
        parser.add_argument(
            "--rule",
            required=True,
            metavar="规则",
            help=f"规则名或 TOML 文件；现有：{'、'.join(rule_names())}",
        )
        parser.add_argument("--scenario", metavar="场景", help="从重放的场景库算，如 yueyang-2016")
        parser.add_argument("--group", metavar="分组", help="只看一个分组，写名称或编码")
        parser.add_argument(
            "--as-of",
            metavar="时刻",
            help="按何时的数据，如 2016-07-01 或 2016-07-01T09:00（默认现在）",
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            found = _ranking(options)
        except (BadData, NothingToRank, UnknownGroup, NoScenarioDatabase) as error:
            self.stderr.write(str(error))
            sys.exit(BAD_INPUT)
        except ProgrammingError:
            again = f"重新运行 python manage.py replay {options['scenario']}"
            words = again if options["scenario"] else "先运行 python manage.py migrate"
            self.stderr.write(f"数据库的表结构是旧的，{words}")
            sys.exit(BAD_INPUT)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_table(found))


def _ranking(options: dict[str, Any]) -> Ranking:
    try:
        period = parse(options["period"])
    except ValueError as error:
        raise BadData(f"--period：{error}") from None
    rule, scenario = find_rule(options["rule"]), options["scenario"]
    as_of = read_moment(options["as_of"], "--as-of") if options["as_of"] else None
    if scenario and scenario not in scenario_names():
        known = "、".join(scenario_names())
        raise BadData(f"没有叫“{scenario}”的场景；现有：{known}")
    with read_as_default(scenario) if scenario else nullcontext():
        note = read_note() if scenario else None  # a replayed city stands still at its own moment
        now = note.as_of if note else timezone.now()
        return rank(rule, period, as_of=as_of or now, group=options["group"])
