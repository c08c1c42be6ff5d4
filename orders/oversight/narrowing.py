"""By what the supervision page is narrowed: unit, card, a stretch of local days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from orders.access import sees_all, unit_paths
from orders.filters import EARLIEST, LATEST, midnight
from orders.models import Card
from orders.oversight.tabs import Tab
from units.actor import Actor
from units.models import Unit

_KNOWN = frozenset({"page"})


class _Day(forms.DateField):
    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.error_messages["invalid"] = "写成 2026-07-24 这样"

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not EARLIEST <= day.year <= LATEST:
            raise forms.ValidationError(f"年份写在{EARLIEST}到{LATEST}之间")
        return day


class Narrowing(forms.Form):
    """Filters of one tab for one person; what is not understood is said, never passed over."""

    use_required_attribute = False
    unit = forms.ChoiceField(label="单位", required=False)
    card = forms.ChoiceField(label="牌", required=False, choices=[("", "不限"), *Card.choices])
    since = _Day("自")
    until = _Day("至")

    def __init__(self, data: QueryDict, tab: Tab, actors: Sequence[Actor]) -> None:
        super().__init__(data)
        self.tab = tab
        self.paths = {unit.code: unit.path for unit in self._units(actors)}
        names = {unit.code: unit.name for unit in self._units(actors)}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "不限"), *names.items()]
        field.error_messages["invalid_choice"] = "没有这个单位：%(value)s"
        self.fields["card"].error_messages["invalid_choice"] = "没有这种牌：%(value)s"
        if len(names) < 2:
            del self.fields["unit"]
        if tab.key:
            del self.fields["card"]

    def _units(self, actors: Sequence[Actor]) -> QuerySet[Unit]:
        found = Unit.objects.order_by("pinyin", "code")
        if sees_all(actors):
            return found
        below = Q(pk__in=[])
        for path in unit_paths(actors):
            below |= Q(path__startswith=path)
        return found.filter(below)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unknown = set(self.data) - set(self.fields) - _KNOWN
        if unknown:
            raise forms.ValidationError(f"没有这样的筛选：{'、'.join(sorted(unknown))}")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "止日早于起日")
        return cleaned

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def applied(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that pass; only of a valid form."""
        given = self.cleaned_data
        if code := given.get("unit"):
            rows = self.tab.under(rows, [self.paths[code]])
        if card := given.get("card"):
            rows = rows.filter(card=card)
        moment = self.tab.moment
        if since := given.get("since"):
            rows = rows.filter(**{f"{moment}__gte": midnight(since)})
        if until := given.get("until"):
            rows = rows.filter(**{f"{moment}__lt": midnight(until + timedelta(days=1))})
        return rows

    def period_words(self) -> str:
        """7月1日至7月24日, 7月1日起, 全部: which days the figures are of."""
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        if since and until:
            return f"{_words(since)}至{_words(until)}"
        return f"{_words(since)}起" if since else f"到{_words(until)}" if until else "全部"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
