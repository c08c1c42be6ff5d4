"""Addresses of reports' pages."""

from django.urls import path

from reports.views import bulletins, drafting, subscribers
from reports.views.analysis import analysis, analysis_csv
from reports.views.analysis_orders import analysis_orders
from reports.views.balance import balance_of_units
from reports.views.catalogue import catalogue
from reports.views.ledger import ledger
from reports.views.overview import overview, overview_part
from reports.views.rankings import rankings
from reports.views.statistics import statistics, statistics_csv, statistics_xlsx
from reports.views.warnings import warning, warnings, warnings_csv

urlpatterns = [
    path("overview/", overview, name="overview"),
    path("overview/<slug:name>/", overview_part, name="overview-part"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/csv/", statistics_csv, name="statistics-csv"),
    path("statistics/xlsx/", statistics_xlsx, name="statistics-xlsx"),
    path("statistics/balance/", balance_of_units, name="balance"),
    path("analysis/", analysis, name="analysis"),
    path("analysis/orders/", analysis_orders, name="analysis-orders"),
    path("analysis/warnings/", warnings, name="early-warnings"),
    path("analysis/warnings/csv/", warnings_csv, name="early-warnings-csv"),
    path("analysis/warnings/<int:pk>/", warning, name="early-warning"),
    path("analysis/<slug:name>/", analysis, name="analysis-page"),
    path("analysis/<slug:name>/csv/", analysis_csv, name="analysis-csv"),
    path("catalogue/", catalogue, name="catalogue"),
    path("rankings/", rankings, name="rankings"),
    path("ledger/", ledger, name="ledger"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/draft/", bulletins.draft, name="bulletin-draft"),
    path("bulletins/drafting/<int:pk>/", drafting.drafting, name="bulletin-drafting"),
    path("bulletins/subscribers/", subscribers.subscribers, name="bulletin-subscribers"),
    path("bulletins/subscribers/<int:pk>/end/", subscribers.end, name="bulletin-subscriber-end"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/words/", bulletins.words, name="bulletin-words"),
    path("bulletins/<int:pk>/file.<slug:name>", bulletins.file, name="bulletin-file"),
    path("bulletins/<int:pk>/<slug:step>/", bulletins.act, name="bulletin-act"),
]
