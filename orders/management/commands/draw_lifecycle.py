"""Draws the lifecycle's chart and table into docs/lifecycle.md."""

from typing import Any

from django.core.management.base import BaseCommand

from orders.chart import PAGE, document


class Command(BaseCommand):
    help = "按状态表画出流程图，写进 docs/lifecycle.md"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(document(), encoding="utf-8")
        self.stdout.write(f"已写 docs/{PAGE.name}")
