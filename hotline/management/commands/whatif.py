"""`manage.py whatif NAME --seats +20 --operators +30`: a scenario's telephone before and after, and
`--target 98.5`: how many it takes. Asks no server."""

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from hotline.progress import Progress
from hotline.whatif import asking
from hotline.whatif.charts import hours_chart, needed_chart
from hotline.whatif.objects import answer_object, head, needed_object
from hotline.whatif.words import answer_words, needed_words
from orders.tables import BadData
from reports.charts import Chart, ChartError, svg_of
from seeds.scenario import Scenario, read_scenario
from seeds.whatif import LEAST_SEEDS, MOST_SEEDS, Question, answer, search

BAD_INPUT = 2
SEEDS, WITHIN = 10, 15.0


class Command(BaseCommand):
    help = "话务推演：座席、话务员增减之后接通率、放弃率、等待怎样变；或要达到目标每小时要多少人"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="场景", help="如 yueyang-2022")
        parser.add_argument("--seats", metavar="±N", help="座席增减，如 +20")
        parser.add_argument("--operators", metavar="±N", help="话务员增减，如 +30")
        parser.add_argument(
            "--seeds",
            default=str(SEEDS),
            metavar="N",
            help=f"随机种子个数，{LEAST_SEEDS} 到 {MOST_SEEDS}（默认 {SEEDS}）",
        )
        parser.add_argument(
            "--within", default=f"{WITHIN:g}", metavar="秒", help="几秒内接通算准时（默认 15）"
        )
        parser.add_argument("--target", metavar="%", help="反推：每小时都达到这个接通率要多少人")
        parser.add_argument("--chart", metavar="文件.svg", help="把图写进这个文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: object, **options: Any) -> None:
        progress = Progress(self.stderr, f"推演 {options['name']}")
        try:
            self._answer(progress, options)
        except (BadData, ChartError) as error:
            progress.end()
            self.stderr.write(str(error))
            sys.exit(BAD_INPUT)

    def _answer(self, progress: Progress, options: dict[str, Any]) -> None:
        question, target = asking.question(options), asking.target(options["target"])
        changes = any((options["seats"], options["operators"]))
        if not changes and target is None:
            raise BadData("写明改什么，如 --seats +20 --operators +30；或反推，如 --target 98.5")
        chart = asking.chart_file(options["chart"])
        scenario = read_scenario(options["name"])
        found: dict[str, Any] = head(scenario)
        words: list[str] = []
        drawn: Chart | None = None
        if changes:
            drawn = self._compare(scenario, question, progress, found, words)
        if target is not None:
            turned = self._search(scenario, target, question.within, progress, found, words)
            drawn = drawn or turned
        progress.end()
        if chart and drawn:
            asking.write(chart, svg_of(drawn))
        self.stdout.write(
            json.dumps(found, ensure_ascii=False, indent=2)
            if options["json"]
            else "\n\n".join(words)
        )

    def _compare(
        self,
        scenario: Scenario,
        question: Question,
        progress: Progress,
        found: dict[str, Any],
        words: list[str],
    ) -> Chart:
        told = answer(scenario, question, processes=_processes(), progress=progress.at)
        found |= answer_object(told)
        words.append(answer_words(scenario, told))
        return hours_chart(scenario, told)

    def _search(
        self,
        scenario: Scenario,
        part: float,
        within: float,
        progress: Progress,
        found: dict[str, Any],
        words: list[str],
    ) -> Chart:
        centre, turned = search(
            scenario,
            part=part,
            within=within,
            processes=_processes(),
            on_round=lambda n: progress.say(f"反推，第{n}轮"),
        )
        found["needed"] = needed_object(centre, turned, part=part, within=within)
        words.append(needed_words(scenario, centre, turned, part=part, within=within))
        return needed_chart(scenario, centre, turned, part)


def _processes() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
