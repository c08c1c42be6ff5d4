"""Everybody of the staff by the id of the account, each with a session of the own."""

from orders.errors import Forbidden
from seeds.simulator.live.person import Person
from units.actor import Actor
from units.models import Staff


class Everybody:
    """The people who act in live traffic; password: the one all of the demo's accounts have."""

    def __init__(self, base: str, password: str) -> None:
        self._base, self._password = base, password
        self._people: dict[int, Person] = {}

    def behind(self, actor: Actor) -> Person:
        """The person who acts. Raises Forbidden for what is no person of the staff."""
        if actor.staff_id is None:
            raise Forbidden(f"{actor.kind} 不登录")
        if actor.staff_id not in self._people:
            number = Staff.objects.values_list("staff_number", flat=True).get(pk=actor.staff_id)
            self._people[actor.staff_id] = Person(self._base, number, self._password)
        return self._people[actor.staff_id]

    def close(self) -> None:
        """Everybody goes home."""
        for person in self._people.values():
            person.close()
