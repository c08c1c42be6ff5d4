"""States, verbs and parties of the lifecycle by name (domain §2); transitions.py joins them."""

from django.db.models import TextChoices


class OrderState(TextChoices):
    RECEIVED = "received", "待派"
    ANSWERED = "answered", "直接答复"
    DECLINED = "declined", "不予受理"
    TRANSFERRED = "transferred", "已移交"
    MERGED = "merged", "已并单"
    WITHDRAWN = "withdrawn", "已撤回"
    DISPATCHED = "dispatched", "待签收"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "待审核"
    CALLING_BACK = "calling_back", "待回访"
    ARCHIVED = "archived", "已归档"


class AssignmentState(TextChoices):
    TO_SIGN = "to_sign", "待签收"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    ACCEPTED = "accepted", "已审核"
    RETURNED = "returned", "已改派"
    RECALLED = "recalled", "已收回"
    CLOSED = "closed", "已办结"


class AssignmentRole(TextChoices):
    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"


class Verb(TextChoices):
    RECEIVE = "receive", "受理"
    CORRECT = "correct", "更正"
    SUPPLEMENT = "supplement", "补充"
    ANSWER = "answer", "直接答复"
    DECLINE = "decline", "不予受理"
    TRANSFER = "transfer", "移交"
    MERGE = "merge", "并单"
    UNMERGE = "unmerge", "取消并单"
    WITHDRAW = "withdraw", "撤回"
    DISPATCH = "dispatch", "派单"
    ADD_ASSIST = "add_assist", "加派协办"
    RECALL = "recall", "收回"
    SIGN = "sign", "签收"
    CONTACT = "contact", "联系市民"
    ASK_RETURN = "ask_return", "申请退单"
    RULE_RETURN = "rule_return", "裁定退单"
    ASK_EXTENSION = "ask_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    ASK_SUSPENSION = "ask_suspension", "申请挂账"
    DECIDE_SUSPENSION = "decide_suspension", "审批挂账"
    RESUME = "resume", "恢复办理"
    HAND_DOWN = "hand_down", "下派"
    COMPLETE = "complete", "提交办结"
    ACCEPT = "accept", "审核通过"
    SEND_BACK = "send_back", "退回补充"
    PLACE_CALLBACK = "place_callback", "发起智能回访"
    TAKE_CALLBACK = "take_callback", "转人工回访"
    RECORD_CALLBACK = "record_callback", "记录回访"
    DOUBT_RATING = "doubt_rating", "提请认定评价"
    RULE_RATING = "rule_rating", "认定评价"
    REWORK = "rework", "重办"
    ARCHIVE = "archive", "归档"
    REOPEN = "reopen", "重启"
    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"
    ANSWER_SUPERVISION = "answer_supervision", "报督办结果"
    CLOSE_SUPERVISION = "close_supervision", "审督办结果"
    APPEAL = "appeal", "申诉"
    DECIDE_APPEAL = "decide_appeal", "裁定申诉"
    RAISE_LEVEL = "raise_level", "时限等级"
    RETIME = "retime", "重算时限"


class Party(TextChoices):
    """Who may act besides staff: a pseudo-role carried by Actor.roles."""

    CITIZEN = "citizen", "市民"
    CHANNEL = "channel", "渠道"
    SYSTEM = "system", "系统"


class Subject(TextChoices):
    """What an assignment must be for the verb to fall on it."""

    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"
    CHILD = "child", "下派"
