"""A citizen follows the own demand, adds to it, withdraws it, rates it: by number and code."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from redis import RedisError

from intake.forms.acts import RateForm, SupplementForm, UrgeForm, WithdrawForm
from intake.forms.follow import FollowForm
from intake.forms.once import TOKEN_AGE, Once
from intake.progress import Progress, order_behind, progress_of, rate
from intake.views.manners import knock, private, too_often
from intake.views.own import own_demand
from orders.attachments import attach_all
from orders.errors import Conflict, LifecycleError, Missing
from orders.lifecycle import apply
from orders.models import Order
from orders.states import OrderState, Verb
from units.actor import Actor

# What is to come, as long as the state is this one.
COMING: dict[str, str] = {
    OrderState.RECEIVED: "转给负责的单位办理",
    OrderState.DISPATCHED: "单位办理，答复您",
    OrderState.HANDLING: "答复您，再请您评价",
    OrderState.REPLIED: "核对后办结，再请您评价",
}


ActForm = SupplementForm | WithdrawForm | UrgeForm | RateForm


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a citizen may do: the verb, its form, and the page's words."""

    verb: Verb
    form: type[SupplementForm] | type[WithdrawForm] | type[UrgeForm] | type[RateForm]
    title: str
    says: str
    button: str
    done: str


ACTS: dict[str, Act] = {
    "supplement": Act(
        Verb.SUPPLEMENT, SupplementForm, "补充情况", "", "交上去", "补充的情况已转给办理的人"
    ),
    "withdraw": Act(
        Verb.WITHDRAW,
        WithdrawForm,
        "撤回这件诉求",
        "撤回后单位不再办理。以后再有这样的事，可以重新反映。",
        "撤回",
        "已经撤回",
    ),
    "urge": Act(
        Verb.URGE,
        UrgeForm,
        "催一催",
        "手里有这件的单位马上会收到。",
        "催办",
        "已经催了，催办已转给办理的人",
    ),
    "rate": Act(
        Verb.RECORD_CALLBACK,
        RateForm,
        "评价办理结果",
        "您的评价会计入单位的考核。",
        "交上去",
        "谢谢您的评价",
    ),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for number and code, and leads to the progress page."""
    if request.method != "POST":
        return render(request, "intake/follow.html", {"form": FollowForm()})
    at = timezone.now()
    form = FollowForm(request.POST)
    if (wait := knock(request, "page", at=at)) is not None:
        return too_often(request, wait)
    if not form.is_valid():
        return render(request, "intake/follow.html", {"form": form}, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    if (wait := knock(request, "number", at=at, who=number)) is not None:
        return too_often(request, wait)
    try:
        order_behind(number, code)
    except Missing as missing:
        form.add_error(None, missing.message)
        return render(request, "intake/follow.html", {"form": form}, status=404)
    return redirect(_page(number, code))


def _not_there(request: HttpRequest, number: str, missing: Missing) -> HttpResponse:
    form = FollowForm({"number": number[:40], "code": request.GET.get("code", "")[:40]})
    form.add_error(None, missing.message)
    return render(request, "intake/follow.html", {"form": form}, status=404)


@private
@require_safe
@own_demand(_not_there)
def progress(request: HttpRequest, order: Order, code: str, at: datetime) -> HttpResponse:
    """The order as a parcel on its way."""
    return _show(request, progress_of(order, at=at), code, at)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@own_demand(_not_there)
def act(request: HttpRequest, order: Order, code: str, at: datetime, name: str) -> HttpResponse:
    """The form of one act, or one sent: then back to the progress."""
    if request.method == "POST":
        return _sent(request, order, name, code, at)
    if name not in progress_of(order, at=at).actions:
        messages.info(request, f"这件现在不能{ACTS[name].title}")
        return redirect(_page(order.number, code))
    return _form_page(request, order, name, code, ACTS[name].form())


def _sent(request: HttpRequest, order: Order, name: str, code: str, at: datetime) -> HttpResponse:
    doing = ACTS[name]
    form = doing.form(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, order, name, code, form, 422)
    if _first_time(form):
        try:
            _do(doing, order, form, at)
        except LifecycleError as error:
            form.add_error(None, _words(error, doing))
            return _form_page(request, order, name, code, form, error.status)
        except BaseException:
            _forget(form)
            raise
    messages.success(request, doing.done)
    return redirect(_page(order.number, code))


def _do(doing: Act, order: Order, form: ActForm, at: datetime) -> None:
    """The verb and the files that came with it, both or neither."""
    by = Actor.citizen()
    with transaction.atomic():
        if doing.verb == Verb.RECORD_CALLBACK:
            rate(order, at=at, **form.inputs())
        else:
            apply(doing.verb, order.pk, by=by, at=at, **form.inputs())
        if files := form.cleaned_data.get("photos"):
            attach_all(order, files, by=by, at=at)


def _first_time(form: Once) -> bool:
    """Whether the form's token has not been used; where Redis is away the verb's own rules hold."""
    try:
        return bool(cache.add(f"once:{form.key}", 1, timeout=TOKEN_AGE))
    except RedisError:
        return True


def _forget(form: Once) -> None:
    """What broke was not done: the same form may be sent again."""
    with suppress(RedisError):
        cache.delete(f"once:{form.key}")


def _words(error: LifecycleError, doing: Act) -> str:
    if isinstance(error, Conflict) and error.code != "busy":
        return f"这件刚有了变化，现在不能{doing.title}了"
    return error.message


def _form_page(
    request: HttpRequest, order: Order, name: str, code: str, form: Once, status: int = 200
) -> HttpResponse:
    if form.is_bound:
        form.with_fresh_token()
    context = {"form": form, "act": ACTS[name], "number": order.number}
    context["back"] = _page(order.number, code)
    return render(request, "intake/act.html", context, status=status)


def _show(request: HttpRequest, seen: Progress, code: str, at: datetime) -> HttpResponse:
    links = {
        name: f"{reverse('intake:act', args=[seen.number, name])}?{urlencode({'code': code})}"
        for name in seen.actions
    }
    context = {"order": seen, "links": links, "at": at, "coming": COMING.get(seen.state, "")}
    if "rate" in links:
        context["coming"] = "请您评价"
    return render(request, "intake/progress.html", context)


def _page(number: str, code: str) -> str:
    return f"{reverse('intake:progress', args=[number])}?{urlencode({'code': code})}"
