from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        from orders import checks  # noqa: F401  # its checks register themselves
        from orders.alerts import watching  # noqa: F401  # its drain registers itself
        from orders.explanations import watching as _  # noqa: F401  # so does this one
        from orders.models import NoticePreference
        from orders.notices.leading import leads
        from orders.notices.preferences import reseal
        from orders.rotation import SealedTable, register

        leads("alert", "orders:alert", "alert")
        leads("explanation.", "orders:explanations")
        register(SealedTable(NoticePreference, "key_id", reseal))
