"""Forms of what a unit does with what it was given: sign, speak to the citizen, reply."""

from orders.forms.base import VerbForm
from orders.forms.fields import Words, YesNo
from orders.states import AssignmentRole, Subject, Verb
from orders.transitions import OPEN_ASSIGNMENT


class SignForm(VerbForm):
    verb = Verb.SIGN
    button = "签收"
    done = "已签收，下一步先联系市民"


class ContactForm(VerbForm):
    verb = Verb.CONTACT
    button = "记下联系"
    done = "联系情况已记下"
    reached = YesNo("联系上了吗", "联系上了", "没联系上", initial=True)
    text = Words("联系的情况", missing="写明联系的情况", help_text="市民说了什么，约了什么时候")

    def prepare(self) -> None:
        self.fields["reached"].error_messages["required"] = "选联系上了没有"


class CompleteForm(VerbForm):
    """Asks for an excuse only where one is owed: nobody spoken to, assists not yet back."""

    verb = Verb.COMPLETE
    button = "提交办结"
    text = Words(
        "办理结果", missing="写明办理结果", rows=8, help_text="查了什么、办了什么、何时办好"
    )
    uncontacted = Words("未联系市民的原因", rows=2)
    without_assists = Words("不等协办的理由", rows=2)

    def prepare(self) -> None:
        on, facts = self.standing.on, self.standing.facts
        if on is None or on.contacted_at is not None or facts.citizen_id is None:
            self.drop("uncontacted")
        else:
            self.fields[
                "uncontacted"
            ].help_text = "还没有联系上市民的记录：先联系，或在这里写明原因"
        waiting = any(
            a.role == AssignmentRole.ASSIST and a.state in OPEN_ASSIGNMENT
            for a in facts.assignments
        )
        if on is None or on.subject != Subject.LEAD or not waiting:
            self.drop("without_assists")
        else:
            self.fields["without_assists"].help_text = "还有协办没答复：等他们，或在这里写明理由"

    def said(self) -> str:
        on = self.standing.on
        top = on is None or on.subject == Subject.LEAD
        return "已提交办结，等热线审核" if top else "答复已交给主办"
