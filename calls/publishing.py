"""What moved on the telephone is told to the hotline's own people: topics and ids, never data."""

from orders.publishing import tell

CALLS = "calls"  # any call, seat or return call: the list, the seats, the wallboard


def tell_of_call(call_id: int) -> None:
    """After the commit, say that the call moved."""
    tell(call_id, lambda: [CALLS])


def tell_of_seat(seat_id: int) -> None:
    """After the commit, say that the seat's state moved."""
    tell(seat_id, lambda: [CALLS])
