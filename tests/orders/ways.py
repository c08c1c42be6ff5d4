"""The ways an order goes in the browser walks, step by step, by the people whose work it is."""

from orders.states import OrderState, Verb
from tests.orders.walking import Step, Value

CLERK, HEAD, PLATFORM, EAST = "unit_clerk", "unit_head", "platform_dispatcher", "east_clerk"
URBAN = "云湖市城市管理局"

STRAIGHT = (
    Step(Verb.DISPATCH, "dispatcher", "派出", {"主办单位": URBAN}, "已派给城市管理局"),
    Step(Verb.SIGN, CLERK, "签收", says="已签收", at_once=True),
    Step(
        Verb.CONTACT,
        CLERK,
        "记下联系",
        {"联系上了": True, "联系的情况": "市民说靠学校一侧也有5盏"},
        "联系情况已记下",
    ),
    Step(Verb.COMPLETE, CLERK, "提交办结", {"办理结果": "12盏路灯电缆断点已更换"}, "等热线审核"),
    Step(Verb.ACCEPT, "reviewer", "审核通过", {"给市民看的答复": "路灯已修好"}, "等回访"),
    Step(
        Verb.RECORD_CALLBACK,
        "reviewer",
        "记下回访",
        {"接通": True, "联系过": True, "解决了": True, "5 非常满意": True},
        "可以归档",
    ),
    Step(Verb.ARCHIVE, "reviewer", "归档", says="已归档", at_once=True),
)
DEMAND: dict[str, Value] = {
    "电话": "13800138000",
    "求助": True,
    "诉求": "2号路路灯连续三晚不亮，约10盏",
    "标题": "2号路路灯不亮",
    "类别": "城市管理 › 市政设施 › 路灯",
    "区域": "东湖区",
}
REPLY = {"办理结果": "已到现场办好", "未联系市民的原因": "没有留电话"}
MOVED_AND_HANDED_DOWN = (
    Step(Verb.DISPATCH, "dispatcher", "派出", {"主办单位": URBAN}, "已派给"),
    Step(
        Verb.ASK_RETURN,
        CLERK,
        "申请退单",
        {"不属本单位职责": True, "依据": "职责清单第14项"},
        "等派单员裁定",
    ),
    Step(
        Verb.RULE_RETURN,
        "dispatcher",
        "裁定",
        {"改派": True, "改派给": "东湖区", "裁定的理由": "在东湖区辖区"},
        "已裁定改派给东湖区",
    ),
    Step(Verb.SIGN, PLATFORM, "签收", says="已签收", at_once=True),
    Step(
        Verb.HAND_DOWN,
        PLATFORM,
        "下派",
        {"下派给": ("东湖区城市管理局", "柳岸镇"), "说明": "请现场看"},
        "已下派给东湖区城市管理局、柳岸镇",
    ),
    Step(Verb.RECALL, PLATFORM, "收回：柳岸镇", {"收回的理由": "用不着"}, "已收回"),
    Step(Verb.SIGN, EAST, "签收", says="已签收", at_once=True),
    Step(Verb.COMPLETE, EAST, "提交办结", REPLY, "答复已交给主办"),
    Step(
        Verb.SEND_BACK,
        PLATFORM,
        "退回补充：东湖区城市管理局",
        {"答非所问": True, "要补充什么": "写明几时修好"},
        "已退回补充",
    ),
    Step(Verb.COMPLETE, EAST, "提交办结", REPLY, "答复已交给主办"),
    Step(Verb.COMPLETE, PLATFORM, "提交办结", REPLY, "等热线审核"),
    Step(
        Verb.SEND_BACK,
        "reviewer",
        "退回补充",
        {"答非所问": True, "要补充什么": "附上照片"},
        "已退回补充",
    ),
    Step(Verb.COMPLETE, PLATFORM, "提交办结", REPLY, "等热线审核"),
    Step(Verb.ACCEPT, "reviewer", "审核通过", says="等回访"),
    Step(Verb.TAKE_CALLBACK, "reviewer", "转人工回访", says="已转人工", at_once=True),
    Step(
        Verb.RECORD_CALLBACK,
        "reviewer",
        "记下回访",
        {"接通": True, "没解决": True, "2 不满意": True},
        "可以重办",
    ),
    Step(
        Verb.DOUBT_RATING,
        "reviewer",
        "提请认定评价",
        {"为什么不合理": "单位有照片"},
        "已交督办员认定",
    ),
    Step(
        Verb.RULE_RATING,
        "supervisor",
        "认定评价",
        {"有效，照常计入": True, "认定的理由": "照片是另一处"},
        "已认定评价有效",
    ),
    Step(
        Verb.REWORK,
        "reviewer",
        "重办",
        {"问题没有解决": True, "说明": "还是不亮"},
        "已交原单位重办",
    ),
    Step(Verb.COMPLETE, PLATFORM, "提交办结", REPLY, "等热线审核"),
    Step(Verb.ACCEPT, "reviewer", "审核通过", says="等回访"),
    Step(
        Verb.RECORD_CALLBACK,
        "reviewer",
        "记下回访",
        {"无人接听": True, "不再回访，就此了结": True},
        "不再回访",
    ),
    Step(Verb.ARCHIVE, "reviewer", "归档", says="已归档", at_once=True),
    Step(Verb.REOPEN, "reviewer", "重启", {"理由": "又坏了"}, "已重启"),
)
HELPED_AND_STOPPED = (
    Step(
        Verb.DISPATCH,
        "dispatcher",
        "派出",
        {"主办单位": URBAN, "协办单位": "柳岸镇"},
        "柳岸镇协办",
    ),
    Step(
        Verb.ADD_ASSIST,
        "dispatcher",
        "加派协办",
        {"协办单位": "云湖市市场监督管理局"},
        "已加派市场监督管理局",
    ),
    Step(Verb.RECALL, "dispatcher", "收回：市场监督管理局", {"收回的理由": "派错"}, "已收回"),
    Step(Verb.SIGN, CLERK, "签收", says="已签收", at_once=True),
    Step(
        Verb.ASK_RETURN,
        CLERK,
        "申请退单",
        {"不属本单位职责": True, "依据": "职责清单"},
        "等派单员裁定",
    ),
    Step(
        Verb.RULE_RETURN,
        "dispatcher",
        "裁定",
        {"维持，原单位接着办，不得再退": True, "裁定的理由": "属城管"},
        "已裁定维持",
    ),
    Step(
        Verb.ASK_EXTENSION,
        CLERK,
        "申请延期",
        {"延几个工作日": "2", "延期的理由": "等占道审批"},
        "延期已申请",
    ),
    Step(Verb.DECIDE_EXTENSION, "dispatcher", "审批延期", {"同意": True}, "已同意延期"),
    Step(
        Verb.ASK_SUSPENSION,
        HEAD,
        "申请挂账",
        {"挂账到": "2024-07-01T18:00", "挂账的理由": "等法院判决"},
        "挂账已申请",
    ),
    Step(Verb.DECIDE_SUSPENSION, "supervisor", "审批挂账", {"同意": True}, "已同意挂账"),
    Step(Verb.RESUME, HEAD, "恢复办理", says="已恢复办理"),
    Step(
        Verb.COMPLETE,
        CLERK,
        "提交办结",
        REPLY | {"不等协办的理由": "已现场会商"},
        "等热线审核",
    ),
)
SETTLED_AND_BACK = (
    Step(
        Verb.CORRECT,
        "operator",
        "更正",
        {"标题": "2号路路灯不亮", "紧急程度": "紧急"},
        "已更正",
    ),
    Step(Verb.SUPPLEMENT, "operator", "补充", {"补充内容": "学校一侧也有5盏"}, "补充已记下"),
    Step(Verb.MERGE, "operator", "并入主单", {"主单号": "MAIN"}, "已并入"),
    Step(Verb.UNMERGE, "operator", "取消并单", {"理由": "不是同一处"}, "回到待派"),
    Step(Verb.ANSWER, "operator", "直接答复", {"答复内容": "明晚恢复"}, "已直接答复"),
    Step(Verb.REOPEN, "operator", "重启", {"理由": "没恢复"}, "回到待派"),
    Step(Verb.DECLINE, "operator", "不予受理", {"不属于受理范围": True}, "不予受理"),
    Step(Verb.REOPEN, "operator", "重启", {"理由": "看错了"}, "回到待派"),
    Step(Verb.TRANSFER, "operator", "移交", {"110": True, "对方回执": "第3号"}, "已移交"),
    Step(Verb.REOPEN, "supervisor", "重启", {"理由": "110不受理"}, "回到待派"),
    Step(Verb.DISPATCH, "dispatcher", "派出", {"主办单位": URBAN}, "已派给"),
    Step(Verb.RECALL, "dispatcher", "收回", {"收回的理由": "派错了"}, "已收回"),
    Step(Verb.WITHDRAW, "operator", "撤回", {"市民怎么说": "自己解决了"}, "撤回"),
)
WAYS = {
    "straight": STRAIGHT,
    "moved and handed down": MOVED_AND_HANDED_DOWN,
    "helped and stopped": HELPED_AND_STOPPED,
    "settled and back": SETTLED_AND_BACK,
}
ENDS = {
    "straight": OrderState.ARCHIVED,
    "moved and handed down": OrderState.HANDLING,
    "helped and stopped": OrderState.REPLIED,
    "settled and back": OrderState.WITHDRAWN,
}
