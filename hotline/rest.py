"""How the interface for other systems describes itself (drf-spectacular), offline."""

from typing import Any

_DESCRIPTION = """\
其他平台向12345热线交诉求，市民查自己那件的进度。

- 时刻是 RFC 3339，带偏移。正文是 UTF-8 的 JSON，不超过 256 kB；没有的名称一律不收。
- 出错时答 `application/problem+json`（RFC 9457）：程序照 `code` 判断，
  `errors[].pointer` 指出哪一项。
- 登记要签名，并带 `Idempotency-Key`；没收到答复就照原样重发，不会登记两件。
- 查进度、补充、撤回、评价不用签名，用工单号加查询码。
"""

SPECTACULAR: dict[str, Any] = {
    "TITLE": "12345热线 · 来件接口",
    "DESCRIPTION": _DESCRIPTION,
    "VERSION": "1.0.0",
    "PREPROCESSING_HOOKS": ["intake.schema.of_intake"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "intake.schema.closed",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "ENUM_NAME_OVERRIDES": {
        "Kind": "orders.models.limits.Kind",
        "Urgency": "orders.models.limits.Urgency",
        "OrderState": "orders.states.OrderState",
    },
}
