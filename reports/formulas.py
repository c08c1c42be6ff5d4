"""What each statistic counts, in words, and over what: for readers of the catalogue.

The conditions themselves stand in reports/definitions; these words say the same to people. A rate
has two parts, a count one; a quantile says of which cases it is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from reports.statistic import Statistic

Formula = tuple[str, str]  # numerator, denominator ("" for counts and quantiles)

_OFFERED, _SENT = "转人工的来电", "转办的主办件（不含改派走的、剔除的）"
_COUNTED, _DUE = "派出的主办件（不含剔除的）", "到期的（首轮办结或期限已过，不含改派走的、剔除的）"
_CALLED_BACK = "回访结束的各件最后一轮（评价被裁定不合理的、剔除的不计）"
_AGES = {"to_3d": "不满3天", "to_7d": "3天以上、不满7天", "to_15d": "7天以上、不满15天"}
_AGES |= {"over_15d": "15天以上"}

_CALLS: dict[str, Formula] = {
    "calls.traffic": ("呼入、呼出的全部通话，自助的也算", ""),
    "calls.inbound": ("呼入的通话", ""),
    "calls.outbound": ("热线呼出的通话", ""),
    "calls.self_service": ("由自助语音办完、没要人工的", ""),
    "calls.transferred": ("呼入后移交别处的", ""),
    "calls.nuisance": ("呼入里判为骚扰的", ""),
    "calls.silent": ("呼入后没有人说话的", ""),
    "calls.missed": ("呼入后没接上的", ""),
    "calls.voicemail": ("呼入后留言的", ""),
    "calls.offered": (_OFFERED, ""),
    "calls.answered": ("转人工且有人应答的", ""),
    "calls.praise": ("接通后来表扬的", ""),
    "calls.answered_rate": ("有人应答的", _OFFERED),
    "calls.answered_15s_rate": ("15秒内应答的", _OFFERED),
    "calls.answered_15s_rate.answered": ("15秒内应答的", "有人应答的"),
    "calls.abandoned_rate": ("等待中放弃的", _OFFERED),
    "calls.abandoned_rate.after_5s": ("等了5秒以上才放弃的", "转人工的来电，除去5秒内放弃的"),
    "calls.service_satisfied_rate": ("按键评3、4、5分的", "接通后按键评分的"),
    "calls.wait_mean": ("接通的等待秒数之和", "接通的来电"),
    "calls.talk_mean": ("通话秒数之和", "接通且已结束的来电"),
    "calls.wait_p50": ("接通的来电里，一半等待不超过它", ""),
    "calls.wait_p90": ("接通的来电里，九成等待不超过它", ""),
    "calls.wait_p95": ("接通的来电里，95%等待不超过它", ""),
    "seats.occupancy": ("通话和话后整理的秒数", "在席的秒数（小休不计）"),
    "returns.owed": ("应回拨的未接来电", ""),
    "returns.on_time_rate": ("期限内回拨结束的", "回拨结束或期限已过的"),
}
_DEMANDS: dict[str, Formula] = {
    "demands.accepted": ("受理的诉求，不论后来怎样", ""),
    "demands.direct": ("当场直接答复的", ""),
    "demands.dispatched": ("派给单位办的", ""),
    "demands.declined": ("不予受理的", ""),
    "demands.merged": ("并入别件的", ""),
    "demands.withdrawn": ("市民撤回的", ""),
    "demands.transferred": ("移交其他平台的", ""),
    "demands.undecided": ("还没有派、没有答的", ""),
    "demands.days": ("至少受理过一件的日子", ""),
    "demands.completed": ("直接答复、不予受理、撤回、有回执的移交、已办结和并入已办结件的", ""),
    "demands.direct_rate": ("直接答复的", "受理的诉求"),
    "demands.dispatched_rate": ("派给单位办的", "受理的诉求"),
    "demands.completed_rate": (
        "直接答复、不予受理、撤回、有回执的移交、已办结和并入已办结件的",
        "受理的诉求",
    ),
    "demands.repeated_rate": ("有市民身份、30天内同一类别来过的", "受理的诉求"),
    "demands.waiting": ("期末还没有派、没有答的", ""),
}
_ORDERS: dict[str, Formula] = {
    "orders.given": ("派出的主办件，改派走的也算", ""),
    "orders.dispatched": ("派出的主办件，不含改派走的、撤回的", ""),
    "orders.signed_on_time_rate": ("在签收期限内签收的", _SENT),
    "orders.return_rate": ("单位申请过退单的", _COUNTED),
    "orders.extension_rate": ("单位申请过延期的", _COUNTED),
    "orders.suspension_rate": ("单位申请过挂账的", _COUNTED),
    "orders.dispute_rate": ("单位提过申诉的", "派出的主办件"),
    "orders.urge_rate": ("派单后市民催过的", _COUNTED),
    "orders.contacted_on_time_rate": ("限时内联系了市民的", "应当联系市民的转办件"),
    "orders.first_dispatch_rate": ("没有改派过的", "派过单的诉求（全部收回的、剔除的不计）"),
    "orders.completed": ("答复经审核通过的，按答复日算", ""),
    "orders.due": (_DUE, ""),
    "orders.completed_rate": ("到截至时办结的", _DUE),
    "orders.completed_rate.dispatched": ("到截至时办结的", _SENT),
    "orders.completed_rate.balance": ("期内办结的", "结转加新派，减期末未到期的"),
    "orders.on_time_rate": ("在期限内办结的（不是÷已办结）", _DUE),
    "orders.overdue_rate": ("超过期限才办结或还没办结的", _DUE),
    "orders.rework_rate": ("退回重办过的", _DUE),
    "orders.rework_on_time_rate": ("重办各轮里在期限内办结的", "重办各轮里到期的"),
    "orders.handled_p50": ("办结的里，一半用时不超过它", ""),
    "orders.handled_p90": ("办结的里，九成用时不超过它", ""),
    "orders.open": ("期末单位手里没办结的", ""),
    "orders.open_overdue": ("期末没办结且已过期限的（停表的不算）", ""),
    **{f"orders.open.{age}": (f"期末在办，派下{words}的", "") for age, words in _AGES.items()},
    **{
        f"orders.open_overdue.{age}": (f"期末没办结，超期{words}的", "")
        for age, words in _AGES.items()
    },
    "orders.called_back": ("办结后回访过的工单", ""),
    "orders.callback_rate": ("回访过的", "审核通过的答复"),
    "orders.valid_callback_rate": ("市民接通并评价的", "回访过的"),
    "orders.satisfied_rate": ("最后一轮评3、4、5分的", "接通并评价的（被裁定不合理的不计）"),
    "orders.satisfied_rate.unrated_satisfied": ("评3、4、5分的，加没评价的", _CALLED_BACK),
    "orders.satisfied_rate.unrated_dissatisfied": ("评3、4、5分的", _CALLED_BACK),
    "orders.first_satisfied_rate": ("首轮评3、4、5分的", "首轮接通并评价的"),
    "orders.solved_rate": ("市民说已解决的", "说了解决没解决的"),
    "orders.yellow_cards": ("发出的黄牌", ""),
    "orders.red_cards": ("发出的红牌", ""),
    "orders.supervised": ("发出的督办", ""),
    "orders.supervision_closed_rate": ("已经了结的督办", "发出的督办"),
    "orders.sent_back_rate": ("审核退回的答复", "审核过的答复"),
    "orders.reply_quality": ("质检得分之和", "质检满分之和"),
}
_OTHERS: dict[str, Formula] = {
    "callbacks.attempts": ("回访的每一次，并入件的市民也算", ""),
    "callbacks.reached_rate": ("接通的", "回访的每一次"),
    "callbacks.smart_rate": ("由智能外呼打的", "回访的每一次"),
    "requests.decided_on_time_rate": ("热线在自己的期限内裁定的", "有裁定期限的申请"),
    "requests.extension_granted_rate": ("同意延期的", "裁定过的延期申请"),
    "requests.return_moved_rate": ("改派的", "裁定过的退单申请"),
    "alerts.raised": ("发出的要情", ""),
    "knowledge.articles": ("期末在用的知识", ""),
    "knowledge.review_overdue": ("期末在用、过了复核期限还没复核的", ""),
    "knowledge.citations": ("答复引用知识的每一次", ""),
    "knowledge.cited_rate": ("引用了知识的", "有知识可引用以后直接答复的诉求"),
    "assists.given": ("派出的协办", ""),
    "assists.completed_rate": ("办结的", "到期的协办（办结或期限已过）"),
    "assists.on_time_rate": ("在期限内办结的", "到期的协办（办结或期限已过）"),
    "handed_down.given": ("下派给下属单位的", ""),
    "handed_down.completed_rate": ("办结的", "到期的下派（办结或期限已过）"),
    "handed_down.on_time_rate": ("在期限内办结的", "到期的下派（办结或期限已过）"),
}
FORMULAS: Mapping[str, Formula] = MappingProxyType(_CALLS | _DEMANDS | _ORDERS | _OTHERS)


def formula_of(statistic: Statistic) -> str:
    """What is counted, and ÷ what; a statistic that nobody wrote words for has its name alone."""
    top, under = FORMULAS.get(statistic.code, (statistic.name, ""))
    return f"{top} ÷ {under}" if under else top
