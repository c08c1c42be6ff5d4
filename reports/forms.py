"""Forms of bulletins: which period to compose, and what a person chooses and words."""

from typing import Any

from django import forms

from orders.period import Period, parse
from reports.analysis.warning import SHORTEST
from reports.bulletins.blocks import Case
from reports.bulletins.chosen import Chosen
from reports.bulletins.composing.themes import Theme
from reports.bulletins.kinds import SHAPES, NoBulletin, kind_for
from reports.bulletins.privacy import findings
from reports.models import EarlyWarning


class DraftForm(forms.Form):
    """The cleaned period is a Period of which bulletins are made."""

    use_required_attribute = False
    period = forms.CharField(
        label="统计期",
        max_length=30,
        help_text="如 2026-10-29、2026-W43、2026-10-X3、2026-10、2026-Q3、2026",
        error_messages={"required": "写上统计期，如 2026-10"},
    )

    def clean_period(self) -> Period:
        try:
            period = parse(self.cleaned_data["period"].strip())
            kind_for(period)
        except (ValueError, NoBulletin) as error:
            raise forms.ValidationError(str(error)) from None
        return period


def _words(label: str, rows: int, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class SubscriberForm(forms.Form):
    """Who is sent which kinds of bulletins."""

    use_required_attribute = False
    name = forms.CharField(
        label="称呼", max_length=40, error_messages={"required": "写上是谁，如 市政府办公室"}
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        help_text="如 office@example.gov.cn",
        error_messages={"required": "写上邮箱", "invalid": "这不像一个邮箱"},
    )
    kinds = forms.MultipleChoiceField(
        label="哪几种通报",
        choices=[(shape.kind.value, shape.name) for shape in SHAPES.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一种", "invalid_choice": "没有这种通报"},
    )


class WordsForm(forms.Form):
    """What a person chooses and words; each field is refused where it names somebody."""

    use_required_attribute = False
    case_title = forms.CharField(label="典型案例的标题", required=False, max_length=60)
    case_text = _words("案例", 8, 2000, "一段一行；地点写到“某小区”，不写人名、电话、门牌、工单号")
    praise = _words("表扬集中在", 2, 400, "如：公交驾驶员拾金不昧、民警救助走失老人")
    commended = _words("予以表扬的单位", 2, 400, "一个一行，年度考核用")
    to = _words("分送", 2, 400, "不写就用通用的")

    def __init__(self, *args: Any, themes: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        self.themes = themes
        for theme in themes:
            self.fields[self.about(theme)] = _words(f"“{theme.name}”主要反映", 2, 200)

    @staticmethod
    def about(theme: Theme) -> str:
        """The field of a theme."""
        return f"about_{theme.key.partition(':')[2].replace('.', '_')}"

    @classmethod
    def initial_of(cls, chosen: Chosen, themes: list[Theme]) -> dict[str, str]:
        """What was chosen so far, field by field."""
        case = chosen.cases[0] if chosen.cases else Case("", ())
        found = {
            "case_title": case.title,
            "case_text": "\n".join(case.paragraphs),
            "praise": chosen.praise,
            "commended": "\n".join(chosen.commended),
            "to": chosen.to,
        }
        about = {cls.about(one): chosen.about.get(one.key.partition(":")[2], "") for one in themes}
        return found | about

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, words in list(cleaned.items()):
            if name != "to" and (found := findings(words)):
                said = "、".join(f"{one.what}“{one.words}”" for one in found)
                self.add_error(name, f"有个人信息：{said}；改掉再存")
        if bool(cleaned.get("case_title")) != bool(cleaned.get("case_text")):
            self.add_error("case_title", "标题和案例要一起写")
        return cleaned

    def chosen(self) -> Chosen:
        """What was written, of a valid form."""
        data = self.cleaned_data
        case = Case(data["case_title"], _lines(data["case_text"]))
        about = {
            one.key.partition(":")[2]: words
            for one in self.themes
            if (words := data[self.about(one)].strip())
        }
        return Chosen(
            about=about,
            cases=(case,) if case.title else (),
            praise=data["praise"].strip(),
            commended=_lines(data["commended"]),
            to=data["to"].strip(),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SettleForm(forms.Form):
    """A person has seen to a warning, or says why it is none."""

    use_required_attribute = False
    settled_as = forms.ChoiceField(
        label="处置为",
        choices=EarlyWarning.SettledAs.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "选一种", "invalid_choice": "选“在处置”或“不算异常”"},
    )
    reason = _words("说明", 2, 200, "不算异常的，写明为什么；在处置的，可以写交给了谁")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        dismissed = cleaned.get("settled_as") == EarlyWarning.SettledAs.DISMISSED
        if dismissed and len(cleaned.get("reason", "").strip()) < SHORTEST:
            self.add_error("reason", "写明为什么不算异常")
        return cleaned
