"""Where the first page is: each person's own first place in the rail."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from hotline.navigation import address, places_for


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first place of the reader's roles that exists; to 我的 when there is none."""
    places = places_for(getattr(request.user, "roles", None) or [])
    found = (url for place in places if (url := address(place.url_name)))
    return redirect(next(found, "profile"))
