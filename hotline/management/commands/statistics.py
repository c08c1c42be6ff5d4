"""`manage.py statistics --period 2016-06 --by unit`: any figures of any period, as pages show."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from contextlib import nullcontext
from datetime import datetime
from typing import Any, NoReturn

from django.core.management import BaseCommand
from django.db import ProgrammingError
from django.utils import timezone

from hotline.scenario_database import NoScenarioDatabase, read_as_default
from hotline.scenario_note import read_note
from orders.period import SHANGHAI
from reports import balance
from reports.answering import Answer, answer, as_json
from reports.asking import BadQuestion, read_moment, read_period, read_question
from reports.catalogue import CHAPTERS
from reports.ledger.table import aligned
from reports.measure import Measured
from reports.populations.dimensions import NAMES

BAD_INPUT, UNBALANCED = 2, 1
BALANCE = "平衡：各单位 期初在办+派出=办结+改派+收回+剔除+期末在办；有不平的，退出码是1"
_TEXTS = (
    ("--period", "期间", "2016-06、2016-Q2、2016-W23、2016-06-X1、2016"),
    ("--from", "日", "起日，如 2016-06-01，与 --to 一起代替 --period"),
    ("--to", "日", "止日，含这一天"),
    ("--by", "分法", f"按什么分：{'、'.join(NAMES)}"),
    ("--where", "条件", "只看，如 channel=phone|web,kind=help"),
    ("--as-of", "时刻", "截至何时（默认现在，或场景走到的时刻）"),
)


class Command(BaseCommand):
    help = "统计：任何指标、任何期间，按渠道、单位、日等分；不写指标就是全部"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The catalogue itself stands below the options."""
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=_catalogue(),
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = "如 orders.on_time_rate、calls.*"
        parser.add_argument("codes", nargs="*", metavar="指标", help=codes)
        for option, name, words in _TEXTS:
            parser.add_argument(option, default="", metavar=name, help=words)
        parser.add_argument("--scenario", metavar="场景", help="读一个场景的库，如 yueyang-2016")
        parser.add_argument("--balance", action="store_true", help=BALANCE)
        parser.add_argument("--json", action="store_true", help="输出 JSON：每个指标、每组一个对象")

    def handle(self, *args: object, **options: Any) -> None:
        name, told = options["scenario"], self._balance if options["balance"] else self._answer
        try:
            with read_as_default(name) if name else nullcontext():
                text, code = told(options)
        except (BadQuestion, NoScenarioDatabase) as error:
            self._refuse(str(error))
        except ProgrammingError:
            self._refuse(f"库的表结构是旧的：{'重新运行 replay' if name else '先运行 migrate'}")
        self.stdout.write(text)
        if code:
            sys.exit(code)

    def _balance(self, options: dict[str, Any]) -> tuple[str, int]:
        extra = [name for name in ("by", "where", "codes") if options[name]]
        if extra:
            raise BadQuestion(
                "--balance 总是按单位列全部各项，不和指标、--by、--where 一起用", "by"
            )
        now = self._now(options)
        over = read_period(options["period"], options["from"], options["to"])
        found = balance.balance(over, as_of=read_moment(options["as_of"], over, now))
        code = UNBALANCED if found.broken else 0
        if options["json"]:
            return _dumped(balance.as_json(found)), code
        return f"{balance.verdict(found)}\n\n{aligned(balance.as_rows(found))}", code

    def _now(self, options: dict[str, Any]) -> datetime:
        note = read_note() if options["scenario"] else None
        return note.as_of if note else timezone.now()

    def _answer(self, options: dict[str, Any]) -> tuple[str, int]:
        texts = {key: options[key] for key in ("codes", "period", "as_of", "where", "by")}
        question = read_question(
            now=self._now(options),
            first=options["from"],
            last=options["to"],
            **texts,
        )
        found = answer(question)
        return _dumped(as_json(found)) if options["json"] else _words(found), 0

    def _refuse(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)


def _dumped(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _words(of: Answer) -> str:
    question = of.question
    local = question.as_of.astimezone(SHANGHAI)
    rows = _by_group(of) if question.by else _by_statistic(of)
    return f"{question.period.label}，截至{local:%Y-%m-%d %H:%M}\n\n{aligned(rows)}"


def _by_statistic(of: Answer) -> list[tuple[str, ...]]:
    every = [one for some in of.rows.values() for one in some]
    rows = [(one.code, one.statistic.name, one.shown, _parts(one)) for one in every]
    return [("代码", "指标", "数", "分子/分母"), *rows]


def _by_group(of: Answer) -> list[tuple[str, ...]]:
    columns = list(of.rows.values())
    rows = [
        (name, *(column[place].shown for column in columns))
        for place, name in enumerate(of.groups.values())
    ]
    return [(NAMES[of.question.by], *(one.name for one in of.question.statistics)), *rows]


def _parts(one: Measured) -> str:
    return str(one.numerator) if one.denominator is None else f"{one.numerator}/{one.denominator}"


def _catalogue() -> str:
    lines = ["指标：", ""]
    for chapter, some in CHAPTERS.items():
        lines.append(f"  {chapter}")
        lines += [
            f"    {one.code}  {one.name}（{one.unit}，按{one.dated_by.name}）" for one in some
        ]
    return "\n".join(lines)
