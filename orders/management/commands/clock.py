"""`manage.py clock`: the sweep by hand, at a moment: what it did, or with --dry-run would do."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from orders.clock.drains import DRAINS
from orders.clock.orders_due import owed
from orders.clock.sweep import Swept, sweep
from orders.lifecycle.decision import stamp
from orders.models import LevelRule
from orders.period import SHANGHAI

MOST = 10_000  # orders that a dry run lists
BAD_INPUT = 2


class Command(BaseCommand):
    help = "手动走一次时钟：到时的提醒、超期、发牌、挂账到期，各只一次；--dry-run 只看不做"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", default="", help="时刻，如 2026-02-24T09:00+08:00；不写就是现在"
        )
        parser.add_argument("--dry-run", action="store_true", help="只说会做什么，什么也不改")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: object, **options: Any) -> None:
        now = timezone.now()
        at = _moment(options["at"]) if options["at"] else now
        if at > now and not options["dry_run"]:
            raise CommandError(
                "时刻在将来：没发生的不能记成发生了；加 --dry-run 看那时会做什么",
                returncode=BAD_INPUT,
            )
        said = _would_do(at) if options["dry_run"] else _did(at, sweep(at=at))
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_in_words(said))


def _moment(text: str) -> datetime:
    """A moment with its zone; without one it is Shanghai's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--at {text}：要写成 2026-02-24T09:00+08:00 这样的时刻", returncode=BAD_INPUT
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _would_do(at: datetime) -> dict[str, Any]:
    found = owed(at, MOST)
    return {
        "at": stamp(at),
        "dry_run": True,
        "items": {name: drain.due(at) for name, drain in DRAINS.items()},
        "orders": [
            {"number": number, "event": decision.event.verb, **decision.event.payload}
            for number, decided in found.items()
            for decision, _ in decided
        ],
    }


def _did(at: datetime, swept: Swept) -> dict[str, Any]:
    return {
        "at": stamp(at),
        "dry_run": False,
        "items": {name: swept.items[name] for name in DRAINS},
        "deeds": dict(sorted(swept.deeds.items())),
    }


def _in_words(said: dict[str, Any]) -> str:
    items = "，".join(f"{name} {count}" for name, count in said["items"].items())
    if said["dry_run"]:
        lines = [f"{said['at']} 到时的：{items}"]
        for one in said["orders"]:
            what = "、".join(level["level"] for level in one.get("levels", ()))
            lines.append(f"  {one['number']} {one['event']} {what}".rstrip())
        return "\n".join(lines)
    names = dict(LevelRule.objects.values_list("code", "name"))
    deeds = "，".join(f"{names.get(code, code)} {n}" for code, n in said["deeds"].items())
    return f"{said['at']} 看过：{items}；做了：{deeds or '没有到时的'}"
