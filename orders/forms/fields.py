"""Fields that verbs ask for: words, units, fixed reasons, moments, yes or no.

Each also says which JSON types it takes, so that the staff API reads the very same fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orders.lifecycle.snapshot import UnitRef
from orders.models import Reason
from units.forms import Moment
from units.models import Unit, UnitKind

LONGEST = 4000


class Words(forms.CharField):
    """Free text of some lines; `missing` is what is said when it is empty."""

    def __init__(self, label: str, *, missing: str = "", rows: int = 4, **options: Any) -> None:
        options.setdefault("max_length", LONGEST)
        options.setdefault("required", bool(missing))
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(label=label, **options)
        self.error_messages["max_length"] = "最多%(limit_value)d个字，现在%(show_value)d个"
        if missing:
            self.error_messages["required"] = missing


class Line(Words):
    """One line of text."""

    def __init__(self, label: str, *, missing: str = "", **options: Any) -> None:
        super().__init__(label, missing=missing, widget=forms.TextInput(), **options)


class When(forms.DateTimeField):
    """A moment: the browser's local time is Shanghai's; JSON may carry an offset."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, widget=Moment(), **options)
        self.error_messages["invalid"] = "写成 2026-07-24 18:00 这样"


class YesNo(forms.ChoiceField):
    """A question with two answers; unanswered is None."""

    def __init__(self, label: str, yes: str, no: str, **options: Any) -> None:
        choices = [("true", yes), ("false", no)]
        super().__init__(label=label, choices=choices, widget=forms.RadioSelect, **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value).lower() if isinstance(value, bool) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.prepare_value(value))

    def clean(self, value: Any) -> bool | None:
        chosen = super().clean(value)
        return {"true": True, "false": False}.get(chosen)


class ReasonField(forms.ChoiceField):
    """One entry of a fixed list, by its code."""

    def __init__(self, label: str, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(label=label, choices=self._list, widget=forms.RadioSelect, **options)
        self.error_messages["required"] = f"选{label}"

    def _list(self) -> list[tuple[str, str]]:
        found = Reason.objects.filter(kind=self.kind, active=True).order_by("position", "code")
        return list(found.values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit that may be chosen, why it stands where it stands, and whether it is out of area."""

    unit: Unit
    why: str = ""
    far: bool = False

    def __str__(self) -> str:
        return self.unit.name

    @property
    def ref(self) -> UnitRef:
        return UnitRef(self.unit.pk, self.unit.path, self.unit.short_name or self.unit.name)


class Offers(forms.ChoiceField):
    """A field that offers units, by their codes."""

    offers: dict[str, Offer]
    picks_units = True

    def offer(self, offers: Iterable[Offer]) -> None:
        """Set what may be chosen, in the order shown."""
        self.offers = {offer.unit.code: offer for offer in offers}
        self.choices = list(self.offers.items())  # an offer is its own label


class UnitField(Offers):
    """One unit, by its code; the cleaned value is a UnitRef, or None."""

    def __init__(self, label: str, **options: Any) -> None:
        self.offers = {}
        super().__init__(label=label, widget=forms.RadioSelect, **options)
        self.error_messages["required"] = f"选{label}"
        self.error_messages["invalid_choice"] = "没有这个单位，或它已停用：%(value)s"

    def clean(self, value: Any) -> UnitRef | None:
        code = super().clean(value)
        return self.offers[code].ref if code else None


class UnitsField(Offers, forms.MultipleChoiceField):
    """Some units, by their codes; the cleaned value is a list of UnitRefs in the order given."""

    def __init__(self, label: str, **options: Any) -> None:
        self.offers = {}
        super().__init__(label=label, widget=forms.CheckboxSelectMultiple, **options)
        self.error_messages["required"] = f"选{label}"
        self.error_messages["invalid_choice"] = "没有这个单位，或它已停用：%(value)s"

    def clean(self, value: Any) -> list[UnitRef]:
        codes = super().clean(value)
        if len(set(codes)) < len(codes):
            raise ValidationError("同一个单位选了两次", code="unit_twice")
        return [self.offers[code].ref for code in codes]


KIND_ORDER = [
    UnitKind.BUREAU,
    UnitKind.COMPANY,
    UnitKind.PLATFORM,
    UnitKind.TOWN,
    UnitKind.COMMUNITY,
    UnitKind.CITY,
]


def units_to_give_work(day: date, district: str) -> list[Offer]:
    """Every unit active on that local day but the hotline's own, the order's area first; those of
    other areas last and grey, still choosable."""
    units = Unit.objects.active_on(day).exclude(kind=UnitKind.HOTLINE)
    offers = [Offer(unit, far=bool(unit.district and unit.district != district)) for unit in units]
    place = {str(kind): n for n, kind in enumerate(KIND_ORDER)}
    return sorted(
        offers,
        key=lambda o: (
            o.far,
            not (district and o.unit.district == district),
            place.get(o.unit.kind, len(place)),
            o.unit.pinyin,
            o.unit.code,
        ),
    )


def below(offer: Offer, path: str) -> bool:
    """Whether the unit lies below the one of that path, not being it."""
    return offer.unit.path.startswith(path) and offer.unit.path != path
