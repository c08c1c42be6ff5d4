"""The forms of 日历与时限: a year's holiday notice, and another amount for a limit."""

from typing import Any

from django import forms

from orders.errors import Refused
from orders.forms.refusal import show_refusal
from orders.models import LimitRule
from orders.models.limits import Measure
from orders.retiming.proposals import (
    CARRIED,
    CalendarProposal,
    LimitProposal,
    check_limit,
    notice_from,
)
from orders.retiming.reading import BadNotice, decode

MOST_FAULTS = 20
EARLIER = "也让时限提前（不早于下一个工作日下班）"


class NoticeForm(forms.Form):
    """A file or typed lines; valid when the year they make can stand beside what is in force."""

    use_required_attribute = False

    year = forms.IntegerField(label="年份", min_value=2004, max_value=2100)
    file = forms.FileField(
        label="通知文件",
        required=False,
        help_text="CSV，每行一天：日期,放假或上班,备注。UTF-8、GBK 都行",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label="手写",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "2026-10-01,放假,国庆节"}),
        help_text="没有文件就写在这里。整年写全，没写的日子按平常算；周末只写调休上班的",
    )
    source = forms.CharField(
        label="依据", required=False, max_length=200, help_text="文号，如国办发明电〔2025〕7号"
    )
    provisional = forms.BooleanField(label="暂定：正式通知还没有来", required=False)
    earlier = forms.BooleanField(label=EARLIER, required=False)

    proposal: CalendarProposal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, typed = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if self.errors:
            return cleaned
        if bool(upload) == bool(typed):
            self.add_error("text", "文件和文字二选一" if upload else "选一个文件，或者写在这里")
            return cleaned
        try:
            self.proposal = notice_from(
                cleaned["year"],
                decode(upload.read()) if upload else typed,
                source=cleaned["source"],
                provisional=cleaned["provisional"],
            )
        except BadNotice as bad:
            self._tell(bad, "file" if upload else "text")
        return cleaned

    def _tell(self, bad: BadNotice, name: str) -> None:
        said = bad.faults[:MOST_FAULTS]
        if more := len(bad.faults) - len(said):
            said.append(f"还有{more}处")
        self.add_error(name, said)


class LimitForm(forms.Form):
    """Another amount for one limit from a day on."""

    use_required_attribute = False

    amount = forms.IntegerField(label="数量", min_value=1)
    measure = forms.ChoiceField(label="计量", choices=Measure.choices)
    valid_from = forms.DateField(
        label="起用日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(label="依据", required=False, max_length=200)
    retime = forms.BooleanField(label="已派出、还没办结的也按新时限重算", required=False)
    earlier = forms.BooleanField(label=EARLIER, required=False)

    proposal: LimitProposal

    def __init__(self, *args: Any, rule: LimitRule, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rule, self.today = rule, today
        if rule.clock not in CARRIED:
            del self.fields["retime"], self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.proposal = LimitProposal(
            self.rule.code,
            cleaned["amount"],
            cleaned["measure"],
            cleaned["valid_from"],
            cleaned["source"].strip(),
            cleaned.get("retime", False),
        )
        try:
            check_limit(self.rule, self.proposal, self.today)
        except Refused as refused:
            show_refusal(self, refused)
        if cleaned.get("earlier") and not cleaned.get("retime"):
            self.add_error("earlier", "提前的只是已派出的：先勾上面一项")
        return cleaned
