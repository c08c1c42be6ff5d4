"""`manage.py replay NAME`: a real place's year through the same rules, beside what it published."""

import json
import sys
from argparse import ArgumentParser
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import NoReturn

from django.core.management import BaseCommand
from django.db import DatabaseError

from hotline.moment import read_moment
from hotline.progress import Progress
from hotline.scenario_building import CannotBuild, building
from hotline.scenario_figures import heading, ledger_of
from hotline.scenario_note import Made, write_note
from orders.period import SHANGHAI
from orders.tables import BadData
from reports.ledger import BadFigure, Line, as_json, as_table, is_finding
from seeds.replay import as_of_for, replay
from seeds.scaling import scale_of, scaled
from seeds.scenario import Scenario, read_scenario
from seeds.simulator.copying import digest

SEED = 12345
FINDINGS, BAD_INPUT = 1, 2


class Command(BaseCommand):
    help = "重放一个场景：建它的数据库，把一年的诉求走一遍，列出公布的数字和算出的数字"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", metavar="场景", help="如 yongshun-2014")
        parser.add_argument("--scenario", metavar="场景", help="同上，与别的命令写法一致")
        parser.add_argument(
            "--scale", default="1", metavar="比例", help="缩小到几分之几，如 0.01（默认 1，不缩）"
        )
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
            scenario, scale = read_scenario(str(name)), scale_of(str(options["scale"]))
            as_of = as_of_for(scenario, _as_of(options["as_of"]))
            made = Made(int(str(options["seed"])), scale, as_of)
            lines, replayed = self._replay(scenario, made)
        except (BadData, BadFigure, CannotBuild) as error:
            self._refuse(str(error))
        except BrokenProcessPool:
            self._refuse("重放的一个进程中途没了，多半是内存不够；没有留下半座城，再来一次就好")
        except DatabaseError as error:
            self._refuse(f"数据库不答应：{str(error).splitlines()[0]}")
        self._show(scenario, lines, replayed, made, as_objects=bool(options["json"]))
        if any(map(is_finding, lines)):
            sys.exit(FINDINGS)

    def _replay(self, scenario: Scenario, made: Made) -> tuple[list[Line], str]:
        progress = Progress(self.stderr, f"重放 {scenario.name}")
        progress.say("建库")
        with building(scenario.name) as connection:
            done = replay(
                scaled(scenario, made.scale),
                seed=made.seed,
                as_of=made.as_of,
                say=progress.say,
                progress=progress.at,
            )
            write_note(connection, made)
            progress.say("核对数字")
            lines = ledger_of(scenario, made.scale)
            progress.say("算摘要")
            until = made.as_of.astimezone(SHANGHAI)
            said = (
                f"{done.demands} 件诉求，{done.verbs} 个动作，走到 {until:%Y-%m-%d %H:%M}，"
                f"种子 {made.seed}，摘要 {digest(connection)}"
            )
        progress.end()
        return lines, said

    def _show(
        self,
        scenario: Scenario,
        lines: list[Line],
        replayed: str,
        made: Made,
        *,
        as_objects: bool,
    ) -> None:
        if as_objects:
            self.stdout.write(json.dumps(as_json(lines), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{heading(scenario, made.scale)}\n")
        self.stdout.write(as_table(lines))
        self.stdout.write(f"\n{replayed}")

    def _refuse(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)


def _as_of(text: object) -> datetime | None:
    return None if text is None else read_moment(str(text), "--as-of")
