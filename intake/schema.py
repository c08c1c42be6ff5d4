"""How /api/v1/ is described in OpenAPI: words, examples, the signature, and every fault."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from intake.serializers import (
    OrderAnswer,
    OrderBody,
    Problem,
    ProgressAnswer,
    RateBody,
    ResultAnswer,
    ResultBody,
    TextBody,
    UrgeBody,
    WithdrawBody,
)

PREFIXES = ("/api/v1/orders", "/api/v1/callbacks")
PROBLEM = "application/problem+json"
FAULTS: dict[int, str] = {
    400: "正文不是完整的 JSON，或 Idempotency-Key 没有或写错",
    401: "没有签名，或签名、日期不对",
    403: "这份凭证不能用在这里",
    404: "单号或查询码不对，两者的答复一样",
    405: "这个地址不能这样用",
    406: "只答 JSON",
    409: "这件的状态变了，现在不能这样做",
    413: "正文超过 256 kB",
    415: "只收 application/json",
    422: "有填得不对的，errors 逐项指出；或这个 Idempotency-Key 已用于另一件",
    429: "来得太快，Retry-After 秒后再试",
}
CREATE_EXAMPLE: dict[str, Any] = {
    "kind": "help",
    "title": "柳岸街道2号路路灯不亮",
    "text": "2号路从小区北门到中心学校，约10盏路灯连续三晚不亮，夜里走路不安全。",
    "place": {"street": "柳岸街道", "text": "2号路，小区北门到中心学校"},
    "citizen": {"phone": "13800000001", "form_of_address": "王女士"},
    "source_ref": "SZ-2026-000123",
}


def of_intake(endpoints: list[Any], **_: Any) -> list[Any]:
    """Only the doors for others are described; what staff's pages use is no promise to anybody."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIXES)]


def closed(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What is handed in takes no unknown names."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("BodyRequest"):
            component["additionalProperties"] = False
    return result


class Signature(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "intake.authentication.SignedRequest"
    name = "signature"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": (
                "`HMAC-SHA256 key=凭证号, signature=签名`。"
                "签名是 HMAC-SHA256(密钥, 五行) 的小写十六进制；"
                "五行用换行连接：方法、路径（含查询串）、正文的 SHA-256（小写十六进制）、"
                "X-Date 或 Date 的原文、Idempotency-Key（没有就是空行）。日期前后不差300秒。"
            ),
        }


def _faults(*statuses: int) -> dict[Any, Any]:
    return {
        (status, PROBLEM): OpenApiResponse(
            Problem, description=FAULTS[status], examples=[_example(status)]
        )
        for status in statuses
    }


def _example(status: int) -> OpenApiExample:
    code = {404: "not_found", 409: "wrong_state", 422: "invalid", 429: "throttled"}.get(
        status, "malformed"
    )
    body: dict[str, Any] = {
        "type": f"urn:hotline:{code}",
        "title": FAULTS[status],
        "status": status,
        "code": code,
    }
    if status == 422:
        body["errors"] = [
            {"pointer": "#/citizen/phone", "message": "手机号是11位", "code": "bad_phone"}
        ]
    return OpenApiExample("例", value=body, response_only=True, status_codes=[str(status)])


_CODE = OpenApiParameter(
    "code", OpenApiTypes.STR, OpenApiParameter.QUERY, required=True, description="查询码，8位"
)
_NUMBER = OpenApiParameter(
    "number", OpenApiTypes.STR, OpenApiParameter.PATH, required=True, description="工单号，15位数字"
)
_TAG_IN, _TAG_FOLLOW, _TAG_CALLS = "来件", "市民查询", "智能回访"

create = extend_schema(
    operation_id="create_order",
    tags=[_TAG_IN],
    summary="登记一件诉求",
    description=(
        "渠道由凭证决定。重发同一个 Idempotency-Key 和同样的正文，得到同样的答复，"
        "并带 `Idempotent-Replayed: true`；正文不同则 422。没有登记上的（4xx）不占用这个键。"
    ),
    parameters=[
        OpenApiParameter(
            "Idempotency-Key",
            OpenApiTypes.STR,
            OpenApiParameter.HEADER,
            required=True,
            description="每件诉求一个，1到200个可见 ASCII 字符",
        ),
        OpenApiParameter(
            "X-Date",
            OpenApiTypes.STR,
            OpenApiParameter.HEADER,
            required=False,
            description="RFC 3339 或 HTTP 日期；不写就用 Date",
        ),
    ],
    request=OrderBody,
    responses={
        201: OpenApiResponse(OrderAnswer, description="已登记"),
        **_faults(400, 401, 405, 406, 409, 413, 415, 422, 429),
    },
    examples=[OpenApiExample("路灯不亮", value=CREATE_EXAMPLE, request_only=True)],
)
follow = extend_schema(
    operation_id="follow_order",
    tags=[_TAG_FOLLOW],
    summary="查一件诉求的进度",
    parameters=[_NUMBER, _CODE],
    responses={
        200: OpenApiResponse(ProgressAnswer, description="进度"),
        **_faults(404, 405, 406, 413, 429),
    },
)


def _verb(name: str, summary: str, body: type, example: dict[str, Any]) -> Callable[[Any], Any]:
    operation = extend_schema(
        operation_id=f"{name}_order",
        tags=[_TAG_FOLLOW],
        summary=summary,
        parameters=[_NUMBER, _CODE],
        request=body,
        responses={
            200: OpenApiResponse(ProgressAnswer, description="做了之后的进度"),
            **_faults(400, 404, 405, 406, 409, 413, 415, 422, 429),
        },
        examples=[OpenApiExample("例", value=example, request_only=True)],
    )
    return extend_schema_view(post=operation)


supplement = _verb("supplement", "补充情况", TextBody, {"text": "学校一侧还有5盏也不亮。"})
withdraw = _verb("withdraw", "撤回诉求", WithdrawBody, {"text": "已经修好了。"})
urge = _verb("urge", "催办", UrgeBody, {"text": "三天了还没人来。"})
rate = _verb("rate", "评价办理结果", RateBody, {"rating": 5, "solved": True, "contacted": True})
results = extend_schema(
    operation_id="report_call",
    tags=[_TAG_CALLS],
    summary="报一次智能回访的结果",
    description=(
        "网关报派给它的一次呼叫怎样了。可以重报，可以晚到：已有结果的答 `before`，"
        "没人再等、也没有新内容的答 `late`，都不再记。"
    ),
    request=ResultBody,
    responses={
        200: OpenApiResponse(ResultAnswer, description="收到了"),
        **_faults(400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429),
    },
    examples=[
        OpenApiExample(
            "接通，市民评了5分",
            value={
                "reference": "0c7e8a52-9c1f-4e4b-8a34-6f1d2b7c9e10",
                "result": "reached",
                "contacted": True,
                "solved": True,
                "rating": 5,
            },
            request_only=True,
        )
    ],
)
