"""What is answered when a page cannot be: Chinese words, no traces; problem JSON under /api/."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.defaults import ERROR_500_TEMPLATE_NAME

from hotline import problems

API = "/api/"
CODES: dict[int, str] = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    500: "server_error",
}


def problem(status: int) -> JsonResponse:
    """The body that API doors use for faults (RFC 9457), where no view was reached."""
    return JsonResponse(
        problems.body(status, CODES[status]),
        status=status,
        content_type=problems.MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _answer(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    if request.path.startswith(API):
        return problem(status)
    words = loader.render_to_string(f"{status}.html", context, request)
    return HttpResponse(words, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """PermissionDenied("为什么") says why; without words the page says whom to ask."""
    return _answer(request, 403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke may be what they need."""
    if request.path.startswith(API):
        return problem(500)
    return HttpResponse(loader.render_to_string(ERROR_500_TEMPLATE_NAME), status=500)
