"""`manage.py replay NAME`: a real place's year through the same rules, beside what it published."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import NoReturn

from django.core.management import BaseCommand
from django.db import DatabaseError

from hotline.progress import Progress
from hotline.scenario_building import CannotBuild, building
from hotline.scenario_figures import ledger_of
from orders.period import SHANGHAI
from reports.ledger import BadFigure, Line, as_json, as_table, is_finding
from seeds.replay import as_of_for, replay
from seeds.scenario import Scenario, read_scenario
from seeds.simulator.copying import digest
from seeds.tables import BadData

SEED = 12345
FINDINGS, BAD_INPUT = 1, 2


class Command(BaseCommand):
    help = "重放一个场景：建它的数据库，把一年的诉求走一遍，列出公布的数字和算出的数字"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", metavar="场景", help="如 yongshun-2014")
        parser.add_argument("--scenario", metavar="场景", help="同上，与别的命令写法一致")
        parser.add_argument("--seed", type=int, default=SEED, help=f"随机种子（默认 {SEED}）")
        parser.add_argument(
            "--as-of",
            metavar="时刻",
            help="期末之后接着走到何时，如 2015-03-02 或 2015-03-02T09:00（默认60天后）",
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        name = options["name"] or options["scenario"]
        if not name or options["scenario"] not in (None, name):
            self._refuse("写明一个场景，如 python manage.py replay yongshun-2014")
        try:
            scenario = read_scenario(str(name))
            as_of = as_of_for(scenario, _moment(options["as_of"]))
            lines, rows = self._replay(scenario, int(str(options["seed"])), as_of)
        except (BadData, BadFigure, CannotBuild) as error:
            self._refuse(str(error))
        except DatabaseError as error:
            self._refuse(f"数据库不答应：{str(error).splitlines()[0]}")
        self._show(scenario, lines, rows, as_of, as_objects=bool(options["json"]))
        if any(map(is_finding, lines)):
            sys.exit(FINDINGS)

    def _replay(
        self, scenario: Scenario, seed: int, as_of: datetime
    ) -> tuple[list[Line], dict[str, object]]:
        progress = Progress(self.stderr, f"重放 {scenario.name}")
        progress.say("建库")
        with building(scenario.name) as connection:
            progress.say("装参考数据")
            world = replay(scenario, seed=seed, as_of=as_of, progress=progress.at)
            progress.say("核对")
            lines = ledger_of(scenario, using=connection.alias)
            rows = {"verbs": world.verbs, "seed": seed, "digest": digest(connection)}
        progress.end()
        return lines, rows

    def _show(
        self,
        scenario: Scenario,
        lines: list[Line],
        rows: dict[str, object],
        as_of: datetime,
        *,
        as_objects: bool,
    ) -> None:
        if as_objects:
            self.stdout.write(json.dumps(as_json(lines), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{scenario.title}，截至{scenario.period.last:%Y年%m月%d日}\n")
        self.stdout.write(as_table(lines))
        self.stdout.write(
            f"\n{rows['verbs']} 个动作，走到 {as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，"
            f"种子 {rows['seed']}，摘要 {rows['digest']}"
        )

    def _refuse(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)


def _moment(text: object) -> datetime | None:
    """A day or a moment, Shanghai time where no zone is written. Raises BadData."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise BadData(f"--as-of：“{text}”不是时刻，写成 2015-03-02 或 2015-03-02T09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
