"""The values of one unit as JSON has them, one object an indicator, checked against the rule.

{"n": 6, "of": 7} or {"percent": "77.27"} or {"points": "9"}; {"cases": 3} where the rule counts
cases.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from orders.tables import BadData
from reports.scoring.rule import Indicator, Rule
from reports.scoring.score import Value

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_MOST_CASES = 10**9
_RATE = '{"n": 6, "of": 7} 或 {"percent": "77.27"}'
_POINTS = '{"points": "9"}'
_CASES = '{"cases": 3}'


def read_values(text: str, rule: Rule, file: str) -> dict[str, Value]:
    """The values by indicator. Raises BadData naming the file, the indicator and what to write."""
    try:
        read = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_twins,
        )
    except (ValueError, RecursionError) as error:
        raise BadData(f"{file}：不是合规的 JSON（{error}）") from None
    if not isinstance(read, dict):
        raise BadData(f'{file}：应为一个对象，每个指标一项，如 {{"{rule.indicators[0].code}": …}}')
    known = {one.code: one for one in rule.indicators}
    for code in read:
        if code not in known:
            words = f"规则“{rule.code}”没有指标“{_printable(code)}”；有：{'、'.join(known)}"
            raise BadData(f"{file}：{words}")
    try:
        return {code: _value(known[code], given) for code, given in read.items()}
    except _Fault as fault:
        raise BadData(f"{file}：{fault}") from None


class _Fault(ValueError):
    """What is wrong with one indicator's object."""

    def __init__(self, of: Indicator, words: str) -> None:
        super().__init__(f"{of.code}：{words}")


def _value(of: Indicator, given: object) -> Value:
    forms = {frozenset({"points"}): _points}
    if of.by_case:
        forms[frozenset({"cases"})] = _cases
    elif of.curve.thresholds:
        forms |= {frozenset({"n", "of"}): _share, frozenset({"percent"}): _percent}
    read = forms.get(frozenset(given)) if isinstance(given, dict) else None
    if read is None:
        raise _Fault(of, f"应为 {_expected(of)}，只写一种")
    assert isinstance(given, dict)
    return read(of, given)


def _expected(of: Indicator) -> str:
    if of.by_case:
        return f"{_CASES} 或 {_POINTS}"
    return f"{_RATE} 或 {_POINTS}" if of.curve.thresholds else _POINTS


def _share(of: Indicator, given: Mapping[str, Any]) -> Value:
    n, under = (_whole(of, key, given[key]) for key in ("n", "of"))
    if under == 0:
        raise _Fault(of, "of 为0，算不出率；没有可算的就不写这一项，或直接给分")
    if n > under:
        raise _Fault(of, f"n（{n}）不能大于 of（{under}）")
    return Value(numerator=n, denominator=under)


def _percent(of: Indicator, given: Mapping[str, Any]) -> Value:
    percent = _number(of, "percent", given["percent"])
    if not 0 <= percent <= 100:
        raise _Fault(of, "percent 应在0到100之间")
    return Value(percent=percent)


def _cases(of: Indicator, given: Mapping[str, Any]) -> Value:
    return Value(cases=Fraction(_whole(of, "cases", given["cases"])))


def _points(of: Indicator, given: Mapping[str, Any]) -> Value:
    points = _number(of, "points", given["points"])
    if not of.curve.floor <= points <= of.most:
        words = f"points 应在{float(of.curve.floor):g}到{float(of.most):g}之间"
        raise _Fault(of, words)
    return Value(points=points)


def _whole(of: Indicator, key: str, given: object) -> int:
    if type(given) is not int or not 0 <= given <= _MOST_CASES:
        raise _Fault(of, f"{key} 应为不小于0的整数")
    return given


def _number(of: Indicator, key: str, given: object) -> Fraction:
    """A decimal number, bare or as words. Never true, never NaN."""
    written = given if isinstance(given, str) else str(given)
    if type(given) not in (str, int, Decimal) or not _NUMBER.fullmatch(written):
        raise _Fault(of, f'{key} 应为小数，如 "77.27"')
    return Fraction(written)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} 不是数")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{_printable(twice)}”写了两次")
    return found


def _printable(word: str) -> str:
    """JSON may hold halves of characters that no terminal takes."""
    return word.encode("utf-8", "replace").decode("utf-8")
