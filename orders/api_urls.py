"""Addresses of the staff API, below /api/staff/."""

from django.urls import path

import orders.urls  # noqa: F401 - the converters are registered there
from orders.api import OrderDoor, VerbDoor

app_name = "staff_api"
urlpatterns = [
    path("orders/<number:number>", OrderDoor.as_view(), name="order"),
    path("orders/<number:number>/<verb:verb>", VerbDoor.as_view(), name="verb"),
]
