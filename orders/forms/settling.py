"""Forms of the verbs that end a demand without a unit, and of coming back from a merge."""

from typing import Any

from django import forms
from django.http import QueryDict

from orders import citing
from orders.access import get_order_for
from orders.errors import Missing
from orders.forms.base import VerbForm
from orders.forms.citing import DrawnFrom, begun
from orders.forms.fields import Line, ReasonField, Words
from orders.models import Order, Reason
from orders.numbering import is_number
from orders.states import Verb


class AnswerForm(VerbForm):
    verb = Verb.ANSWER
    button = "直接答复"
    done = "已直接答复，市民看得到这段话"
    text = Words("答复内容", missing="写明答复内容", rows=8, help_text="市民看得到；不写个人信息")
    articles = DrawnFrom()

    def prepare(self) -> None:
        """Of the articles only those picked are shown; without a knowledge base none."""
        field, base = self.fields["articles"], citing.base()
        assert isinstance(field, DrawnFrom)
        picked = self.data.getlist("articles") if isinstance(self.data, QueryDict) else []
        field.offer(picked or self.initial.get("articles", []))
        if not field.choices:
            field.widget = forms.MultipleHiddenInput()
        self.finder_url = base.finder(self.standing.order.number) if base else ""

    @classmethod
    def begun(cls, given: QueryDict) -> dict[str, Any]:
        return begun(given, given.getlist("articles"))


class DeclineForm(VerbForm):
    verb = Verb.DECLINE
    button = "不予受理"
    done = "已定为不予受理，会短信告知市民"
    warns = ("不予受理这件诉求？", "市民会收到短信，写明理由。之后要再办，只能重启。")
    reason_id = ReasonField("理由", Reason.Kind.DECLINE)
    text = Words("另外要说的", help_text="市民看得到，比如可以找谁")


class TransferForm(VerbForm):
    verb = Verb.TRANSFER
    button = "移交"
    done = "已移交"
    reason_id = ReasonField("移交去向", Reason.Kind.TRANSFER)
    receipt = Line("对方回执", max_length=60, help_text="还没有就先不写，收到后用“更正”补上")
    text = Words("说明", rows=3, help_text="只有热线看得到")


class MergeForm(VerbForm):
    verb = Verb.MERGE
    button = "并入主单"
    main = Line(
        "主单号", missing="写上主单号", max_length=15, help_text="15位工单号；回访时一并回访"
    )

    def clean_main(self) -> Order:
        """The main order, among those the person sees."""
        number = self.cleaned_data["main"].strip()
        if not is_number(number):
            raise forms.ValidationError("工单号是15位数字，这个号写错了", code="bad_number")
        try:
            return get_order_for(self.standing.actors, number)
        except Missing:
            raise forms.ValidationError("没有这个工单号", code="not_found") from None

    def inputs(self) -> dict[str, Any]:
        return {"main_id": self.cleaned_data["main"].pk}

    def said(self) -> str:
        return f"已并入{self.cleaned_data['main'].number}"


class UnmergeForm(VerbForm):
    verb = Verb.UNMERGE
    button = "取消并单"
    done = "已取消并单，回到待派"
    text = Words("理由", rows=3, help_text="只有热线看得到")


class WithdrawForm(VerbForm):
    verb = Verb.WITHDRAW
    button = "撤回"
    done = "已按市民的意思撤回"
    text = Words("市民怎么说", rows=3, help_text="手里有这件的单位看得到")
