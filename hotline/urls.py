"""Which door leads where."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from hotline import health
from hotline.scenario_pages import scenario, scenarios
from hotline.showcase import components
from hotline.streaming import live
from hotline.views import home, metrics
from hotline.whatif.pages import whatif

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("live/", live, name="live"),
    path("admin/", admin.site.urls),
    path("", include("units.urls")),
    path("", include("orders.urls")),
    path("", include("orders.oversight.urls")),
    path("api/staff/", include("orders.api_urls")),
    path("components/", components, name="components"),
    path("scenario/", scenarios, name="scenarios"),
    path("scenario/<slug:name>/", scenario, name="scenario"),
    path("", include("reports.urls")),
    path("", include("calls.urls")),
    path("", include("knowledge.urls")),
    path("whatif/", whatif, name="whatif"),
    path("", include("intake.urls")),
]

handler400 = "hotline.errors.bad_request"
handler403 = "hotline.errors.forbidden"
handler404 = "hotline.errors.not_found"
handler500 = "hotline.errors.server_error"
