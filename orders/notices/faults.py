"""Why a notice was not sent, as codes and in words."""

FAULTS: dict[str, str] = {
    # Skipped: there was nothing to send, and nothing is wrong.
    "no_citizen_number": "没有号码",
    "landline": "是座机，收不了短信",
    "erased": "市民信息已抹去",
    "stale": "过了三天，不再打扰",
    "medium_off": "没有接这条通道",
    "no_address": "没有写地址",
    "not_bound": "没有绑定微信",
    "reads_no_more": "不再订了",
    "resent": "管理员重发了",
    "account_closed": "账号已停用",
    # Dead: somebody should look.
    "nobody_there": "没有在用的人可告知",
    "unknown_address": "写给谁不清楚",
    "unknown_citizen": "没有这位市民",
    "no_order": "没有这件工单",
    "no_bulletin": "没有这期印发了的通报",
    "no_words": "这类消息没有写好的话",
    "no_extension": "找不到准了的延期",
    "unreadable": "号码打不开，查 PHONE_KEYS",
    "broken": "程序出了差错，看日志",
    # Of a gateway; others come as the gateway's own code.
    "timeout": "通道没有回音",
    "unreachable": "连不上通道",
    "not_json": "通道答的不是 JSON",
    "no_receipt": "通道没给回执",
    "too_long": "通道答得太长",
    "lost": "发的人中途断了",
}


def fault_words(code: str) -> str:
    """The reason in words; a gateway's own code stands as it is."""
    if code.startswith("http_"):
        return f"通道答了 {code.removeprefix('http_')}"
    return FAULTS.get(code, code)
