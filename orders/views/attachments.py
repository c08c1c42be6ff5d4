"""Adding files to an order, and opening one."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from orders.access import attachments_for
from orders.attachment_list import adder, attachment_list
from orders.attachments import attach_all
from orders.errors import Forbidden, Refused
from orders.forms.attachment import AttachmentForm
from orders.forms.refusal import show_refusal
from orders.media import MEDIA
from orders.models import Order
from orders.views.fragment import part_or_page
from orders.views.in_sight import in_sight
from units.actor import Actor

INLINE = {media.type for media in MEDIA.values() if media.inline}
# Whatever a file turns out to hold, a browser runs nothing of it.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """GET shows the form, POST adds the files: 422 says what is wrong with which."""
    at = timezone.now()
    actors, order = in_sight(request, number, at)
    by = adder(actors, order)
    if by is None:
        raise PermissionDenied("这件你现在不能加附件")
    if request.method != "POST":
        return _page(request, actors, order, at, form=AttachmentForm(order=order, by=by))
    form = AttachmentForm(request.POST, request.FILES, order=order, by=by)
    if not form.is_valid():
        return _page(request, actors, order, at, status=422, form=form)
    files, audience = form.inputs()
    try:
        kept = attach_all(order, files, audience=audience, by=by, at=at)
    except Refused as refused:
        show_refusal(form, refused)
        return _page(request, actors, order, at, status=422, form=form)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, actors, order, at)
    messages.info(request, f"已加{len(kept)}个附件")
    return redirect("orders:order", order.number)


@login_required
@require_safe
def download(request: HttpRequest, number: str, public_id: UUID) -> HttpResponse:
    """The file itself, if this person may open it; pictures show, all else is saved."""
    actors, order = in_sight(request, number, timezone.now())
    found = attachments_for(actors, order).exclude(file="").filter(public_id=public_id).first()
    if found is None:
        raise Http404("没有这个附件")
    try:
        with found.file.open("rb") as content:
            response = HttpResponse(content.read(), content_type=found.media_type)
    except FileNotFoundError:
        raise Http404("这个附件的文件不在了") from None
    shown = found.media_type in INLINE
    response["Content-Disposition"] = content_disposition_header(not shown, found.name) or ""
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    order: Order,
    at: datetime,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The list alone to htmx, else a whole page around it."""
    context = {"at": at, "order": order, "attachments": attachment_list(actors, order), **more}
    part, page = "orders/_attachments.html", "orders/attachments.html"
    return part_or_page(request, part, page, context, status)
