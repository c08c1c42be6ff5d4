"""Demands that end without a unit: answered, declined, transferred, merged, withdrawn; and back."""

from collections.abc import Sequence

from orders.citing import MOST
from orders.errors import Refused
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import OrderFacts
from orders.lifecycle.taking_back import take_back_all
from orders.models.text import Audience
from orders.states import Verb
from orders.transitions import FINAL


def _settled(case: Case) -> Draft:
    draft = case.draft()
    draft.set_order(decided_at=case.at)
    take_back_all(draft, case)
    return draft


@decides(Verb.ANSWER)
def answer(case: Case, *, text: str, articles: Sequence[str] = ()) -> Decision:
    """Settled at the desk with words for the citizen. articles: the numbers of those the words
    were drawn from; whether they may be used, whoever keeps them says as the answer is written."""
    if not text.strip():
        raise Refused("写明答复内容", field="text")
    drawn = list(dict.fromkeys(articles))
    if len(drawn) > MOST:
        raise Refused(f"一次答复最多引用{MOST}条知识", field="articles")
    draft = _settled(case)
    text_id = draft.add_text("answer", text, Audience.CITIZEN)
    return draft.done(text_id=text_id, articles=drawn or None)


@decides(Verb.DECLINE)
def decline(case: Case, *, reason_id: str, text: str = "") -> Decision:
    """Outside the duty, with a reason from the fixed list."""
    if not reason_id.startswith("decline."):
        raise Refused("从不予受理的理由里选一条", field="reason_id")
    draft = _settled(case)
    draft.set_order(reason_id=reason_id)
    if case.order.citizen_id is not None:
        draft.notify("declined", "citizen", case.order.citizen_id, reason=reason_id)
    text_id = draft.add_text("reason", text, Audience.CITIZEN)
    return draft.done(reason=reason_id, text_id=text_id)


@decides(Verb.TRANSFER)
def transfer(case: Case, *, reason_id: str, receipt: str = "", text: str = "") -> Decision:
    """Handed to 110, 信访, another city ...; the receipt may follow by a correction."""
    if not reason_id.startswith("transfer."):
        raise Refused("选一个移交去向", field="reason_id")
    draft = _settled(case)
    draft.set_order(reason_id=reason_id, transfer_receipt=receipt.strip())
    text_id = draft.add_text("note", text, Audience.HOTLINE)
    return draft.done(reason=reason_id, text_id=text_id)


@decides(Verb.MERGE)
def merge(case: Case, *, main: OrderFacts) -> Decision:
    """A repeat joins a running order; its citizen is called back with the main one."""
    if main.id == case.order.id:
        raise Refused("不能并入自己", field="main")
    if main.state in FINAL:
        raise Refused(f"主单{main.number}已了结，不能并入", field="main")
    draft = _settled(case)
    draft.set_order(merged_into_id=main.id)
    return draft.done(main_id=main.id)


@decides(Verb.UNMERGE)
def unmerge(case: Case, *, text: str = "") -> Decision:
    """Not the same matter after all: back to be dispatched."""
    draft = case.draft()
    draft.set_order(merged_into_id=None)
    text_id = draft.add_text("reason", text, Audience.HOTLINE)
    return draft.done(main_id=case.order.merged_into_id, text_id=text_id)


@decides(Verb.WITHDRAW)
def withdraw(case: Case, *, text: str = "") -> Decision:
    """The citizen takes it back; what units hold is recalled and counts nowhere."""
    draft = _settled(case)
    return draft.done(text_id=draft.add_text("reason", text, Audience.UNIT))
