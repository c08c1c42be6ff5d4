"""The showcase: every component once, for those who build pages and judge them by eye."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.period import SHANGHAI
from orders.states import OrderState

MAY_SEE = "administrator"
# The showcase stands at one moment, so that its pictures can be compared.
AT = datetime(2026, 7, 24, 15, 42, tzinfo=SHANGHAI)
WORKDAY = 7 * 3600
FACTS = [("returned", "退单"), ("suspended", "挂账"), ("rework", "重办")]


class ExampleForm(forms.Form):
    """One of each kind of control."""

    title = forms.CharField(label="诉求", help_text="一句话说清什么事、在哪里", max_length=40)
    body = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 3}))
    district = forms.ChoiceField(label="区县", choices=[("east", "东湖区"), ("west", "西山区")])
    kind = forms.ChoiceField(
        label="类型",
        choices=[("help", "求助"), ("complain", "投诉"), ("report", "举报")],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label="协办",
        required=False,
        choices=[("urban", "城市管理局"), ("town", "柳岸镇")],
        widget=forms.CheckboxSelectMultiple,
    )
    confidential = forms.BooleanField(label="市民要求保密", required=False)
    photo = forms.FileField(label="附件", required=False, help_text="照片或 PDF，每个不超过10 MB")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, in a development copy or to an administrator; else 404."""
    if not (settings.DEBUG or MAY_SEE in (getattr(request.user, "roles", None) or [])):
        raise Http404
    messages.info(request, "已派给云湖水务公司，3件")
    wrong = ExampleForm({"title": "路灯不亮", "district": "east"})
    return render(
        request,
        "components.html",
        {
            "at": AT,
            "clocks": _clocks(),
            "states": [*((state.value, state.label) for state in OrderState), *FACTS],
            "form": ExampleForm(),
            "wrong": wrong,
            "tabs": [
                {"label": "待派", "url": "#", "count": 23, "current": True},
                {"label": "退单待裁", "url": "#", "count": 4, "hot": True},
                {"label": "疑似重复", "url": "#", "count": 0},
            ],
            "chips": [
                {"label": "按剩余时间", "url": "#", "on": True},
                {"label": "区县：全部", "url": "#"},
                {"label": "渠道：电话", "url": "#"},
            ],
            "steps": [
                {"label": "受理", "when": "07-16 09:12", "did": True},
                {"label": "派单", "when": "07-16 15:20", "did": True},
                {"label": "签收", "when": "07-17 08:47", "did": True},
                {"label": "办结", "when": "等1时12分", "now": True},
                {"label": "回访"},
                {"label": "归档"},
            ],
            "moments": [AT - timedelta(days=back) for back in (0, 1, 8, 300)],
            "example_files": [{"name": "现场1.jpg", "url": "#", "image": True}],
        },
    )


def _clocks() -> list[dict[str, object]]:
    """Rows of the table, each with the options of one countdown chip."""
    monday = datetime(2026, 7, 27, 18, 0, tzinfo=SHANGHAI)
    today = datetime(2026, 7, 24, 18, 0, tzinfo=SHANGHAI)
    hour = 3600
    return [
        _row(
            "超3时",
            "湖滨公园西门占道烧烤",
            0,
            AT - timedelta(hours=4),
            left=-3.2 * hour,
            card="yellow",
        ),
        _row("当天", "柳岸菜市场污水外溢", 1, today, left=48 * 60, share=0.97),
        _row("两单位", "6号路夜市油烟扰民", 0, today, left=2.3 * hour, share=0.9),
        _row("签收前", "围挡被风吹倒", 1, AT + timedelta(minutes=28), share=0.3, before="签收"),
        _row("从容", "共享单车堆放堵盲道", 0, monday, left=WORKDAY + 2 * hour, share=0.34),
        _row("停钟", "违建举报（诉讼中）", 0, AT + timedelta(days=21), stopped="挂账"),
        _row("办结", "井盖异响", 2, monday, left=WORKDAY, done="办结"),
        _row("超期办结", "垃圾清运不及时", 0, AT, left=-hour, done="办结", card="red"),
    ]


def _row(why: str, title: str, urgency: int, due: datetime, **clock: object) -> dict[str, object]:
    options: dict[str, object] = {"left": None, "share": 0, "before": "", "stopped": "", "done": ""}
    card = clock.pop("card", "")
    return {
        "why": why,
        "title": title,
        "urgency": urgency,
        "card": card,
        "due": due,
        **options,
        **clock,
    }
