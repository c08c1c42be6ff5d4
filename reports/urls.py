"""Addresses of reports' pages."""

from django.urls import path

from reports.views import bulletins

urlpatterns = [
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/draft/", bulletins.draft, name="bulletin-draft"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/words/", bulletins.words, name="bulletin-words"),
    path("bulletins/<int:pk>/file.<slug:name>", bulletins.file, name="bulletin-file"),
    path("bulletins/<int:pk>/<slug:step>/", bulletins.act, name="bulletin-act"),
]
