"""Writing and keeping articles: the form, and the buttons of an article's page."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import keeping, writing
from knowledge.access import article_for, check_writer
from knowledge.forms.article import ArticleForm, SeenForm, WithdrawForm
from knowledge.models import Article
from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.forms.refusal import show_refusal
from orders.views.entering import enter, who_changes
from units.access import Area
from units.actor import Actor

_FIELDS = {"subclass_id": "subclass", "category_id": "category", "unit_id": "unit"}
_DEEDS: dict[str, tuple[Callable[..., Article], str]] = {
    "publish": (keeping.publish, "已发布，答复时可以引用"),
    "review": (keeping.review, "复核记下了"),
}
DEEDS = tuple(_DEEDS)


@contextmanager
def _told() -> Iterator[None]:
    """What may not be done is 403, what is not there 404."""
    try:
        yield
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Missing as missing:
        raise Http404(missing.message) from None


def _writer(request: HttpRequest, at: datetime) -> tuple[Sequence[Actor], Actor]:
    """Every way to act, and the one in which the person writes."""
    actors = enter(request, Area.KNOWLEDGE, at)
    by = who_changes(actors, Area.KNOWLEDGE)
    check_writer(by)
    return actors, by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new article: kept as a draft."""
    at = timezone.now()
    with _told():
        _, by = _writer(request, at)
    form = ArticleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, at, None, status=422 if form.is_bound else 200)
    try:
        row = writing.draft(form.written(), by=by, at=at)
    except Refused as refused:
        return _refused(request, form, refused, at, None)
    messages.info(request, f"草稿已存，编号 {row.number}。看过再发布")
    return redirect("knowledge:article", row.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Mend an article; who was slower keeps the words and is told."""
    at = timezone.now()
    with _told():
        actors, by = _writer(request, at)
        row = article_for(actors, number)
    if request.method != "POST":
        return _form_page(request, ArticleForm(row=row), at, row)
    form = ArticleForm(request.POST, row=row)
    if not form.is_valid():
        return _form_page(request, form, at, row, status=422)
    version = form.cleaned_data["version"]
    try:
        writing.edit(row.pk, form.written(), by=by, at=at, version=version)
    except Refused as refused:
        return _refused(request, form, refused, at, row)
    except Conflict as met:
        return _form_page(request, form, at, row, status=met.status, conflict=met)
    messages.info(request, "改好了，改前的写法留着")
    return redirect("knowledge:article", number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an article out of use, saying why."""
    at = timezone.now()
    with _told():
        actors, by = _writer(request, at)
        row = article_for(actors, number)
    if request.method != "POST":
        form = WithdrawForm(initial={"version": row.version})
        return _end_page(request, form, at, row)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _end_page(request, form, at, row, status=422)
    given = form.cleaned_data
    try:
        keeping.withdraw(row.pk, given["why"], by=by, at=at, version=given["version"])
    except Conflict as met:
        return _end_page(request, form, at, row, status=met.status, conflict=met)
    messages.info(request, "已撤下，答复不能再引用它")
    return redirect("knowledge:article", number)


@login_required
@require_POST
def act(request: HttpRequest, number: str, deed: str) -> HttpResponse:
    """Publish, or confirm that it is still right; nothing is typed."""
    at = timezone.now()
    with _told():
        actors, by = _writer(request, at)
        row = article_for(actors, number)
    do, said = _DEEDS[deed]
    seen = SeenForm(request.POST)
    version = seen.cleaned_data["version"] if seen.is_valid() else None
    try:
        do(row.pk, by=by, at=at, version=version)
    except Conflict as met:
        here = reverse("knowledge:article", args=[number])
        return render(request, "409.html", {"message": met.message, "url": here}, status=409)
    messages.info(request, said)
    return redirect("knowledge:article", number)


def _refused(
    request: HttpRequest, form: ArticleForm, refused: Refused, at: datetime, row: Article | None
) -> HttpResponse:
    refused.field = _FIELDS.get(refused.field, refused.field)
    show_refusal(form, refused)
    return _form_page(request, form, at, row, status=422)


def _form_page(
    request: HttpRequest,
    form: ArticleForm,
    at: datetime,
    row: Article | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"at": at, "form": form, "row": row, "back_url": _back(row), **more}
    return render(request, "knowledge/form.html", context, status=status)


def _end_page(
    request: HttpRequest,
    form: forms.Form,
    at: datetime,
    row: Article,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"at": at, "form": form, "row": row, "back_url": _back(row), **more}
    return render(request, "knowledge/withdraw.html", context, status=status)


def _back(row: Article | None) -> str:
    return reverse("knowledge:article", args=[row.number]) if row else reverse("knowledge:list")
