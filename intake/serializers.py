"""The bodies of /api/v1/: what is taken in, and what is answered."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers

from intake.codes import code_for
from intake.fields import Body, Chosen, Degrees, Flag, Line, Whole, Words
from intake.progress import STATES
from intake.wishes import Person, Wish
from orders.callbacks.results import Outcome, Told
from orders.citizens import LONGEST
from orders.errors import Refused
from orders.models import CallbackAttempt, Order
from orders.models.limits import Kind, Urgency
from orders.phones import normalise
from orders.states import OrderState

LONGEST_TEXT = 5000
# What a gateway may report; that nothing came is the clock's to say.
RESULTS = [
    choice
    for choice in CallbackAttempt.Result.choices
    if choice[0] != CallbackAttempt.Result.NO_RESULT
]
ACTIONS = ["supplement", "withdraw", "urge", "rate"]


class PlaceBody(Body):
    district = Line(max_length=40, required=False, help_text="区域编码或名称，如 lingxi 或 灵溪镇")
    street = Line(max_length=60, required=False, help_text="街道、社区或村")
    text = Line(max_length=200, required=False, help_text="门牌、路口、小区等")
    longitude = Degrees(180, required=False, help_text="经度，和纬度一起给（GCJ-02）")
    latitude = Degrees(90, required=False, help_text="纬度，和经度一起给（GCJ-02）")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("longitude" in attrs) != ("latitude" in attrs):
            absent = "latitude" if "longitude" in attrs else "longitude"
            raise serializers.ValidationError({absent: "经度和纬度要一起给"}, code="half_a_point")
        return attrs


class CitizenBody(Body):
    phone = Words(max_length=40, help_text="手机，或带区号的座机")
    name = Line(max_length=LONGEST, required=False, help_text="姓名")
    form_of_address = Line(max_length=LONGEST, required=False, help_text="称呼，如 王女士")

    def validate_phone(self, value: str) -> str:
        try:
            return normalise(value)
        except Refused as refused:
            raise serializers.ValidationError(refused.message, code=refused.code) from None


class OrderBody(Body):
    kind = Chosen(choices=Kind.choices, help_text="性质")
    urgency = Chosen(choices=Urgency.choices, required=False, help_text="紧急程度，不写是一般")
    category = Line(
        max_length=20, required=False, help_text="类别代码；不写归入“其他”，派单员会更正"
    )
    title = Line(max_length=120, help_text="一句话：什么事、在哪里")
    text = Words(max_length=LONGEST_TEXT, help_text="诉求的内容")
    place = PlaceBody(required=False, help_text="事发地点")
    about_unit = Line(max_length=40, required=False, help_text="被反映单位的编码")
    citizen = CitizenBody(required=False, help_text="市民；不写是匿名，无法回访")
    confidential = Flag(required=False, help_text="要求保密：单位看不到是谁")
    source_ref = Line(max_length=100, required=False, help_text="对方系统里的编号，便于对账")

    def wish(self, channel: str) -> Wish:
        """The wish the body holds, for the credential's own channel."""
        data = dict(self.validated_data)
        citizen = data.pop("citizen", None)
        return Wish(channel=channel, person=Person(**citizen) if citizen else None, **data)


class TextBody(Body):
    text = Words(max_length=LONGEST_TEXT, help_text="要补充的情况")


class WithdrawBody(Body):
    text = Words(max_length=500, required=False, help_text="为什么撤回")


class UrgeBody(Body):
    text = Words(max_length=500, required=False, help_text="想催什么")


class RateBody(Body):
    rating = Whole(min_value=1, max_value=5, help_text="1 非常不满意，3 基本满意，5 非常满意")
    solved = Flag(required=False, help_text="问题解决了没有")
    contacted = Flag(required=False, help_text="单位联系过没有")
    text = Words(max_length=500, required=False, help_text="想说的话")


class ResultBody(Body):
    reference = Words(max_length=40, help_text="派给网关时的键（key）")
    result = Chosen(choices=RESULTS, help_text="接通没有")
    contacted = Flag(required=False, help_text="单位联系过没有；接通才有")
    solved = Flag(required=False, help_text="问题解决了没有；接通才有")
    rating = Whole(min_value=1, max_value=5, required=False, help_text="1到5；接通、市民评了才有")
    text = Words(max_length=500, required=False, help_text="市民说的话")

    def validate_reference(self, value: str) -> UUID:
        try:
            return UUID(value)
        except ValueError:
            raise serializers.ValidationError("要是派给网关时的键", code="not_a_key") from None

    def told(self) -> Told:
        """The report the body holds."""
        return Told(**self.validated_data)


class ResultAnswer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(
        choices=[outcome.value for outcome in Outcome],
        help_text="recorded 记下了；before 以前报过；late 来得太晚，用不着了",
    )


class LinksAnswer(serializers.Serializer[Any]):
    order = serializers.CharField(help_text="查进度的接口")
    page = serializers.CharField(help_text="给市民看的进度页")


class OrderAnswer(serializers.Serializer[Any]):
    number = serializers.CharField(help_text="工单号，15位")
    code = serializers.CharField(help_text="查询码，8位；和工单号一起才能查，请只交给市民")
    state = serializers.ChoiceField(choices=OrderState.values)
    state_label = serializers.CharField()
    received_at = serializers.DateTimeField()
    promise_due_at = serializers.DateTimeField(allow_null=True, help_text="最迟答复市民的时刻")
    links = LinksAnswer()


class StepAnswer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    code = serializers.CharField(help_text="经过的代码，如 dispatch、sign、accept")
    label = serializers.CharField(help_text="一句话")  # type: ignore[assignment]
    text = serializers.CharField(allow_blank=True, help_text="给市民的话，没有就是空")


class ProgressAnswer(serializers.Serializer[Any]):
    number = serializers.CharField()
    kind_label = serializers.CharField()
    title = serializers.CharField(allow_blank=True, help_text="保密件是空的")
    confidential = serializers.BooleanField()
    state = serializers.ChoiceField(choices=OrderState.values)
    state_label = serializers.CharField()
    received_at = serializers.DateTimeField()
    promise_due_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="在办单位的时限；没有单位在办是 null"
    )
    overdue = serializers.BooleanField()
    unit = serializers.CharField(allow_blank=True, help_text="在办单位的简称；保密件是空的")
    steps = StepAnswer(many=True, help_text="经过，新的在前")
    actions = serializers.ListField(
        child=serializers.ChoiceField(choices=ACTIONS), help_text="市民现在能做的"
    )


class ProblemError(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="哪一项，JSON Pointer，# 是整个正文")
    message = serializers.CharField()
    code = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="urn:hotline: 加 code")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    code = serializers.CharField(help_text="不变的代码，程序照它判断")
    errors = ProblemError(many=True, required=False)  # type: ignore[assignment]
    at = serializers.DateTimeField(required=False, help_text="409：变动的时刻")


def answer_of(order: Order) -> dict[str, Any]:
    """The body that tells a new order's number, code and promise, as plain JSON."""
    code = code_for(order.number)
    query = f"?code={code}"
    body = {
        "number": order.number,
        "code": code,
        "state": order.state,
        "state_label": STATES[OrderState(order.state)],
        "received_at": order.received_at,
        "promise_due_at": order.promise_due_at,
        "links": {
            "order": reverse("intake:api-order", args=[order.number]) + query,
            "page": reverse("intake:progress", args=[order.number]) + query,
        },
    }
    return dict(OrderAnswer(body).data)
