from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "话务"

    def ready(self) -> None:
        from calls import clock  # noqa: F401  # its drains register themselves
        from calls.calling_in import Calls
        from calls.joining import join
        from calls.returning import forget
        from calls.revealing import register
        from orders.calling_in import connect
        from orders.erasure import also
        from orders.notices.leading import leads
        from orders.rotation import joins
        from orders.views.entering import stand_beside
        from units.access import Area

        also(forget)
        leads("return_call.", "calls:returns")
        register()
        stand_beside(Area.CALLS, "话务", "calls:list")
        connect(Calls())
        joins(join)
