"""Forms of giving work to units: dispatch, further assists, taking back, handing down."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from orders.catalogue import entry_for
from orders.forms.base import VerbForm
from orders.forms.fields import Offer, UnitField, UnitsField, Words, below, units_to_give_work
from orders.lifecycle.dispatching import Proposal
from orders.models import CatalogueEntry
from orders.period import SHANGHAI
from orders.states import AssignmentState, Verb

DEPARTED = "目录所列单位就是被反映的单位，交其上级"


class DispatchForm(VerbForm):
    """Begins with what the catalogue proposes; for a demand about a unit, with its parent."""

    verb = Verb.DISPATCH
    button = "派出"
    lead = UnitField("主办单位")
    assists = UnitsField("协办单位", required=False)
    departure = Words("不按目录派的理由", rows=2, help_text="照目录派就不写；只有热线看得到")
    override = Words("派给被反映单位的理由", rows=2, help_text="只有督办员能这样派")
    redacted = Words("给单位看的内容", rows=4, help_text="保密件：去掉能认出市民的话")
    note = Words("派单说明", rows=3, help_text="单位看得到")

    entry: CatalogueEntry | None = None

    def prepare(self) -> None:
        facts = self.standing.facts
        day = self.standing.at.astimezone(SHANGHAI).date()
        self.entry = entry_for(facts.category_id, facts.district, on=day)
        self._offer(units_to_give_work(day, facts.district))
        if not facts.about_unit_path:
            self.drop("override")
        if self.entry is None:
            self.drop("departure")
        if not facts.confidential:
            self.drop("redacted")
        else:
            self.fields["redacted"].required = not facts.redacted
            self.fields["redacted"].error_messages["required"] = "保密件要写给单位看的内容"

    def _offer(self, offers: list[Offer]) -> None:
        entry = self.entry
        proposed = {unit.pk for unit in entry.assists.all()} if entry else set()
        lead, assists = self.fields["lead"], self.fields["assists"]
        assert isinstance(lead, UnitField)
        assert isinstance(assists, UnitsField)
        first, why = self._first_choice()
        lead.offer(_first([self._marked(offer) for offer in offers], {first}, why))
        assists.offer(_first(offers, proposed, "派单目录"))
        self.initial["lead"] = next((o.unit.code for o in offers if o.unit.pk == first), None)
        self.initial["assists"] = [o.unit.code for o in offers if o.unit.pk in proposed]

    def _first_choice(self) -> tuple[int | None, str]:
        """The catalogue's lead; for a demand about that unit or its superior, whose parent."""
        accused, entry = self.standing.order.about_unit, self.entry
        if entry and not (accused and entry.lead.is_within(accused)):
            return entry.lead_id, f"派单目录（{entry.edition}）：{entry.basis}"
        if accused is None:
            return None, ""
        if entry:
            self.initial["departure"] = DEPARTED
        return accused.parent_id, "被反映单位的上级"

    def _marked(self, offer: Offer) -> Offer:
        accused = self.standing.order.about_unit
        if accused is None or not offer.unit.is_within(accused):
            return offer
        return replace(offer, why="被反映的就是它或其上级，只有督办员能派", far=True)

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        entry = self.entry
        if entry:
            inputs["proposal"] = Proposal(entry.pk, entry.lead_id, entry.edition)
            if inputs["lead"].id == entry.lead_id:
                inputs.pop("departure", None)
        return inputs

    def said(self) -> str:
        names = [unit.name for unit in self.cleaned_data["assists"]]
        helped = f"，{'、'.join(names)}协办" if names else ""
        return f"已派给{self.cleaned_data['lead'].name}{helped}"


def _first(offers: list[Offer], ids: Collection[int | None], why: str) -> list[Offer]:
    """The proposed ones first, with the reason."""
    top = [replace(offer, why=why, far=False) for offer in offers if offer.unit.pk in ids]
    return top + [offer for offer in offers if offer.unit.pk not in ids]


class AddAssistForm(VerbForm):
    verb = Verb.ADD_ASSIST
    button = "加派协办"
    units = UnitsField("协办单位")
    note = Words("说明", rows=3, help_text="单位看得到")

    def prepare(self) -> None:
        facts = self.standing.facts
        day = self.standing.at.astimezone(SHANGHAI).date()
        over = {AssignmentState.RETURNED, AssignmentState.RECALLED, AssignmentState.CLOSED}
        busy = {a.unit_id for a in facts.assignments if a.parent_id is None and a.state not in over}
        field = self.fields["units"]
        assert isinstance(field, UnitsField)
        offers = units_to_give_work(day, facts.district)
        field.offer(offer for offer in offers if offer.unit.pk not in busy)

    def said(self) -> str:
        return f"已加派{'、'.join(unit.name for unit in self.cleaned_data['units'])}协办"


class HandDownForm(VerbForm):
    """Only units below the platform are offered."""

    verb = Verb.HAND_DOWN
    button = "下派"
    units = UnitsField("下派给")
    note = Words("说明", rows=3, help_text="下派的单位看得到")

    def prepare(self) -> None:
        on, facts = self.standing.on, self.standing.facts
        day = self.standing.at.astimezone(SHANGHAI).date()
        field = self.fields["units"]
        assert isinstance(field, UnitsField)
        if on is not None:
            offers = units_to_give_work(day, facts.district)
            own = [offer for offer in offers if below(offer, on.unit_path)]
            field.offer(replace(offer, far=False) for offer in own)

    def said(self) -> str:
        return f"已下派给{'、'.join(unit.name for unit in self.cleaned_data['units'])}"


class RecallForm(VerbForm):
    verb = Verb.RECALL
    button = "收回"
    done = "已收回，不计入任何考核"
    text = Words("收回的理由", missing="写明收回的理由", rows=3)
