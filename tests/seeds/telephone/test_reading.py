"""A scenario's [telephone] is read whole, with a reason for everything, or refused by its field."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from orders.tables import BadData, Table, read_file
from seeds.call_centre import read_call_centre
from seeds.scenario import FOLDER, names, read_scenario
from seeds.simulator.telephone.centre import Patience, Redial, Shift
from seeds.telephone import read_queues
from seeds.whatif import centre_of

NAME = "yongshun-2014"
Values = dict[str, Any]


def written() -> Values:
    """Yongshun's table as plain values, to be spoiled."""
    text = (FOLDER / f"{NAME}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["telephone"]


def read(values: Values) -> object:
    return read_call_centre(Table("file.toml", values, "telephone"))


def test_every_scenario_with_a_telephone_gives_a_reason_for_each_assumption() -> None:
    told = [read_scenario(name).telephone for name in names()]
    assert any(told)
    for telephone in filter(None, told):
        optional = {"operators"} if telephone.operators is None else set()
        assert set(telephone.reasons) == set(telephone.__slots__) - {"reasons"} - optional
        assert all(len(reason) > 5 for reason in telephone.reasons.values())


def test_a_scenarios_skills_are_the_queues_of_the_switchboard() -> None:
    folder = FOLDER.parent / "reference"
    queues = {queue.code for queue in read_queues(read_file(folder / "queues.toml", folder))}
    for telephone in filter(None, (read_scenario(name).telephone for name in names())):
        assert {skill for group in telephone.groups for skill in group.skills} <= queues


def test_yongshuns_table_is_read_as_written() -> None:
    telephone = read_scenario(NAME).telephone
    assert telephone is not None
    assert telephone.shifts[1] == Shift("中班", 32, 16, 0.3)
    assert telephone.patience == Patience(90, 0.9)
    assert telephone.redial == Redial(0.6, 12, 4)
    assert telephone.surges[0].months == (6, 7, 8, 9, 12, 1)
    assert telephone.kinds[0].priority == 2


def test_the_centre_has_the_printed_operators_and_the_years_calendar() -> None:
    centre = centre_of(read_scenario(NAME))
    assert centre.staffing.operators == 5
    assert centre.demand.days == 365
    assert date(2014, 10, 1) in centre.demand.daily.off
    assert centre.demand.daily.works(date(2014, 9, 28))  # a Sunday made up


def test_yueyang_begins_before_the_twenty_seats_and_thirty_operators_it_added() -> None:
    scenario = read_scenario("yueyang-2022")
    before = centre_of(scenario)
    assert (before.staffing.seats, before.staffing.operators) == (90, 120)
    assert scenario.calls is not None
    after = before.with_staff(seats=20, operators=30).staffing
    assert (after.seats, after.operators) == (scenario.calls.seats, scenario.operators)


def test_a_centre_of_two_years_knows_both_calendars() -> None:
    scenario = read_scenario(NAME)
    assert scenario.telephone is not None
    days = [date(2014, 12, 1) + timedelta(days=step) for step in range(60)]
    centre = scenario.telephone.centre(
        days, operators=1, daily=scenario.assumed.daily(), hours=(1.0,) * 24
    )
    assert {date(2014, 12, 1).year, 2015} == {day.year for day in centre.demand.dates()}
    assert date(2015, 1, 1) in centre.demand.daily.off


def spoil(*path: str | int, to: object) -> Callable[[Values], None]:
    def put(values: Values) -> None:
        inner: Any = values
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = to

    return put


def without(*path: str | int) -> Callable[[Values], None]:
    def drop(values: Values) -> None:
        inner: Any = values
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]

    return drop


FAULTS = [
    (without("seats"), "telephone.seats：缺少这个字段"),
    (without("seats", "why"), "telephone.seats.why：缺少这个字段"),
    (without("callers", "value"), "telephone.callers.value：缺少这个字段"),
    (spoil("callers", "value", to=0), "telephone.callers.value：应为1到"),
    (spoil("callers", "value", to=float("nan")), "telephone.callers.value：应为1到"),
    (spoil("callers", "value", to=True), "telephone.callers.value：应为1到"),
    (spoil("operators", to={"value": 0, "why": "没有人"}), "telephone.operators.value：不能小于1"),
    (spoil("seats", "value", to=0), "telephone.seats.value：不能小于1"),
    (spoil("seats", "value", to=2.5), "telephone.seats.value：应为整数"),
    (spoil("seats", "more", to=1), "telephone.seats.more：没有这个字段"),
    (spoil("more", to=1), "telephone.more：没有这个字段"),
    (spoil("presence", "value", to=1.1), "telephone.presence.value：应为0.1到1的数"),
    (spoil("breaks", "value", to=0.95), "telephone.breaks.value：应为0到0.9的数"),
    (spoil("shifts", "value", to=[]), "telephone.shifts.value：一个也没有写"),
    (
        spoil("shifts", "value", 0, "share", to=0.4),
        "telephone.shifts.value：各份加起来应为1，现为0.9",
    ),
    (spoil("shifts", "value", 0, "start", to="8:00"), r"shifts.value\[1\].start：应为整点或半点"),
    (spoil("shifts", "value", 0, "start", to="08:15"), r"shifts.value\[1\].start：应为整点或半点"),
    (spoil("shifts", "value", 0, "start", to="25:00"), r"shifts.value\[1\].start：应为整点或半点"),
    (spoil("shifts", "value", 0, "start", to="09:00"), "telephone.shifts.value：08:00 没有班次"),
    (spoil("shifts", "value", 0, "name", to="中班"), "telephone.shifts.value：有重名的"),
    (spoil("groups", "value", 0, "skills", to=[]), r"groups.value\[1\].skills：写明接哪些来电"),
    (spoil("kinds", "value", 0, "skill", to="英语"), r"kinds.value\[1\].skill：没有代码是“英语”"),
    (spoil("kinds", "value", 0, "talk", to=[100]), r"kinds.value\[1\].talk：应为2个数"),
    (spoil("kinds", "value", 0, "talk", to=["x", 1]), r"kinds.value\[1\].talk：应为0.01到3600的数"),
    (spoil("kinds", "value", 0, "priority", to=0), r"kinds.value\[1\].priority：不能小于1"),
    (spoil("surges", "value", 0, "months", to=[]), r"surges.value\[1\].months：写明哪些月份"),
    (spoil("surges", "value", 0, "months", to=[13]), r"surges.value\[1\].months：应为1到12的数"),
    (spoil("surges", "value", 0, "hours", to=[8, 2]), r"surges.value\[1\].hours：应先小后大"),
    (spoil("surges", "value", 0, to=3), r"surges.value\[1\]：应为一个表"),
    (spoil("patience", "mean", to=0), "telephone.patience.mean：应为1到3600的数"),
    (spoil("redial", "most", to=0), "telephone.redial.most：不能小于1"),
]


@pytest.mark.parametrize(("spoils", "words"), FAULTS)
def test_a_fault_is_named_with_its_field(spoils: Callable[[Values], None], words: str) -> None:
    values = written()
    spoils(values)
    with pytest.raises(BadData, match=words):
        read(values)


def test_a_centre_where_nobody_answers_everything_is_refused() -> None:
    values = written()
    values["groups"]["value"] = [
        {"name": "甲", "share": 0.5, "skills": ["general"]},
        {"name": "乙", "share": 0.5, "skills": ["labour"]},
    ]
    with pytest.raises(BadData, match="至少要有一个组各种来电都接"):
        read(values)


def test_a_shift_may_run_past_midnight_and_round_the_clock() -> None:
    values = written()
    values["shifts"]["value"] = [
        {"name": "夜班", "start": "22:00", "end": "08:00", "share": 0.5},
        {"name": "全天", "start": "00:00", "end": "24:00", "share": 0.5},
    ]
    telephone = read_call_centre(Table("file.toml", values, "telephone"))
    assert [shift.halves for shift in telephone.shifts] == [20, 48]
    assert telephone.shifts[0].covers(2)
    assert not telephone.shifts[0].covers(16)
