from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from orders.notices.gateways.gateway import Attachment


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from orders.notices import outside
        from orders.notices.leading import leads
        from reports.bulletins.workflow.subscribing import Readers
        from reports.scoring import checks  # noqa: F401  # its check registers itself

        leads("bulletin.", "bulletin", "bulletin")
        leads("warning", "early-warning", "warning")
        outside.connect(Readers())
        outside.attach("bulletin.issued", _papers)


def _papers(payload: Mapping[str, Any]) -> "Sequence[Attachment]":
    # Only what sends letters loads what makes paper.
    from reports.bulletins.workflow.papers import papers

    return papers(payload)
