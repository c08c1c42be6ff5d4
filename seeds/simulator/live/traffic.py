"""The city's traffic as it comes, moment by moment, until somebody says stop."""

import logging
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Event

from django.db import close_old_connections

from knowledge.finding import for_category
from orders import rulebook
from orders.errors import LifecycleError
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Order
from orders.transitions import FINAL
from seeds.assumptions import Assumptions
from seeds.demo_life import SEED, demands
from seeds.demo_people import OPERATORS
from seeds.simulator.city import City, read_city
from seeds.simulator.live.ground import HttpGround
from seeds.simulator.live.person import Away
from seeds.simulator.live.shifts import next_turn, on_turn
from seeds.simulator.live.telephone import BESIDE, Desk, Operator, beside, return_calls_due
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.coming import BY_PEOPLE, operator_of
from seeds.simulator.living.going_on import going_on
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.step import Step
from seeds.simulator.living.together import Together
from seeds.simulator.words import Words, read_words
from units.actor import actor_of
from units.models import Staff

log = logging.getLogger(__name__)
LOOK = 1.0  # seconds between looks at what is due
FOUND_EVERY = timedelta(seconds=30)  # what people typed by hand joins the traffic
AHEAD = timedelta(hours=1)  # arrivals are drawn so far ahead
RETURNS_EVERY = timedelta(minutes=5)
GRACE = (5.0, 300.0)  # working minutes in which what was left lying is taken up again
REST = timedelta(seconds=10)  # after the hotline did not answer
Now = Callable[[], datetime]


class Traffic:
    """Everything that goes on, on one hotline; speed: how many times as fast as in life."""

    def __init__(
        self, ground: HttpGround, desk: Desk, assumed: Assumptions, now: Now, speed: float
    ) -> None:
        self.ground, self.desk, self.assumed = ground, desk, assumed
        self.now, self.speed = now, speed
        self.started = now()
        self.city: City = read_city(self.started.date())
        self.words: Words = read_words()
        self.habits = self._habits()
        self.together = Together()
        self.known: set[int] = set()

    def run(self, stop: Event) -> None:
        """Until told to stop. What the hotline refuses is logged and tried again, or given up."""
        self._find(self.started)
        self.together.join(self._turning(), self._arriving(), self._finding(), self._returning())
        while not stop.is_set():
            self.together.until(self.now())
            close_old_connections()
            stop.wait(LOOK)
        self.desk.close()
        close_old_connections()

    def _turning(self) -> Iterator[datetime]:
        """The operators sign on as soon as the hotline answers, and off when their turn is over."""
        staff = Staff.objects.filter(staff_number__in=OPERATORS).select_related("unit")
        everybody = [actor_of(one) for one in staff.order_by("staff_number")]
        life = self.started
        yield self.now()
        while True:
            try:
                self.desk.turn(on_turn(everybody, life), everybody)
            except (Away, LifecycleError) as error:
                log.warning("a turn does not begin yet: %s", error)
                yield self.now() + REST
                continue
            life = next_turn(life)
            yield self._real(life)

    def _returning(self) -> Iterator[datetime]:
        """Missed calls are called back when they are due."""
        while True:
            yield self.now() + RETURNS_EVERY / self.speed
            for pk in return_calls_due(self.now()):
                try:
                    self.desk.call_back(pk, random.Random(f"{SEED} return {pk}"))
                except (Away, LifecycleError) as error:
                    log.info("return call %s: %s", pk, error)

    def _habits(self) -> Habits:
        return Habits(
            self.city,
            self.words,
            self.assumed,
            rulebook.current(),
            SEED,
            self.ground.hands.in_hand,
            machine=True,
            fitting=for_category,
        )

    def _arriving(self) -> Iterator[datetime]:
        """Every hour the next hour's demands are drawn; at a higher speed more of it passes."""
        life = self.started
        while True:
            for arrival in demands(
                life, life + AHEAD, city=self.city, words=self.words, assumed=self.assumed
            ):
                self.together.join(self._come(arrival, self._real(arrival.at)))
            life += AHEAD
            yield self._real(life)
            self.habits = self._habits()  # limits and calendars may have changed

    def _real(self, life: datetime) -> datetime:
        """When a moment of the city's own time comes on the wall."""
        return self.started + (life - self.started) / self.speed

    def _finding(self) -> Iterator[datetime]:
        while True:
            at = self.now() + FOUND_EVERY
            yield at
            self._find(at)

    def _find(self, at: datetime) -> None:
        """Open orders that nobody goes on with yet, those of earlier days and those of people."""
        open_now = Order.objects.exclude(state__in=FINAL).exclude(pk__in=self.known)
        for pk in open_now.order_by("pk").values_list("pk", flat=True):
            self.known.add(pk)
            draw = random.Random(f"{SEED} found {pk}")
            minutes = timedelta(minutes=draw.uniform(*GRACE))
            calendar = self.habits.rules.calendar
            since = calendar.add_working_time(at, minutes)
            self.together.join(self._go_on(pk, since))

    def _come(self, arrival: Arrival, at: datetime) -> Iterator[datetime]:
        """One demand: told by telephone, typed at the window, or handed in by its channel's system;
        again and again while the hotline does not answer."""
        yield at
        draw = random.Random(f"{SEED} call {arrival.at.isoformat()}")
        if draw.random() < BESIDE:
            self.together.join(self._patiently(beside(self.desk, arrival, draw)))
        if arrival.channel == "phone":
            yield from self._patiently(self.desk.call(arrival.caller, draw, self._told(arrival)))
            return
        while True:
            try:
                order_id = self._taken_in(arrival)
            except Away as away:
                log.warning("the hotline is away: %s", away)
                yield self.now() + REST
            except LifecycleError as refused:
                log.warning("a demand was refused: %s", refused)
                return
            else:
                self._begins(order_id)
                return

    def _told(self, arrival: Arrival) -> Callable[[Operator, int], None]:
        """What an operator does of a call that tells of a demand."""

        def told(operator: Operator, call_id: int) -> None:
            order_id = self.ground.typed(arrival, operator.actor, {"call": str(call_id)})
            self._begins(order_id)

        return told

    def _begins(self, order_id: int) -> None:
        self.known.add(order_id)
        self.together.join(self._go_on(order_id, self.now()))

    def _patiently(self, call: Iterator[datetime]) -> Iterator[datetime]:
        """A call that the hotline does not hear of, or refuses, is lost; the city goes on."""
        try:
            yield from call
        except (Away, LifecycleError) as error:
            log.warning("a call was lost: %s", error)

    def _taken_in(self, arrival: Arrival) -> int:
        if arrival.channel not in BY_PEOPLE:
            return self.ground.delivered(arrival, self.now())
        return self.ground.typed(arrival, operator_of(self.city, arrival), {})

    def _go_on(self, order_id: int, since: datetime) -> Iterator[datetime]:
        """The order's moments, hastened: what would take an hour takes it over the speed. While the
        hotline does not answer the order is let go, and found again later."""
        goes_on = going_on(self.ground, self.habits, order_id, since=since, refused=self._refused)
        try:
            for moment in goes_on:
                now = self.now()
                yield now + max(moment - now, timedelta()) / self.speed
        except Away as away:
            log.warning("the hotline is away: %s", away)
            self.known.discard(order_id)

    def _refused(self, order: OrderFacts, step: Step, error: LifecycleError) -> None:
        log.info("%s %s: %s", order.number, step.verb, error)
