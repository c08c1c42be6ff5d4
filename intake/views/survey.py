"""The link a citizen gets by SMS or WeChat: one page, answered once, until it expires.

What a used, expired or unknown link shows names no order and nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.forms.acts import RateForm
from intake.views.manners import knock, private, too_often
from orders.callbacks.surveys import Survey, Trouble, behind
from orders.errors import Conflict, LifecycleError
from orders.lifecycle import apply
from orders.masking import mask_numbers
from orders.models import Order, Text
from orders.models.callback import Way
from orders.models.text import Audience
from orders.states import Verb
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class Over:
    """What is said where there is nothing to answer."""

    status: int
    title: str
    says: str


OVER: dict[Trouble, Over] = {
    Trouble.UNKNOWN: Over(404, "这个链接不对", "请从短信里整条点开，不要漏字。"),
    Trouble.EXPIRED: Over(
        410, "这个链接过期了", "不用再评。想说的可以打12345，或查进度后在那里评价。"
    ),
    Trouble.USED: Over(410, "评价收到了，谢谢您", "链接只能用一次。还有要说的，请打12345。"),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, or one's answers sent: then the same address says that they came."""
    at = timezone.now()
    if (wait := knock(request, "page", at=at)) is not None:
        return too_often(request, wait)
    found = behind(token, at=at)
    if isinstance(found, Trouble):
        over = OVER[found]
        return render(request, "intake/survey_over.html", {"over": over}, status=over.status)
    if request.method != "POST":
        return _questions(request, found, RateForm())
    return _answered(request, found, token, at)


def _answered(request: HttpRequest, asked: Survey, token: str, at: datetime) -> HttpResponse:
    form = RateForm(request.POST)
    if not form.is_valid():
        return _questions(request, asked, form, 422)
    try:
        apply(
            Verb.RECORD_CALLBACK,
            asked.order_id,
            by=Actor.citizen(),
            at=at,
            task_id=asked.task_id,
            placed_id=asked.placed_id,
            **form.inputs() | {"way": Way.SMS.value},
        )
    except Conflict as conflict:
        if conflict.code == "busy":
            form.add_error(None, conflict.message)
            return _questions(request, asked, form, conflict.status)
    except LifecycleError as error:
        form.add_error(None, error.message)
        return _questions(request, asked, form, error.status)
    return redirect(reverse("intake:survey", args=[token]))


def _questions(
    request: HttpRequest, asked: Survey, form: RateForm, status: int = 200
) -> HttpResponse:
    if form.is_bound:
        form.with_fresh_token()
    own = Order.objects.get(pk=asked.own_order_id)
    answers = Text.objects.filter(
        order_id=asked.order_id,
        order__confidential=False,
        audience=Audience.CITIZEN,
        kind=Text.Kind.ANSWER,
    )
    answer = answers.order_by("-id").first()
    context = {
        "form": form,
        "number": own.number,
        "title": "" if own.confidential else mask_numbers(own.title),
        "answer": "" if own.confidential or answer is None else mask_numbers(answer.body),
    }
    return render(request, "intake/survey.html", context, status=status)
