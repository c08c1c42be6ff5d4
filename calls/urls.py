"""Addresses of the telephone: the switch's door, calls, return calls, seats and the wallboard."""

from django.urls import path, register_converter

from calls import api
from calls.views import calls, returns, seat, wall


class CallDeedConverter:
    """What is done on a call."""

    regex = "|".join(calls.DEEDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SeatDeedConverter(CallDeedConverter):
    """What is done at a seat."""

    regex = "|".join(seat.DEEDS)


class IdConverter:
    """An id as the database keeps it."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(CallDeedConverter, "call_deed")
register_converter(SeatDeedConverter, "seat_deed")
register_converter(IdConverter, "call_id")

app_name = "calls"
urlpatterns = [
    path("cti/<str:token>", api.CtiView.as_view(), name="cti"),
    path("calls/", calls.call_list, name="list"),
    path("calls/<call_id:call_id>/", calls.call, name="call"),
    path("calls/<call_id:call_id>/reveal/", calls.reveal, name="reveal"),
    path("calls/<call_id:call_id>/<call_deed:deed>/", calls.act, name="act"),
    path("calls/returns/", returns.returns, name="returns"),
    path("calls/returns/<call_id:return_id>/", returns.record, name="return"),
    path("calls/blocks/", returns.blocks, name="blocks"),
    path("calls/blocks/<call_id:block_id>/lift/", returns.lift, name="lift"),
    path("seat/", seat.seat, name="seat"),
    path("seat/<seat_deed:deed>/", seat.act, name="seat-act"),
    path("wallboard/", wall.wall, name="wall"),
]
