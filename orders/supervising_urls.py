"""Addresses of supervising: alerts, scores of replies; included by orders/urls.py."""

from django.urls import path

from orders.views import alerts, quality

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/banner/", alerts.banner, name="alert-banner"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("quality/", quality.quality, name="quality"),
    path("quality/<int:pk>/", quality.reply, name="quality-reply"),
]
