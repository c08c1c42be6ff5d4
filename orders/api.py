"""The staff API: the same verbs as the pages, through the same forms, as JSON.

POST /api/staff/orders/{number}/{verb} with the form's fields (and "assignment", an id); GET
/api/staff/orders/{number} tells the facts and what may be done. Faults are problem JSON.
"""

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders import rulebook
from orders.access import get_order_for, sees_all, title_for
from orders.buttons import on_offer
from orders.dossier import where
from orders.errors import Refused
from orders.forms import form_for
from orders.forms.json_body import Wrong, wrong_types
from orders.lifecycle.load import load
from orders.lifecycle.snapshot import AssignmentFacts
from orders.masking import mask_numbers
from orders.models import Assignment, Order
from orders.standing import do, stand
from orders.states import Verb
from units.actor import actors_of
from units.models import Staff

MOST_BYTES = 256 * 1024


class StaffSession(SessionAuthentication):
    """The console's own session; unsafe methods need its CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="staff"'

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(
                "少了 X-CSRFToken，或它过期了", code="csrf_failed"
            ) from None


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = f"正文最大{MOST_BYTES // 1024} KB"
    default_code = "too_large"


class SmallJson(JSONParser):
    """JSON of a size and depth that words and codes have; no files come this way."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        request: Request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError from None


@extend_schema(exclude=True)
class StaffDoor(APIView):
    """What every door of the staff API shares."""

    authentication_classes = (StaffSession,)
    parser_classes = (SmallJson,)


class OrderDoor(StaffDoor):
    def get(self, request: Request, number: str) -> Response:
        """An order's facts as this person sees them, and the verbs on offer."""
        at = timezone.now()
        actors = actors_of(cast(Staff, request.user), at=at)
        order = get_order_for(actors, number)
        facts = load(order.pk)[order.pk]
        whole = sees_all(actors)
        rows = Assignment.objects.filter(order=order).select_related("unit").order_by("id")
        offers = on_offer(facts, actors, rulebook.current(), at)
        return Response(
            {
                **_order(order),
                "title": mask_numbers(title_for(actors, order)),
                "where": mask_numbers(where(order, whole=whole)),
                "assignments": [_assignment(row) for row in rows],
                "verbs": [_offer(verb, on) for verb, on in offers],
            }
        )


class VerbDoor(StaffDoor):
    def post(self, request: Request, number: str, verb: Verb) -> Response:
        """Do a verb. Answers with the number, the new state, the verb and the moment."""
        body = _object(request.data)
        assignment_id = _assignment_id(body.pop("assignment", None))
        at = timezone.now()
        staff = cast(Staff, request.user)
        standing, conflict = stand(verb, staff, number, at=at, assignment_id=assignment_id)
        if conflict is not None:
            raise conflict
        form_class = form_for(verb)
        _check(wrong_types(form_class(standing=standing).fields, body))
        form = form_class.from_json(
            {name: value for name, value in body.items() if value is not None}, standing
        )
        if not form.is_valid():
            raise exceptions.ValidationError(_details(form.errors.get_json_data()))
        done = do(standing, form.inputs())
        return Response(
            {"number": done.number, "state": done.state, "verb": str(verb), "at": at.isoformat()}
        )


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise exceptions.ParseError
    return dict(data)


def _assignment_id(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("派办用它的号（整数）", field="assignment", code="not_an_integer")
    return value


def _check(wrong: Wrong) -> None:
    if wrong:
        raise exceptions.ValidationError(
            {name: [exceptions.ErrorDetail(words, code)] for name, (words, code) in wrong.items()}
        )


def _details(errors: dict[str, Any]) -> dict[str, list[exceptions.ErrorDetail]]:
    return {
        name: [exceptions.ErrorDetail(one["message"], one["code"] or "invalid") for one in found]
        for name, found in errors.items()
    }


def _order(order: Order) -> dict[str, Any]:
    names = ("number", "state", "version", "kind", "urgency", "district", "confidential")
    moments = ("received_at", "promise_due_at", "dispatched_at", "archived_at")
    return {
        **{name: getattr(order, name) for name in names},
        **{name: _iso(getattr(order, name)) for name in moments},
        "channel": order.channel_id,
        "category": order.category_id,
    }


def _assignment(row: Assignment) -> dict[str, Any]:
    moments = ("dispatched_at", "sign_due_at", "contact_due_at", "due_at", "signed_at")
    later = ("contacted_at", "replied_at", "accepted_at", "closed_at")
    return {
        "assignment": row.pk,
        "unit": row.unit.code,
        "role": row.role,
        "parent": row.parent_id,
        "state": row.state,
        "round": row.round_n,
        **{name: _iso(getattr(row, name)) for name in (*moments, *later)},
    }


def _offer(verb: Verb, on: AssignmentFacts | None) -> dict[str, Any]:
    return {"verb": str(verb), "label": verb.label, "assignment": on.id if on else None}


def _iso(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None
