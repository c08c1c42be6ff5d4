"""Addresses of supervising, included by orders/urls.py."""

from django.urls import path, register_converter

from orders.period import Period, parse
from orders.views import alerts, explanations, inspection, quality


class MonthConverter:
    """A month as addresses name it, 2024-06."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Period:
        return parse(value)

    def to_url(self, value: Period) -> str:
        return value.code


register_converter(MonthConverter, "month")

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/banner/", alerts.banner, name="alert-banner"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("quality/", quality.quality, name="quality"),
    path("quality/<int:pk>/", quality.reply, name="quality-reply"),
    path("inspections/", inspection.inspections, name="inspections"),
    path("inspections/<month:month>/", inspection.month, name="inspection"),
    path("inspections/items/<int:pk>/", inspection.item, name="inspection-item"),
    path("explanations/", explanations.explanations, name="explanations"),
    path("explanations/ask/", explanations.ask, name="explanations-ask"),
    path("explanations/<int:pk>/", explanations.explanation, name="explanation"),
]
