"""The form of a new demand, as an operator fills it while the citizen speaks."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse

from orders.calling_in import CallingIn
from orders.citizens import known_as
from orders.forms.citizen import CitizenFields
from orders.forms.describing import categories
from orders.forms.fields import Line, Offer, UnitField, Words
from orders.labels import districts
from orders.lifecycle.receiving import Demand
from orders.lifecycle.snapshot import UnitRef
from orders.models import Channel, Citizen
from orders.models.limits import Kind, Urgency
from units.models import Unit

DEFAULT_CHANNEL = "phone"
LONGEST_BODY = 4000


def channels() -> list[tuple[str, str]]:
    """The channels in use."""
    found = Channel.objects.filter(active=True).order_by("position", "code")
    return list(found.values_list("code", "name"))


def grouped() -> list[tuple[str, Any]]:
    """The category tree for choosing, nothing chosen first."""
    return [("", "选一个类别"), *categories()]


class DemandForm(CitizenFields):
    """One page of a demand; the token tells two sendings of one form from two demands."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="性质", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.HELP
    )
    urgency = forms.ChoiceField(
        label="紧急程度", choices=Urgency.choices, widget=forms.RadioSelect, initial=Urgency.NORMAL
    )
    body = Words(
        "诉求", missing="写下市民说的：什么事、在哪里、想怎样", rows=7, max_length=LONGEST_BODY
    )
    title = Line(
        "标题", missing="写一句标题，如“柳岸街道2号路路灯不亮”", max_length=120,
        help_text="一句话：在哪里、什么事",
    )  # fmt: skip
    category = forms.ChoiceField(label="类别", choices=grouped)
    district = forms.ChoiceField(label="区域", required=False)
    street = Line("街道", max_length=60)
    place = Line("地点", max_length=200, help_text="路名门牌、小区楼栋或明显的标志")
    channel = forms.ChoiceField(label="渠道", choices=channels, initial=DEFAULT_CHANNEL)
    about_unit = UnitField("被反映单位", required=False)
    confidential = forms.BooleanField(label="保密，不让单位知道是谁反映的", required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    call = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # In which parts the page shows the fields.
    CALLER = ("phone", "form_of_address", "name", "anonymous")
    MATTER = ("kind", "urgency", "body", "title", "category")
    WHERE = ("district", "street", "place")
    REST = ("channel", "about_unit", "confidential")

    def __init__(
        self,
        data: Any = None,
        *,
        day: date,
        calling: CallingIn | None = None,
        **options: Any,
    ) -> None:
        self.calling = calling
        begun = {"call": calling.call_id, "channel": calling.channel_id} if calling else {}
        options["initial"] = {"token": uuid.uuid4(), **begun, **options.get("initial", {})}
        super().__init__(data, **options)
        if calling and calling.citizen:
            self.fields["phone"].help_text = f"不写就是来电号码{calling.citizen.phone_masked}"
        district, unit = self.fields["district"], self.fields["about_unit"]
        assert isinstance(district, forms.ChoiceField)
        assert isinstance(unit, UnitField)
        district.choices = [("", "没有说明"), *districts().items()]
        unit.offer(map(Offer, Unit.objects.active_on(day).order_by("pinyin", "code")))
        unit.widget = forms.Select()
        names = [(code, offer.unit.name) for code, offer in unit.offers.items()]
        unit.choices = [("", "不是反映某个单位"), *names]
        self.fields["phone"].widget.attrs |= {
            "hx-post": reverse("orders:caller"),
            "hx-target": "#caller",
            "hx-trigger": "change, keyup changed delay:600ms",
        }
        self.fields["category"].error_messages["required"] = "选一个类别"
        self.fields["token"].error_messages |= dict.fromkeys(
            ("required", "invalid"), "这张表不完整，重新打开一张再填"
        )

    def knows_caller(self) -> bool:
        """The call's own number serves where no other is written."""
        return self.calling is not None and self.calling.citizen is not None

    def citizen(self, *, at: datetime) -> Citizen | None:
        """The citizen of the number written, else of the call; None when anonymous."""
        given, calling = self.cleaned_data, self.calling
        if given["phone"] or given["anonymous"] or calling is None or calling.citizen is None:
            return super().citizen(at=at)
        return known_as(calling.citizen, given["name"], given["form_of_address"])

    def part(self, names: tuple[str, ...]) -> Iterator[forms.BoundField]:
        """Some of the fields, in that order."""
        return (self[name] for name in names)

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields by the part of the page they stand in."""
        return {
            "caller": list(self.part(self.CALLER)),
            "matter": list(self.part(self.MATTER)),
            "where": list(self.part(self.WHERE)),
            "rest": list(self.part(self.REST)),
        }

    def demand(self, citizen: Citizen | None) -> Demand:
        """What a valid form asks for."""
        given = self.cleaned_data
        unit = given["about_unit"]
        return Demand(
            channel_id=given["channel"],
            kind=given["kind"],
            urgency=given["urgency"],
            category_id=given["category"],
            title=given["title"],
            body=given["body"],
            district=given["district"],
            street=given["street"],
            place=given["place"],
            about_unit_id=unit.id if isinstance(unit, UnitRef) else None,
            citizen_id=citizen.pk if citizen else None,
            confidential=given["confidential"],
        )
