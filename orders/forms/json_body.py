"""Which JSON values a form's fields take: everything else is refused before the form is filled."""

from collections.abc import Mapping
from typing import Any

from django import forms

from orders.forms.fields import YesNo

Wrong = dict[str, tuple[str, str]]
_TEXT = ("要写成字符串", "not_a_string")
_LIST = ("要写成字符串的列表", "not_a_list")
_BOOL = ("要写成 true 或 false", "not_a_boolean")
_NUMBER = ("要写成整数", "not_an_integer")


def wrong_types(fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> Wrong:
    """For each wrong value of the body why it is wrong: (words, code); null means left out."""
    wrong: Wrong = {}
    for name, value in data.items():
        if name not in fields or isinstance(fields[name], forms.FileField):
            wrong[name] = ("这个动作没有这一项", "unknown_field")
        elif value is not None and not _fits(fields[name], value):
            wrong[name] = _expected(fields[name])
        elif not _writable(value):
            wrong[name] = ("有写不下来的字符", "unwritable")
    return wrong


def _kind(field: forms.Field) -> str:
    if isinstance(field, YesNo | forms.BooleanField):
        return "bool"
    if isinstance(field, forms.MultipleChoiceField):
        return "list"
    if isinstance(field, forms.DecimalField):
        return "decimal"
    if isinstance(field, forms.IntegerField | forms.TypedChoiceField):
        return "number"
    return "text"


def _fits(field: forms.Field, value: Any) -> bool:
    kind = _kind(field)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "list":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "decimal":
        return isinstance(value, int | float | str) and not isinstance(value, bool)
    return isinstance(value, str)


def _expected(field: forms.Field) -> tuple[str, str]:
    return {"bool": _BOOL, "list": _LIST, "number": _NUMBER, "decimal": _NUMBER}.get(
        _kind(field), _TEXT
    )


def _writable(value: Any) -> bool:
    """Half a surrogate pair is a string to JSON and cannot be written anywhere."""
    try:
        for item in value if isinstance(value, list) else [value]:
            str(item).encode()
    except UnicodeEncodeError:
        return False
    return True
