"""`manage.py bulletin --period 2016-06`: figures composed to a bulletin, written in each format."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import ProgrammingError
from django.utils import timezone

from hotline.moment import read_moment
from hotline.scenario_database import NoScenarioDatabase, read_as_default
from orders.period import Period, parse, shanghai_day
from orders.tables import BadData
from reports.bulletins.blocks import Bulletin
from reports.bulletins.chosen import Chosen, read_chosen
from reports.bulletins.composing import compose
from reports.bulletins.figures import Figures
from reports.bulletins.gathering import gather
from reports.bulletins.gathering.gather import NoHotline
from reports.bulletins.kinds import BulletinKind, NoBulletin, Shape, kind_for
from reports.bulletins.rendering import RENDERERS
from reports.charts import ChartError
from reports.scoring import Rule
from reports.scoring.files import find_rule, rule_names
from seeds.scenario import Scenario, read_scenario

BAD_INPUT = 2
FAULTS = (BadData, NoBulletin, NoHotline, NoScenarioDatabase, ChartError)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, checked."""

    period: Period
    shape: Shape
    formats: list[str]
    folder: Path
    chosen: Chosen
    rule: Rule | None
    scenario: Scenario | None
    as_of: datetime

    @property
    def since(self) -> date | None:
        """The first day of whole records; None: that of the first demand."""
        return self.scenario.period.first if self.scenario else None

    @property
    def issued_on(self) -> date:
        """A scenario's bulletin is dated as of its moment, the city's own today."""
        return shanghai_day(self.as_of if self.scenario else timezone.now())

    def figures(self) -> Figures:
        """Counted over the scenario's database, or the city's own. Raises FAULTS."""
        with read_as_default(self.scenario.name) if self.scenario else nullcontext():
            return gather(
                self.shape, self.period, as_of=self.as_of, since=self.since, rule=self.rule
            )

    def document(self, figures: Figures) -> Bulletin:
        """The bulletin of these figures."""
        return compose(figures, self.shape, on=self.issued_on, chosen=self.chosen)


class Command(BaseCommand):
    help = "编一期通报（日、周、旬、月、季、年）并写成文件；退出码 2 输入有误"
    requires_system_checks = ()  # reads no page, and is quicker without reading them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--period",
            required=True,
            metavar="统计期",
            help="如 2016-06-15、2016-W24、2016-06-X2、2016-06、2016-Q2、2016",
        )
        parser.add_argument("--scenario", metavar="场景", help="从重放的场景库编，如 yueyang-2016")
        parser.add_argument(
            "--kind", metavar="种类", help=f"{'、'.join(BulletinKind)}；不写就随统计期"
        )
        parser.add_argument(
            "--format", default=",".join(RENDERERS), metavar="格式", help="逗号分开，默认全部"
        )
        parser.add_argument("--out", default=".", metavar="目录", help="写到哪里，没有就建")
        parser.add_argument(
            "--rule", metavar="规则", help=f"按哪条考核规则排名；现有：{'、'.join(rule_names())}"
        )
        parser.add_argument(
            "--chosen", metavar="文件.toml", help="人选定的典型案例、表扬、主题说明和分送单位"
        )
        parser.add_argument(
            "--as-of", metavar="时刻", help="按何时的数据，如 2016-07-01T09:00（默认统计期结束时）"
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self._write(read_asked(options))
        except FAULTS as error:
            self._refuse(str(error))
        except ProgrammingError:
            again = f"重新运行 python manage.py replay {options['scenario']}"
            words = again if options["scenario"] else "先运行 python manage.py migrate"
            self._refuse(f"数据库的表结构是旧的，{words}")
        except OSError as error:
            self._refuse(f"--out：{options['out']} 写不进去（{error.strerror}）")

    def _write(self, asked: Asked) -> None:
        made = asked.document(asked.figures())
        asked.folder.mkdir(parents=True, exist_ok=True)
        for name in asked.formats:
            path = asked.folder / f"{asked.shape.name}-{asked.period.code}.{name}"
            path.write_bytes(RENDERERS[name](made))
            self.stdout.write(str(path))

    def _refuse(self, words: str) -> None:
        self.stderr.write(words)
        sys.exit(BAD_INPUT)


def read_asked(options: Mapping[str, Any]) -> Asked:
    """The command's options, checked. Raises BadData, NoBulletin."""
    try:
        period = parse(options["period"])
    except ValueError as error:
        raise BadData(f"--period：{error}") from None
    shape = kind_for(period, options["kind"])
    scenario = read_scenario(options["scenario"]) if options["scenario"] else None
    as_of = _moment(options["as_of"], period, scenario)
    return Asked(
        period,
        shape,
        _formats(options["format"]),
        Path(options["out"]),
        read_chosen(Path(options["chosen"])) if options["chosen"] else Chosen(),
        _rule(options["rule"], period),
        scenario,
        as_of,
    )


def _moment(asked: str | None, period: Period, scenario: Scenario | None) -> datetime:
    """The moment of the figures: the period's end, or later."""
    if scenario and not (
        scenario.period.first <= period.first and period.until <= scenario.period.until
    ):
        raise NoBulletin(
            f"--period：{scenario.title}只有{scenario.period.label}，没有{period.label}"
        )
    if not scenario and period.end > timezone.now():
        raise NoBulletin(f"--period：{period.label}还没有结束，不能编通报")
    as_of = read_moment(asked, "--as-of") if asked else period.end
    if as_of < period.end:
        raise BadData(f"--as-of：应在{period.label}结束之后")
    return as_of


def _formats(text: str) -> list[str]:
    asked = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in asked if name not in RENDERERS]
    if unknown or not asked:
        raise BadData(f"--format：没有“{'、'.join(unknown)}”；有：{'、'.join(RENDERERS)}")
    return list(dict.fromkeys(asked))


def _rule(name: str | None, period: Period) -> Rule | None:
    """The rule asked for; else the city's own where it was in force, or none."""
    if name:
        return find_rule(name)
    rule = find_rule(settings.BULLETIN_RULE)
    return rule if rule.in_force(period) else None
