"""Forms of mending and adding to what is written of a demand."""

from typing import Any

from django import forms

from orders.forms.base import VerbForm
from orders.forms.fields import Line, Offer, UnitField, Words
from orders.labels import districts
from orders.lifecycle.receiving import CORRECTABLE
from orders.lifecycle.snapshot import UnitRef
from orders.models import Category
from orders.models.limits import Kind, Urgency
from orders.standing import Standing
from orders.states import Verb
from units.models import Unit


def categories() -> list[tuple[str, Any]]:
    """The active categories as choices: each top one a group of all below it, path with ›."""
    rows = {row.code: row for row in Category.objects.filter(active=True).order_by("code")}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.values():
        path, at = [row.name], row
        while at.parent_id in rows:
            at = rows[at.parent_id]
            path.insert(0, at.name)
        groups.setdefault(path[0], []).append((row.code, " › ".join(path)))
    return list(groups.items())


def point(label: str, most: int, whole: int) -> forms.DecimalField:
    """Degrees with six places."""
    field = forms.DecimalField(
        label=label,
        required=False,
        min_value=-most,
        max_value=most,
        max_digits=whole + 6,
        decimal_places=6,
    )
    wrong = f"写−{most}到{most}的度数，最多6位小数"
    field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    for validator in field.validators:
        validator.message = wrong  # type: ignore[attr-defined]
    return field


class CorrectForm(VerbForm):
    """Every field begins with what stands; only what differs is a change."""

    verb = Verb.CORRECT
    button = "更正"
    done = "已更正，原来的写法留在经过里"

    kind = forms.ChoiceField(label="性质", choices=Kind.choices)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices)
    category_id = forms.ChoiceField(label="类别", choices=categories)
    title = Line("标题", missing="写上标题", max_length=120)
    district = forms.ChoiceField(label="区域", required=False)
    street = Line("街道", max_length=60)
    place = Line("地点", max_length=200)
    longitude = point("经度", 180, 3)
    latitude = point("纬度", 90, 2)
    about_unit_id = UnitField("被反映单位", required=False)
    confidential = forms.BooleanField(label="市民要求保密", required=False)
    transfer_receipt = Line("移交回执", max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def prepare(self) -> None:
        order = self.standing.order
        self.initial = standing_values(self.standing)
        self._offer_districts(order.district)
        units = Unit.objects.active_on(self.standing.at.date()).order_by("pinyin", "code")
        field = self.fields["about_unit_id"]
        assert isinstance(field, UnitField)
        field.offer(map(Offer, units))
        field.widget = forms.Select()
        field.choices = [
            ("", "没有写明"),
            *((code, o.unit.name) for code, o in field.offers.items()),
        ]

    def _offer_districts(self, now: str) -> None:
        names = districts()
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        kept = [] if now in names or not now else [(now, now)]
        field.choices = [("", "没有写明"), *names.items(), *kept]

    @classmethod
    def from_json(cls, data: dict[str, Any], standing: Standing) -> "VerbForm":
        """What the body leaves out stays as it is."""
        return cls(standing_values(standing) | {"version": None} | data, standing=standing)

    def clean(self) -> dict[str, Any]:
        both = ("longitude", "latitude")
        halves = {self.cleaned_data.get(name) is None for name in both}
        if len(halves) == 2 and not set(both) & set(self.errors):
            half = forms.ValidationError("经度和纬度要一起写", code="half_point")
            self.add_error("latitude", half)
        return self.cleaned_data

    def inputs(self) -> dict[str, Any]:
        facts, given = self.standing.facts, dict(self.cleaned_data)
        unit = given["about_unit_id"]
        given["about_unit_id"] = unit.id if isinstance(unit, UnitRef) else None
        changes = {name: given[name] for name in CORRECTABLE if given[name] != getattr(facts, name)}
        return {"changes": changes, "version": given["version"]}


def standing_values(standing: Standing) -> dict[str, Any]:
    """What stands now, as the form writes it: the unit by its code."""
    facts, order = standing.facts, standing.order
    values = {name: getattr(facts, name) for name in CORRECTABLE}
    unit = order.about_unit
    return values | {"about_unit_id": unit.code if unit else "", "version": facts.version}


class SupplementForm(VerbForm):
    verb = Verb.SUPPLEMENT
    button = "补充"
    done = "补充已记下，在办的单位会收到"
    text = Words("补充内容", missing="写明要补充的内容", rows=6)
