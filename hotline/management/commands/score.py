"""`manage.py score RULE INPUT.json`: what a rule of appraisal gives one unit's figures."""

import json
import sys
from argparse import ArgumentParser

from django.core.management import BaseCommand

from orders.reading import Unreadable, read_named
from reports.scoring import NoScore, score
from reports.scoring.files import find_rule, rule_names
from reports.scoring.inputs import read_values
from reports.scoring.output import as_object

BAD_INPUT = 2


class Command(BaseCommand):
    help = "按一条考核规则给一个单位算分，输出 JSON：各项得分、总分、等次；退出码 2 输入有误"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "rule", metavar="规则", help=f"规则名或 TOML 文件；现有：{'、'.join(rule_names())}"
        )
        parser.add_argument(
            "input",
            metavar="输入.json",
            help='每个指标一项：{"n": 6, "of": 7}、{"percent": "77.27"} 或 {"points": "9"}；'
            "- 为标准输入",
        )

    def handle(self, *args: object, **options: str) -> None:
        try:
            rule = find_rule(options["rule"])
            text, name = read_named(options["input"])
            values = read_values(text, rule, name)
            found = as_object(rule, score(rule, values))
        except (Unreadable, NoScore) as error:
            self.stderr.write(str(error))
            sys.exit(BAD_INPUT)
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
