"""Addresses of the pages about orders; those of one order begin with its number."""

from django.urls import path, register_converter

from orders import supervising_urls
from orders.queues import QUEUES
from orders.states import Verb
from orders.transitions import BY_PEOPLE
from orders.views import attachments, notices, papers, revealing, sent, timing
from orders.views.listing import order_list
from orders.views.order_page import order_page
from orders.views.receiving import caller, new_demand
from orders.views.verbs import verb_page


class NumberConverter:
    """An order's number; anything else is no address of ours."""

    regex = "[0-9]{15}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VerbConverter:
    """A verb that people do to an order that exists."""

    regex = "|".join(sorted(BY_PEOPLE))

    def to_python(self, value: str) -> Verb:
        return Verb(value)

    def to_url(self, value: str) -> str:
        return str(value)


class DeedConverter:
    """What an administrator does with a batch of limits."""

    regex = "confirm|drop|recount|undo"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DeedConverter, "deed")
register_converter(NumberConverter, "number")
register_converter(VerbConverter, "verb")

app_name = "orders"
urlpatterns = [
    path("orders/<number:number>/", order_page, name="order"),
    path("orders/<number:number>/<verb:verb>/", verb_page, name="verb"),
    path("orders/<number:number>/citizen/", revealing.card, name="citizen"),
    path("orders/<number:number>/reveal/", revealing.reveal_page, name="reveal"),
    path("orders/<number:number>/attachments/", attachments.add, name="attachments"),
    path(
        "orders/<number:number>/attachments/<uuid:public_id>/",
        attachments.download,
        name="attachment",
    ),
    path("orders/<number:number>/sheet/", papers.order_sheet, name="sheet"),
    path(
        "orders/<number:number>/supervisions/<int:pk>/",
        papers.supervision_sheet,
        name="supervision-sheet",
    ),
    path("orders/new/", new_demand, name="new"),
    path("orders/new/caller/", caller, name="caller"),
    *(
        path(f"orders/{'' if q.key == 'list' else q.key + '/'}", order_list, {"key": q.key}, q.key)
        for q in QUEUES
    ),
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<int:notice_id>/read/", notices.read, name="notice-read"),
    path("notices/sent/", sent.sent, name="sent"),
    path("notices/sent/resend/", sent.resend, name="resend"),
    *supervising_urls.urlpatterns,
    path("me/notices/", notices.preferences, name="notice-preferences"),
    path("timing/", timing.timing, name="timing"),
    path("timing/notice/", timing.notice, name="timing-notice"),
    path("timing/limits/<str:code>/", timing.limit, name="timing-limit"),
    path("timing/batches/<int:batch_id>/", timing.batch_page, name="timing-batch"),
    path("timing/batches/<int:batch_id>/<deed:deed>/", timing.act, name="timing-act"),
]
