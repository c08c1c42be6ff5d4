"""A citizen makes a demand on the page, and gets a number and a code to keep."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake.forms.demand import CHANNEL, DemandForm
from intake.serializers import answer_of
from intake.submitting import Receipt, Submission, submit
from intake.views.manners import knock, private, too_often
from intake.views.own import own_demand
from orders.attachments import attach_all
from orders.errors import LifecycleError, Missing
from orders.models import Order
from units.actor import Actor


@private
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """The empty form, or one sent: then to the receipt."""
    at = timezone.now()
    if request.method != "POST":
        return _show(request, DemandForm())
    if (wait := knock(request, "page", at=at)) is not None:
        return too_often(request, wait)
    form = DemandForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, 422)
    return _register(request, form, at)


def _register(request: HttpRequest, form: DemandForm, at: datetime) -> HttpResponse:
    if (wait := knock(request, "demand", at=at)) is not None:
        minutes = -(-wait // 60)
        form.add_error(None, f"您交得太快了，请过{minutes}分钟再交；急事请直接打12345")
        response = _show(request, form, 429)
        response["Retry-After"] = str(wait)
        return response
    try:
        receipt = _submitted(form, at)
    except LifecycleError as error:
        form.add_error(None, _words(error))
        return _show(request, form, error.status)
    body = receipt.body
    return redirect(f"{reverse('intake:done', args=[body['number']])}?code={body['code']}")


def _submitted(form: DemandForm, at: datetime) -> Receipt:
    def keep_files(order: Order) -> None:
        if files := form.cleaned_data["photos"]:
            attach_all(order, files, by=Actor.citizen(), at=at)

    submission = Submission(form.wish(), form.key, form.content())
    by = Actor.channel(CHANNEL)
    return submit(submission, by=by, at=at, answer=answer_of, also=keep_files)


def _words(error: LifecycleError) -> str:
    if error.code == "idempotency_key_reused":
        return "这张表刚才已经登记过一件。要是另一件事，请再交一次；要改刚才那件，请查进度后补充"
    return error.message


def _show(
    request: HttpRequest,
    form: DemandForm,
    status: int = 200,
) -> HttpResponse:
    if form.is_bound:
        form.with_fresh_token()
    return render(request, "intake/make.html", {"form": form}, status=status)


def _ask_again(request: HttpRequest, number: str, missing: Missing) -> HttpResponse:
    return redirect("intake:follow")


@private
@require_safe
@own_demand(_ask_again)
def done(request: HttpRequest, order: Order, code: str, at: datetime) -> HttpResponse:
    """The receipt: number and code, to print, copy or keep as a bookmark."""
    receipt = answer_of(order)
    return render(
        request,
        "intake/done.html",
        {
            "order": order,
            "code": receipt["code"],
            "page": request.build_absolute_uri(receipt["links"]["page"]),
            "at": at,
        },
    )
