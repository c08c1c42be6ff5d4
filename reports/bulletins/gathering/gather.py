"""All figures of one kind of bulletin for one period, as of a moment."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from orders.models import Category, Channel, Reason
from orders.models.limits import Kind
from orders.period import Period
from orders.rulebook import NoCalendar, current
from orders.worktime import CalendarRangeError
from reports.analysis.classes import theme_of
from reports.bulletins.figures import Figures, Unit, When, key
from reports.bulletins.gathering import counted as counting
from reports.bulletins.gathering import from_orders
from reports.bulletins.gathering.counted import OTHER_UNIT, Counted
from reports.bulletins.gathering.ranked import ranked
from reports.bulletins.gathering.rated import RATED
from reports.bulletins.kinds import BulletinKind, Shape
from reports.catalogue import find
from reports.coverage import whole_since
from reports.recorded import Book
from reports.roster import Roster, roster
from reports.scoring import Rule
from units.models import Unit as UnitRow
from units.models import UnitKind

_CALLS = ("calls.offered", "calls.answered_rate", "calls.answered_15s_rate")
_PARTS = ("demands.direct", "demands.dispatched")
_ACCEPTED = "demands.accepted"
_DISPATCHED = tuple(
    map(find, ("orders.dispatched", "orders.signed_on_time_rate", "orders.return_rate"))
)
_DUE = tuple(
    map(
        find,
        (
            "orders.completed_rate",
            "orders.on_time_rate",
            "orders.overdue_rate",
            "orders.rework_rate",
        ),
    )
)
_CALLED = tuple(map(find, ("orders.callback_rate", "orders.valid_callback_rate")))
_RATED = (find("orders.satisfied_rate"), find("orders.solved_rate"))
_HOURS = {str(hour): f"{hour}时" for hour in range(24)}
_ON_TIME = "orders.on_time_rate"
_RANKED = {BulletinKind.WEEK, BulletinKind.MONTH, BulletinKind.QUARTER, BulletinKind.YEAR}
_FORMAL = {BulletinKind.MONTH, BulletinKind.QUARTER, BulletinKind.YEAR}


# What is counted, in order, as whoever waits for it is told.
STAGES = ("来电和受理的诉求", "各单位的工单", "退回重办的原因", "各单位的排名")
Say = Callable[[int], None]  # which stage begins, the first 1


def silent(stage: int) -> None:
    """Nobody waits to hear how far it is."""


class NoHotline(LookupError):
    """No unit is the city or its hotline: reference data is missing."""


def gather(
    shape: Shape,
    period: Period,
    *,
    as_of: datetime,
    since: date | None = None,
    rule: Rule | None = None,
    say: Say = silent,
) -> Figures:
    """The figures of the period as of the moment (aware). since: the first day of whole records,
    periods before it are not compared with; what the demands tell unless said. rule: by which
    units are ranked, where they are. say: told which of the STAGES begins. Raises NoHotline without
    units."""
    city, issuer = _names()
    since = since or whole_since(Book.DEMANDS, period.last)
    counted = Counted(period, as_of, counting.bases_of(period, since))
    over = roster(period)
    names = _divisions()
    say(1)
    _demands(counted, shape, names)
    say(2)
    _orders(counted, shape, over)
    say(3)
    reasons = from_orders.reasons(counted, over)
    names["reason"] = dict(
        Reason.objects.filter(kind=Reason.Kind.REWORK)
        .order_by("position")
        .values_list("code", "name")
    )
    names["rest"] = {str(day): "" for day in _rest(period)}
    say(4)
    return Figures(
        period=period,
        as_of=as_of,
        version=counting.edition(_used()),
        city=city,
        issuer=issuer,
        bases=counting.as_bases(counted),
        prints=counted.prints,
        units=_units(over, other=counting.fill_other(counted)),
        names=names,
        values=counted.values,
        reasons=reasons,
        league=ranked(counted, rule) if shape.kind in _RANKED else None,
        silent=from_orders.silent(counted, over) if shape.kind is BulletinKind.QUARTER else (),
    )


def _demands(counted: Counted, shape: Shape, names: Mapping[str, Mapping[str, str]]) -> None:
    counting.whole(counted, _CALLS)
    counting.divided(counted, [_ACCEPTED], "kind", names["kind"], added=True)
    counting.divided(counted, _PARTS, "kind", names["kind"], When.NOW, added=True)
    counting.divided(counted, [_ACCEPTED], "channel", names["channel"])
    counting.divided(counted, [_ACCEPTED], "theme", names["theme"], to_key=theme_of)
    if shape.kind is BulletinKind.DAY:
        counting.whole(counted, ["demands.dispatched"], When.PREVIOUS, When.WEEK_BEFORE)
        counting.divided(counted, [_ACCEPTED], "hour", _HOURS, When.NOW, When.WEEK_BEFORE)
    else:
        counting.by_day(counted, _ACCEPTED, When.NOW)


def _orders(counted: Counted, shape: Shape, over: Roster) -> None:
    formal = shape.kind in _FORMAL
    now = (*_DISPATCHED, *_DUE, *_RATED, *((*RATED, *_CALLED) if formal else ()))
    counting.by_unit(counted, now, over, When.NOW)
    if counted.bases:
        counting.by_unit(counted, (*_DUE, *_RATED), over, *counted.bases)
    urgent = {"urgency": ["urgent", "critical"]}
    counting.where(counted, "urgent", urgent, [_ON_TIME], When.NOW, When.PREVIOUS)
    counting.whole(counted, ["orders.open_overdue"], When.NOW, When.PREVIOUS)
    from_orders.longest(counted, over)
    if formal:
        from_orders.carried(counted)
        from_orders.praise(counted, over)
    if shape.kind is BulletinKind.QUARTER:
        letters = {"channel": "mailbox"}
        counting.where(counted, "mailbox", letters, [one.code for one in (*_DUE[:2], _RATED[0])])


def _names() -> tuple[str, str]:
    found = {
        unit.kind: unit
        for unit in UnitRow.objects.filter(kind__in=[UnitKind.CITY, UnitKind.HOTLINE]).order_by(
            "-pk"
        )
    }
    if len(found) < 2:
        raise NoHotline("没有本级和热线中心这两个单位，先运行 python manage.py load_reference")
    return found[UnitKind.CITY].short_name, found[UnitKind.HOTLINE].name


def _divisions() -> dict[str, Mapping[str, str]]:
    channels = Channel.objects.order_by("position", "code").values_list("code", "name")
    themes = Category.objects.filter(level=2).order_by("code").values_list("code", "name")
    return {
        "kind": dict(Kind.choices),
        "channel": dict(channels),
        "theme": dict(themes),
    }


def _units(over: Roster, *, other: bool) -> tuple[Unit, ...]:
    """In the order of the groups, within each that of the roster; who has no group at the end."""
    places = {code: at for at, code in enumerate(over.groups)}
    members = sorted(over.members, key=lambda one: places.get(one.group, len(places)))
    found = [Unit(key("unit", one.unit_id), one.short_name, one.group_name) for one in members]
    if other:
        found.append(Unit(key("unit", OTHER_UNIT), "其他", ""))
    return tuple(found)


def _rest(period: Period) -> list[date]:
    """The days of the period nobody works, as far as the calendar goes."""
    try:
        calendar = current().calendar
        return [day for day in period.days if not calendar.is_working_day(day)]
    except (NoCalendar, CalendarRangeError):
        return []


def _used() -> tuple[str, ...]:
    codes = (*_CALLS, _ACCEPTED, *_PARTS)
    return (*codes, *(one.code for one in (*_DISPATCHED, *_DUE, *_CALLED, _RATED[0])))
