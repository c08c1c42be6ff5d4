"""Reading a body strictly: UTF-8 JSON of bounded size and depth, without what no database keeps."""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NoReturn

from django.http import HttpRequest
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import BaseParser

from intake.faults import NotJson, TooLarge

LIMIT = 256 * 1024  # bytes
DEEPEST = 20


def refuse_large(request: HttpRequest) -> None:
    """Raises TooLarge for a body over the limit, by its header before it is read."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if (declared.isdecimal() and int(declared) > LIMIT) or len(request.body) > LIMIT:
        raise TooLarge(f"正文最多{LIMIT // 1024} kB")


class StrictJSONParser(BaseParser):
    """JSON for doors that strangers knock on."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Raises NotJson for what is no JSON, ValidationError for a string that cannot be kept."""
        value = _read(stream.read())
        bad = next(_unkeepable(value, ()), None)
        if bad is not None:
            raise ValidationError(_nested(bad))
        return value


def _read(body: bytes) -> Any:
    try:
        text = body.decode().removeprefix(codecs.BOM_UTF8.decode())
    except UnicodeDecodeError:
        raise NotJson("正文不是 UTF-8", code="not_utf8") from None
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError):  # a number of thousands of digits included
        raise NotJson("正文读不懂：要是完整的 JSON，名称不重复", code="malformed") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made


def _unkeepable(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Paths of strings with a NUL or half a surrogate pair; a bad name counts for its object."""
    if len(path) > DEEPEST:
        raise NotJson(f"正文套得太深，最多{DEEPEST}层", code="malformed")
    if isinstance(value, str) and not _keepable(value):
        yield path
    for name, item in _inside(value):
        if _keepable(name):
            yield from _unkeepable(item, (*path, name))
        else:
            yield path


def _inside(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, list):
        return ((str(index), item) for index, item in enumerate(value))
    return value.items() if isinstance(value, dict) else ()


def _keepable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _nested(path: tuple[str, ...]) -> Any:
    detail: Any = [ErrorDetail("有存不下的字符（空字符或半个代理对）", code="unkeepable")]
    for name in reversed(path):
        detail = {name: detail}
    return detail
