"""The pages of one's own demand open by number and code, and to nobody who tries many of them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from intake.progress import order_behind
from intake.views.manners import View, knock, too_often
from orders.errors import Missing

NotThere = Callable[[HttpRequest, str, Missing], HttpResponse]


def own_demand(not_there: NotThere) -> Callable[[View], View]:
    """The view gets (request, order, code, at, ...) instead of the number in the address and the
    code behind it; not_there answers where the two do not fit."""

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, number: str, **more: object) -> HttpResponse:
            at = timezone.now()
            if (wait := knock(request, "number", at=at, who=number)) is not None:
                return too_often(request, wait)
            code = request.GET.get("code", "")
            try:
                order = order_behind(number, code)
            except Missing as missing:
                return not_there(request, number, missing)
            return view(request, order, code, at, **more)

        return wrapped

    return decorated
