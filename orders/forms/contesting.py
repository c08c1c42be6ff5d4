"""Forms of appeals: what is contested with which evidence, and the ruling on it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from orders.access import attachments_for
from orders.forms.attachment import ManyFiles, ManyFilesInput
from orders.forms.base import VerbForm
from orders.forms.fields import Words, YesNo
from orders.labels import matter_words
from orders.lifecycle.matters import Matter, open_matters
from orders.lifecycle.snapshot import AppealFacts
from orders.media import ACCEPT
from orders.models import LevelRule
from orders.period import SHANGHAI
from orders.states import Verb


class Uploads(ManyFiles):
    """Some files, or none."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in super().clean(data, initial) if file]


class AppealForm(VerbForm):
    """What is on the order already may be pointed at; new files are added with the appeal."""

    verb = Verb.APPEAL
    button = "申诉"
    done = "申诉已交，等热线裁定"
    matter = forms.ChoiceField(label="申诉什么", widget=forms.RadioSelect)
    text = Words("理由和依据", missing="写明申诉的理由和依据", rows=6)
    evidence = forms.MultipleChoiceField(
        label="证据（已有附件）", widget=forms.CheckboxSelectMultiple, required=False
    )
    uploads = Uploads(
        label="再加证据",
        required=False,
        max_length=500,
        help_text="照片10 MB以内，文档20 MB以内",
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
    )

    def prepare(self) -> None:
        standing = self.standing
        names = dict(LevelRule.objects.values_list("code", "name"))
        open_now = (
            open_matters(standing.facts, standing.on, standing.rules, standing.at)
            if standing.on
            else []
        )
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, _offer(one, names)) for one in open_now]
        field.error_messages["required"] = "选申诉哪一项"
        field.error_messages["invalid_choice"] = "没有这一项可申诉的，或申诉期已过"
        if not open_now:
            field.help_text = "现在没有可申诉的，或申诉期已过"
        if len(open_now) == 1:
            field.initial = open_now[0].key
        self.known = {
            str(one.public_id): one
            for one in attachments_for(standing.actors, standing.order).exclude(file="")
        }
        if not self.known:
            self.drop("evidence")
            return
        chosen = self.fields["evidence"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(key, one.name) for key, one in self.known.items()]
        chosen.error_messages["invalid_choice"] = "这件没有这个附件"

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        inputs.pop("uploads", None)
        inputs["evidence"] = [self.known[key].pk for key in inputs.get("evidence", ())]
        return inputs

    def uploads_given(self) -> list[UploadedFile]:
        found: list[UploadedFile] = self.cleaned_data.get("uploads") or []
        return found


def _offer(matter: Matter, names: dict[str, str]) -> str:
    last = matter.until.astimezone(SHANGHAI)
    words = matter_words(matter.kind, matter.rule, matter.n, names)
    return f"{words}（最迟{last.month}月{last.day}日 {last:%H:%M}申诉）"


class DecideAppealForm(VerbForm):
    verb = Verb.DECIDE_APPEAL
    button = "裁定申诉"
    appeal_id = forms.TypedChoiceField(label="哪一项", coerce=int, widget=forms.RadioSelect)
    granted = YesNo("裁定", "同意，撤牌或剔除，不再计入考核", "不同意，照算")
    text = Words("裁定的理由", missing="写明裁定的理由", help_text="单位看得到")

    def prepare(self) -> None:
        self.fields["granted"].error_messages["required"] = "选同意还是不同意"
        waiting = self.standing.on.open_appeals if self.standing.on else ()
        if len(waiting) < 2:
            self.drop("appeal_id")
            return
        field = self.fields["appeal_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.id, self._words(one)) for one in waiting]
        field.error_messages["required"] = "选裁定哪一项"

    def _words(self, appeal: AppealFacts) -> str:
        facts, on = self.standing.facts, self.standing.on
        rule = next((one.rule_id for one in facts.levels if one.id == appeal.level_id), "")
        rounds = on.rounds if on else ()
        n = next((one.n for one in rounds if one.id == appeal.round_id), 1)
        return matter_words(
            appeal.matter, rule, n, dict(LevelRule.objects.values_list("code", "name"))
        )

    def said(self) -> str:
        granted = self.cleaned_data["granted"]
        return "已同意申诉，单位已收到" if granted else "未同意申诉，单位已收到"
