"""What people do next depends on the order alone: asked again, anywhere, they would do the same."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from orders import rulebook
from orders.lifecycle.load import load as facts_of
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Event, Order
from seeds.demo_city import PACE_OF
from seeds.load import load
from seeds.scenario import read_scenario
from seeds.simulator.city import read_city
from seeds.simulator.living.arrivals import IN_TOWN, arrivals
from seeds.simulator.living.coming import coming
from seeds.simulator.living.desk import CITED
from seeds.simulator.living.going_on import going_on, next_step
from seeds.simulator.living.grounds import DatabaseGround, Hands, MemoryGround
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.step import Step
from seeds.simulator.living.temper import temper_of
from seeds.simulator.living.together import Together, at_times
from seeds.simulator.memory import World
from seeds.simulator.people import staff_desk, staff_units
from seeds.simulator.words import read_words
from tests.factories import moment
from units.models import Unit, UnitKind
from units.roles import Role

pytestmark = pytest.mark.long
START = moment("2026-11-16 08:00")


@pytest.fixture
def people(db: None) -> Habits:
    """The county's people, in whose hands nothing is yet."""
    load()
    staff_desk(Unit.objects.get(kind=UnitKind.HOTLINE), 3)
    staff_units(Unit.objects.order_by("pk"))
    city, assumed = read_city(START.date()), read_scenario(PACE_OF).assumed
    return Habits(city, read_words(), assumed, rulebook.current(), 1, lambda _: 0)


def test_a_week_in_memory_is_the_same_week_each_time(people: Habits) -> None:
    weeks = [lived(people) for _ in range(2)]
    first, second = (
        [(e["verb"], e["at"], e["by_id"], e["order_id"]) for e in world.books["event"]]
        for world, _ in weeks
    )
    assert first == second
    assert len(first) > 300
    assert not weeks[0][1], "and nothing was refused"


def lived(people: Habits) -> tuple[World, Counter[str]]:
    world = World(people.rules, dict(Unit.objects.values_list("pk", "path")))
    ground, together, refused = MemoryGround(world, Hands()), Together(), Counter[str]()
    end = START + timedelta(days=7)
    drawn = arrivals(START, end, city=people.city, words=people.words, assumed=people.assumed,
                     seed=1, callers=100)  # fmt: skip
    for one in drawn:
        together.join(
            coming(
                ground, people, one, lambda n, at: world.add_citizen("女士", at),
                refused=lambda order, step, error: refused.update([f"{step.verb} {error}"]),
            )
        )  # fmt: skip
    together.until(end)
    return world, refused


def test_where_there_is_an_article_most_answers_are_drawn_from_it(people: Habits) -> None:
    shelf = [("ZS000001", "可以这样答。"), ("ZS000002", "也可以这样答。")]
    world, refused = lived(replace(people, fitting=lambda _: shelf))
    answers = [e["payload"] for e in world.books["event"] if e["verb"] == "answer"]
    words = {row["id"]: row["body"] for row in world.rows["text"].values()}
    drawn = [answer for answer in answers if "articles" in answer]
    assert not refused
    assert abs(len(drawn) / len(answers) - CITED) < 0.15
    assert all(words[one["text_id"]] == dict(shelf)[one["articles"][0]] for one in drawn)
    assert len({one["articles"][0] for one in drawn}) == 2


def test_on_the_database_the_order_goes_the_way_it_goes_in_memory(people: Habits) -> None:
    paths = dict(Unit.objects.values_list("pk", "path"))
    (arrival,) = list(
        arrivals(START, START + timedelta(days=1), city=people.city, words=people.words,
                 assumed=people.assumed, seed=5, callers=100, per_day=1)
    )[:1]  # fmt: skip
    memory = MemoryGround(World(people.rules, paths), Hands())
    database = DatabaseGround(Hands())
    for ground in (memory, database):
        together = Together()
        together.join(coming(ground, people, arrival, lambda n, at: None))
        together.until(START + timedelta(days=30))
    ways = [
        [e["verb"] for e in memory.world.books["event"]],
        list(events_of(Order.objects.get())),
    ]
    assert ways[0] == ways[1]
    assert len(ways[0]) >= 2


def events_of(order: Order) -> list[str]:
    return list(
        Event.objects.filter(order_id=order.pk).order_by("id").values_list("verb", flat=True)
    )


def test_what_somebody_else_did_meanwhile_is_not_done_again(people: Habits) -> None:
    ground = DatabaseGround(Hands())
    (arrival,) = list(
        arrivals(START, START + timedelta(days=1), city=people.city, words=people.words,
                 assumed=people.assumed, seed=5, callers=100, per_day=1)
    )[:1]  # fmt: skip
    order_id = ground.take_in(arrival.demand(None), people.city.desk[Role.OPERATOR][0], arrival.at)
    way = going_on(ground, people, order_id, since=arrival.at)
    first = next(way)
    order = facts_of(order_id)[order_id]
    step = next_step(people, order)
    assert step is not None
    assert step.at == first
    ground.do(order, step, step.at)  # a person was quicker
    following = next(way, None)
    assert following is None or following > first
    assert facts_of(order_id)[order_id].version == order.version + 1


def test_six_in_ten_of_the_matters_happen_in_town(people: Habits) -> None:
    drawn = arrivals(START, START + timedelta(days=7), city=people.city, words=people.words,
                     assumed=people.assumed, seed=1, callers=100, per_day=300)  # fmt: skip
    in_town = [one.matter.town.urban for one in drawn]
    assert abs(sum(in_town) / len(in_town) - IN_TOWN) < 0.05


def test_while_nothing_changes_nobody_is_asked_twice(
    people: Habits, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[OrderFacts] = []

    def counted(habits: Habits, order: OrderFacts) -> Step | None:
        asked.append(order)
        return next_step(habits, order)

    monkeypatch.setattr("seeds.simulator.living.going_on.next_step", counted)
    lived(people)
    assert len(asked) > 300
    assert len({repr(order) for order in asked}) == len(asked)


def test_a_unit_with_much_in_hand_is_slower() -> None:
    calm, busy = temper_of(7, 1, in_hand=3), temper_of(7, 1, in_hand=30)
    assert busy.pace > calm.pace
    assert busy.care == calm.care
    assert temper_of(8, 1, in_hand=3) != calm


def test_things_happen_in_the_one_order_of_time() -> None:
    done: list[tuple[str, object]] = []
    together = Together()
    moments = [START + timedelta(hours=hour) for hour in range(4)]
    together.join(at_times(moments[::2], lambda at: done.append(("even", at))))
    together.join(at_times(moments[1::2], lambda at: done.append(("odd", at))))
    together.until(moments[3])
    assert [name for name, _ in done] == ["even", "odd", "even"]
    assert together.next_at == moments[3]
    assert len(together) == 1
