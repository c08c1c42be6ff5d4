"""Fields that take a value only in its own JSON type, and bodies that take no unknown names."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Words(serializers.CharField):
    """A string; a number is not one. Control characters other than line ends are dropped."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "要是字符串",
        "required": "这一项要有",
        "null": "不能是 null",
        "blank": "不能空着",
        "max_length": "最多{max_length}个字",
        "min_length": "至少{min_length}个字",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return _UNSEEN.sub("", super().to_internal_value(data))

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """A string of control characters alone is a blank one."""
        return super().run_validation(_UNSEEN.sub("", data) if isinstance(data, str) else data)


class Line(Words):
    """Words of one line: runs of white space become one blank."""

    def to_internal_value(self, data: Any) -> str:
        return " ".join(super().to_internal_value(data).split())


class Flag(serializers.BooleanField):
    """true or false, nothing that stands for it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "要是 true 或 false",
        "null": "要是 true 或 false",
    }

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Whole(serializers.IntegerField):
    """A whole number of JSON."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "要是整数",
        "required": "这一项要有",
        "null": "不能是 null",
        "max_value": "最大{max_value}",
        "min_value": "最小{min_value}",
    }

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Degrees(serializers.DecimalField):
    """A coordinate in degrees, as a JSON number; more than six decimals are rounded away."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "要是数字",
        "required": "这一项要有",
        "null": "不能是 null",
        "max_value": "最大{max_value}",
        "min_value": "最小{min_value}",
    }

    def __init__(self, bound: int, **kwargs: Any) -> None:
        super().__init__(
            max_digits=9, decimal_places=6, min_value=-bound, max_value=bound, **kwargs
        )

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        if not -1000 < data < 1000:
            self.fail("max_value", max_value=self.max_value)
        return super().to_internal_value(round(data, 6))


class Chosen(serializers.ChoiceField):
    """One of a short list of codes."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": "没有这个选项，可选：{choices}",
        "required": "这一项要有",
        "null": "不能是 null",
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", choices="、".join(map(str, self.choices)))
        return data


class Body(serializers.Serializer[Any]):
    """An object whose every name is known; an unknown one is refused, never passed over."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "要是一个对象",
        "required": "这一项要有",
        "null": "不能是 null",
    }

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if unknown and isinstance(error.detail, dict):
                error.detail.update(_unknown(unknown))
            raise
        if unknown:
            raise serializers.ValidationError(_unknown(unknown))
        return value


def _unknown(names: list[str]) -> dict[str, Any]:
    """By name where a pointer can name it, else on the whole object."""
    detail: dict[str, Any] = {}
    for name in names[:20]:
        where = name if _PLAIN_NAME.fullmatch(name) else "non_field_errors"
        detail[where] = [ErrorDetail("没有这一项，去掉它", code="unknown_field")]
    return detail
