"""What a list of orders can be narrowed by; nothing in the address is passed over in silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from orders.access import sees_all
from orders.labels import districts
from orders.models import Assignment, Category, Channel, Order, Pause
from orders.models.limits import Kind, Urgency
from orders.period import SHANGHAI
from orders.states import AssignmentState
from units.actor import Actor
from units.models import Unit

HOTLINE_ONLY = ("unit", "mine")
BESIDE = frozenset({"q", "page"})  # in the address, but no filter
EARLIEST, LATEST = 2000, 2100  # years one can ask for
FLAGS = ("mine", "confidential", "suspended", "reworked")


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words; url is the address without it."""

    label: str
    url: str


def channels() -> list[tuple[str, str]]:
    """Every channel, those out of use too: old orders have them."""
    return list(Channel.objects.order_by("position", "code").values_list("code", "name"))


def top_categories() -> list[tuple[str, str]]:
    """The categories of the first level."""
    return list(Category.objects.filter(level=1).order_by("code").values_list("code", "name"))


def units() -> list[tuple[str, str]]:
    """Every unit by its initials, closed ones too."""
    return list(Unit.objects.order_by("pinyin", "code").values_list("code", "name"))


def _choice(label: str, choices: Any, **options: Any) -> filters.ChoiceFilter:
    wrong = {"invalid_choice": f"没有这个{label}：%(value)s"}
    return filters.ChoiceFilter(
        label=label, choices=choices, empty_label="不限", error_messages=wrong, **options
    )


class Tick(forms.CheckboxInput):
    """A tick that says 1; what stands in the address is read as it is, so that a wrong value is
    noticed."""

    def __init__(self) -> None:
        super().__init__(check_test=bool)

    def format_value(self, value: Any) -> str:
        return "1"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class Flag(forms.ChoiceField):
    """On, or left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("1", "是")], widget=Tick(), **options)
        self.error_messages["invalid_choice"] = "只能写1，不能写%(value)s"


class FlagFilter(filters.Filter):
    """Applies only when it is on."""

    field_class = Flag


class DayFilter(filters.DateFilter):
    """A local day, from its first moment or through its last."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **options,
        )


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), SHANGHAI)


class FilterForm(forms.Form):
    """The filters together: every name in the address is known, and the days are in order."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unknown = set(self.data) - set(self.fields) - BESIDE
        if unknown:
            raise forms.ValidationError(f"没有这样的筛选：{'、'.join(sorted(unknown))}")
        for name in ("received_from", "received_to"):
            day = cleaned.get(name)
            if day and not EARLIEST <= day.year <= LATEST:
                self.add_error(name, f"年份写在{EARLIEST}到{LATEST}之间")
        first, last = cleaned.get("received_from"), cleaned.get("received_to")
        if first and last and last < first:
            self.add_error("received_to", "止日早于起日")
        return cleaned


class OrderFilters(filters.FilterSet):
    """Filters of orders for one person; what only the hotline may ask is left out for units."""

    channel = _choice("渠道", channels)
    kind = _choice("性质", Kind.choices)
    urgency = _choice("紧急程度", Urgency.choices)
    district = _choice("区域", lambda: list(districts().items()))
    category = _choice("类别", top_categories, method="in_category")
    unit = _choice("主协办单位", units, method="given_to")
    received_from = DayFilter("受理自", method="from_day")
    received_to = DayFilter("受理至", method="through_day")
    mine = FlagFilter(label="我登记的", method="by_me")
    confidential = FlagFilter(label="保密", method="kept_secret")
    suspended = FlagFilter(label="挂账", method="on_hold")
    reworked = FlagFilter(label="重办", method="done_again")

    class Meta:
        form = FilterForm

    def __init__(self, data: QueryDict, queryset: QuerySet[Order], actors: Sequence[Actor]) -> None:
        super().__init__(data, queryset)
        self.actors = actors
        if not sees_all(actors):
            for name in HOTLINE_ONLY:
                del self.filters[name]

    def in_category(self, orders: QuerySet[Order], name: str, code: str) -> QuerySet[Order]:
        return orders.filter(Q(category_id=code) | Q(category__code__startswith=f"{code}."))

    def given_to(self, orders: QuerySet[Order], name: str, code: str) -> QuerySet[Order]:
        """Held by the unit or below it, as lead or assist; what was taken back is not held."""
        path = Unit.objects.values_list("path", flat=True).get(code=code)
        held = Assignment.objects.filter(order=OuterRef("pk"), unit__path__startswith=path)
        gone = [AssignmentState.RECALLED, AssignmentState.RETURNED]
        return orders.filter(Exists(held.exclude(state__in=gone)))

    def from_day(self, orders: QuerySet[Order], name: str, day: date) -> QuerySet[Order]:
        return orders.filter(received_at__gte=midnight(day))

    def through_day(self, orders: QuerySet[Order], name: str, day: date) -> QuerySet[Order]:
        return orders.filter(received_at__lt=midnight(day + timedelta(days=1)))

    def by_me(self, orders: QuerySet[Order], name: str, on: str) -> QuerySet[Order]:
        return orders.filter(received_by=self.actors[0].staff_id)

    def kept_secret(self, orders: QuerySet[Order], name: str, on: str) -> QuerySet[Order]:
        return orders.filter(confidential=True)

    def on_hold(self, orders: QuerySet[Order], name: str, on: str) -> QuerySet[Order]:
        holds = Pause.objects.filter(assignment__order=OuterRef("pk"), ended_at__isnull=True)
        return orders.filter(Exists(holds.filter(cause=Pause.Cause.SUSPENSION)))

    def done_again(self, orders: QuerySet[Order], name: str, on: str) -> QuerySet[Order]:
        again = Assignment.objects.filter(order=OuterRef("pk"), round_n__gt=1)
        return orders.filter(Exists(again))


def active_chips(form: forms.Form, path: str, query: QueryDict) -> list[Chip]:
    """Each active filter of a valid form in words, with the address that is left without it."""
    chips = []
    for name, value in form.cleaned_data.items():
        if value not in ("", None):
            chips.append(Chip(_words(form, name, value), without(path, query, {name})))
    return chips


def _words(form: forms.Form, name: str, value: Any) -> str:
    field = form.fields[name]
    label = str(field.label)
    if name in FLAGS:
        return label
    if isinstance(value, date):
        return f"{label}{value.month}月{value.day}日"
    assert isinstance(field, forms.ChoiceField)
    choices = cast(Iterable[tuple[object, object]], field.choices)
    names = {str(key): str(shown) for key, shown in choices}
    return f"{label}：{names.get(str(value), value)}"


def without(path: str, query: QueryDict, names: Iterable[str]) -> str:
    """The address with these left out, and back on the first page."""
    gone = {*names, "page"}
    kept = [(key, value) for key, value in query.items() if key not in gone and value]
    return f"{path}?{urlencode(kept)}" if kept else path
