"""A May and a June of eighteen orders, small enough to rank by hand, walked through the verbs.

By the limits of tests/rules.py an order dispatched on Monday 13 May is due on the 20th and one of
Monday 3 June on the 11th (goods: on the 13th); "late" ones are replied to after that. Bureaus are
urban, housing, market and water, which has nothing to do; districts are east and west.

         | due | on time | rated | satisfied
May      | urban 2, 1, 2, 2 · housing 2, 2, 2, 2 · market 1, 1, 1, 1
June     | urban 4, 4, 4, 3 · housing 3, 2, 3, 3 · market 2, 2, 2, 2 (goods)
         | west 2, 2, 2, 2 · east 2, 1, 2, 2, of which its town 1, 0, 1, 1 (goods)
"""

from datetime import date, timedelta

from orders.states import Verb
from tests.cast import FOUNDED, Cast
from tests.factories import Walk, moment
from units.models import GroupMembership, Unit, UnitGroup

GOODS = "05.01"
CLERKS = {
    "urban": "unit_clerk",
    "housing": "other_clerk",
    "market": "market_clerk",
    "east": "platform_dispatcher",
    "east_town": "town_clerk",
    "west": "west_dispatcher",
}
MAY, JUNE = "2024-05-13 08:00", "2024-06-03 08:00"


class Months:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def group(self) -> "Months":
        bureaus = [self.cast.urban, self.cast.housing, self.cast.market, self.cast.water]
        self.join("bureaus", "市直部门", *bureaus)
        self.join("districts", "县市区", self.cast.east, self.cast.west)
        return self

    def join(self, code: str, name: str, *units: Unit, since: date = FOUNDED) -> None:
        group, _ = UnitGroup.objects.get_or_create(code=code, defaults={"name": name})
        for unit in units:
            GroupMembership.objects.create(unit=unit, group=group, active_from=since)

    def play(self) -> "Months":
        """Every order of the table above, and the first that were ever recorded: in April, enough
        for records to be whole from then on, all but one answered at the desk."""
        self.handled("urban", "2024-04-15 08:00")
        for _ in range(3):
            walk = Walk(self.cast, at=moment("2024-04-16 08:00")).receive()
            walk.do(Verb.ANSWER, "operator", text="已说明")
        self.late_in_may = self.handled("urban", MAY, late=True)
        self.handled("urban", MAY)
        self.several("housing", MAY, 2)
        self.handled("market", MAY)
        self.several("urban", JUNE, 3)
        self.handled("urban", JUNE, rating=2)
        self.several("housing", JUNE, 2)
        self.handled("housing", JUNE, late=True)
        for _ in range(2):
            self.handled("market", JUNE, category_id=GOODS)
        self.several("west", JUNE, 2)
        self.handled("east", JUNE)
        self.handled("east_town", JUNE, late=True, category_id=GOODS)
        return self

    def several(self, unit: str, at: str, number: int) -> None:
        for _ in range(number):
            self.handled(unit, at)

    def handled(
        self, unit: str, at: str, *, late: bool = False, rating: int = 5, **demand: object
    ) -> Walk:
        """One order from a citizen to the rating."""
        walk = Walk(self.cast, at=moment(at)).receive_from_citizen(**demand)
        clerk = CLERKS[unit]
        walk.dispatch(getattr(self.cast, unit)).do(Verb.SIGN, clerk)
        walk.at += timedelta(days=15 if late else 1)
        walk.do(Verb.COMPLETE, clerk, text="已办好", uncontacted="打不通")
        return walk.do(Verb.ACCEPT, "reviewer").rate(rating)
