from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from orders.notices.leading import leads
        from reports.scoring import checks  # noqa: F401  # its check registers itself

        leads("bulletin.", "bulletin", "bulletin")
