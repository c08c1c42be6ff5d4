"""我的: who I am here, my password, my absence and my deputy, my keys."""

from typing import Any, cast

import pghistory
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from units.actor import actors_of
from units.forms import AbsenceForm, KeysForm, NewPasswordForm
from units.models import Staff
from units.roles import Role


def _me(request: HttpRequest) -> Staff:
    """The person logged in, read afresh: a refused form must not colour the page's other facts."""
    return Staff.objects.select_related("unit", "deputy").get(pk=cast(Staff, request.user).pk)


def _page(request: HttpRequest, *, status: int = 200, **bound: forms.BaseForm) -> HttpResponse:
    me = _me(request)
    now = timezone.now()
    context: dict[str, Any] = {
        "me": me,
        "roles": [Role(role).label for role in me.roles],
        "away": me.is_absent(at=now),
        "acting_for": [actor for actor in actors_of(me, at=now) if actor.on_behalf_of],
        "password_form": NewPasswordForm(_me(request)),
        "absence_form": AbsenceForm(instance=_me(request)),
        **bound,
    }
    return render(request, "units/profile.html", context, status=status)


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """A new password; this browser stays logged in, every other one is out."""
    form = NewPasswordForm(_me(request), request.POST)
    if not form.is_valid():
        return _page(request, status=422, password_form=form)
    update_session_auth_hash(request, form.save())
    messages.info(request, "密码已换，别处的登录已退出")
    return redirect("profile")


@login_required
@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(request.POST, instance=_me(request))
    if not form.is_valid():
        return _page(request, status=422, absence_form=form)
    with pghistory.context(user=request.user.pk, url=request.path):
        me = form.save()
    messages.info(request, f"离岗已记下，由{me.deputy}代办")
    return redirect("profile")


@login_required
@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Ends my absence, begun or not; whom I named stays as a proposal for the next time."""
    with pghistory.context(user=request.user.pk, url=request.path):
        Staff.objects.filter(pk=_me(request).pk).update(absent_from=None, absent_to=None)
    messages.info(request, "已回岗，代办停止")
    return redirect("profile")


@login_required
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    me = KeysForm(request.POST, instance=_me(request)).save()
    messages.info(request, "单字母快捷键已关" if me.single_keys_off else "单字母快捷键已开")
    return redirect("profile")
