"""The doors for everyone else: /api/v1/ for systems, /12345/ for citizens."""

from typing import Any

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from intake import api
from intake.views import demand, follow, survey

app_name = "intake"
_OPEN: dict[str, Any] = {"authentication_classes": [], "permission_classes": []}

urlpatterns = [
    path("api/v1/orders", api.OrdersView.as_view(), name="api-orders"),
    path("api/v1/orders/<str:number>", api.OrderView.as_view(), name="api-order"),
    path(
        "api/v1/orders/<str:number>/supplement",
        api.SupplementView.as_view(),
        name="api-supplement",
    ),
    path("api/v1/orders/<str:number>/withdraw", api.WithdrawView.as_view(), name="api-withdraw"),
    path("api/v1/orders/<str:number>/urge", api.UrgeView.as_view(), name="api-urge"),
    path("api/v1/orders/<str:number>/rate", api.RateView.as_view(), name="api-rate"),
    path("api/v1/callbacks/results", api.ResultsView.as_view(), name="api-results"),
    path("api/v1/schema/", SpectacularAPIView.as_view(**_OPEN), name="schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="intake:schema", template_name="intake/docs.html", **_OPEN
        ),
        name="docs",
    ),
    path("12345/", demand.make, name="make"),
    path("12345/done/<str:number>/", demand.done, name="done"),
    path("12345/follow/", follow.follow, name="follow"),
    path("12345/follow/<str:number>/", follow.progress, name="progress"),
    path("12345/survey/<str:token>/", survey.survey, name="survey"),
    re_path(
        r"^12345/follow/(?P<number>[^/]+)/(?P<name>supplement|withdraw|urge|rate)/$",
        follow.act,
        name="act",
    ),
]
