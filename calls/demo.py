"""Seats to try the telephone with: eight, two of them with a skill of their own."""

from calls.models import Seat, SkillQueue

# code: (extension, queues)
SEATS: dict[str, tuple[str, tuple[str, ...]]] = {
    **{f"A{n:02}": (str(800 + n), ("general",)) for n in range(1, 7)},
    "B01": ("811", ("general", "market")),
    "B02": ("812", ("general", "labour", "enterprise")),
}


def create() -> int:
    """Writes the seats that are missing and returns how many; one already there stays."""
    known = set(Seat.objects.values_list("code", flat=True))
    queues = {queue.pk: queue for queue in SkillQueue.objects.all()}
    missing = {code: seat for code, seat in SEATS.items() if code not in known}
    for code, (extension, skills) in missing.items():
        seat = Seat.objects.create(code=code, name=f"{code}席", extension=extension)
        seat.queues.set(queues[skill] for skill in skills if skill in queues)
    return len(missing)
