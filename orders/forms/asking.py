"""Forms of what a unit asks for and the hotline decides: return, extension, suspension."""

from typing import Any

from django import forms

from orders.forms.base import VerbForm
from orders.forms.fields import (
    ReasonField,
    UnitField,
    When,
    Words,
    YesNo,
    below,
    units_to_give_work,
)
from orders.lifecycle.snapshot import RequestFacts
from orders.models import Reason
from orders.models.limits import Clock
from orders.period import SHANGHAI
from orders.states import Subject, Verb

MOST_DAYS = 99  # no limit is longer; the rule's own amount is checked by the verb


def days_field(label: str, **options: Any) -> forms.IntegerField:
    """Working days."""
    field = forms.IntegerField(label=label, min_value=1, max_value=MOST_DAYS, **options)
    field.error_messages |= {"invalid": "写整天数", "required": "写上几个工作日"}
    for validator in field.validators:
        validator.message = "至少1个，最多99个工作日"  # type: ignore[attr-defined]
    return field


class AskReturnForm(VerbForm):
    verb = Verb.ASK_RETURN
    button = "申请退单"
    done = "退单已申请，等派单员裁定；裁定前时钟停着"
    reason_id = ReasonField("退单理由", Reason.Kind.RETURN)
    text = Words("依据", missing="写明依据", help_text="职责文件、清单第几项；每次派办只能退一次")


class RuleReturnForm(VerbForm):
    """改派 to a unit named here, or back to be dispatched; or 维持."""

    verb = Verb.RULE_RETURN
    button = "裁定"
    verdict = forms.ChoiceField(
        label="裁定",
        choices=[("moved", "改派"), ("upheld", "维持，原单位接着办，不得再退")],
        widget=forms.RadioSelect,
    )
    unit = UnitField("改派给", required=False, help_text="不选就回到待派；维持时不用选")
    override = Words("派给被反映单位的理由", rows=2, help_text="只有督办员能这样派")
    text = Words("裁定的理由", missing="写明裁定的理由", rows=3, help_text="双方单位都看得到")

    def prepare(self) -> None:
        on, facts = self.standing.on, self.standing.facts
        offers = units_to_give_work(self.standing.at.astimezone(SHANGHAI).date(), facts.district)
        if on is not None:
            offers = [offer for offer in offers if offer.unit.pk != on.unit_id]
            parent = facts.assignment(on.parent_id) if on.parent_id is not None else None
            if parent is not None:
                offers = [o for o in offers if below(o, parent.unit_path)]
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.offer(offers)
        if not facts.about_unit_path:
            self.drop("override")
        self.fields["verdict"].error_messages["required"] = "选改派还是维持"

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        if inputs["verdict"] == "upheld":
            inputs.pop("unit", None)
        return inputs

    def said(self) -> str:
        if self.cleaned_data["verdict"] == "upheld":
            return "已裁定维持，不得再退"
        unit, on = self.cleaned_data["unit"], self.standing.on
        if unit is not None:
            return f"已裁定改派给{unit.name}，时限重新起算"
        top = on is None or on.subject == Subject.LEAD
        return "已裁定改派，回到待派" if top else "已裁定改派"


class AskExtensionForm(VerbForm):
    verb = Verb.ASK_EXTENSION
    button = "申请延期"
    done = "延期已申请，等审批；批准前原时限照算"
    days = days_field("延几个工作日")
    text = Words("延期的理由", missing="写明延期的理由")

    def prepare(self) -> None:
        on, facts, rules = self.standing.on, self.standing.facts, self.standing.rules
        if on is not None:
            most = rules.find(Clock.EXTENSION, facts, self.standing.at).amount
            self.fields["days"].help_text = f"最多还能延{max(most - on.extended_days, 0)}个工作日"


class DecideExtensionForm(VerbForm):
    verb = Verb.DECIDE_EXTENSION
    button = "审批延期"
    granted = YesNo("审批", "同意", "不同意")
    days = days_field("准几个工作日", required=False, help_text="不写就照申请的准")
    text = Words("理由", rows=3, help_text="不同意要写明理由")

    def prepare(self) -> None:
        asked = asked_of(self, "extension")
        self.fields["granted"].error_messages["required"] = "选同意还是不同意"
        if asked is not None:
            self.fields["days"].help_text = f"申请延{asked.days}个，不写就照准"

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        if not inputs["granted"]:
            inputs.pop("days", None)
        return inputs

    def said(self) -> str:
        return "已同意延期" if self.cleaned_data["granted"] else "未同意延期，原时限照算"


class AskSuspensionForm(VerbForm):
    verb = Verb.ASK_SUSPENSION
    button = "申请挂账"
    done = "挂账已申请，等审批"
    until = When("挂账到", help_text="最长180天")
    text = Words("挂账的理由", missing="写明挂账的理由", help_text="在等什么，谁能证明")

    def prepare(self) -> None:
        self.fields["until"].error_messages["required"] = "写明挂账到何时"


class DecideSuspensionForm(VerbForm):
    verb = Verb.DECIDE_SUSPENSION
    button = "审批挂账"
    granted = YesNo("审批", "同意", "不同意")
    until = When("挂账到", required=False, help_text="不写就照申请的时刻")
    text = Words("理由", rows=3, help_text="不同意要写明理由")

    def prepare(self) -> None:
        asked = asked_of(self, "suspension")
        self.fields["granted"].error_messages["required"] = "选同意还是不同意"
        if asked is not None:
            self.initial.setdefault("until", asked.until)

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        if not inputs["granted"]:
            inputs.pop("until", None)
        return inputs

    def said(self) -> str:
        granted = self.cleaned_data["granted"]
        return "已同意挂账，时钟停到恢复办理" if granted else "未同意挂账，时钟照走"


class ResumeForm(VerbForm):
    verb = Verb.RESUME
    button = "恢复办理"
    done = "已恢复办理，停钟的时间不算"
    text = Words("说明", rows=3)


def asked_of(form: VerbForm, kind: str) -> RequestFacts | None:
    """The request that waits to be decided."""
    on = form.standing.on
    return on.open_request(kind) if on is not None else None
