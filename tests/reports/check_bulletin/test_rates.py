"""Printed rates: what follows, what was cut, what cannot be, and what would have given it."""

from typing import Any

import pytest

from reports.ledger import Verdict
from tests.reports.check_bulletin.writing import found

OK, ROUNDED, TRUNCATED = Verdict.OK, Verdict.ROUNDED, Verdict.TRUNCATED
CONFLICT, IMPOSSIBLE, NO_PARTS = Verdict.CONFLICT, Verdict.IMPOSSIBLE, Verdict.NO_PARTS


@pytest.mark.parametrize(
    ("n", "of", "printed", "verdict"),
    [
        (964, 1282, "75.20%", OK),
        (964, 1282, "75.19%", TRUNCATED),
        (37527, 71184, "52.7%", OK),
        (25783, 29186, "88.34%", OK),
        (24165, 29186, "82.80%", OK),
        (2794, 2798, "99.86%", OK),
        (4, 2798, "0.14%", OK),
        (2617, 2713, "96.5%", OK),
        (18851, 19668, "95.84%", TRUNCATED),
        (18851, 19668, "95.84 %", TRUNCATED),
        (18851, 19668, "９５．８４％", TRUNCATED),
        (18851, 19668, "95.85%", OK),
        (18851, 19668, "95.86%", CONFLICT),
        (34, 11303, "3.0‰", OK),
        (34, 11303, "0.30", OK),
        (1113, 1281, 86.9, OK),
        (1113, 1281, 87, OK),
        (1, 3, 33.4, CONFLICT),
        (1281, 1281, 100, OK),
        (0, 1281, "0%", OK),
        (353, 353, "均按时办结", OK),
        (352, 353, "均按时办结", CONFLICT),
        (19755, 19948, "19948/19755/99.03%", OK),
        ("1,113", "１２８１件", "86.9%", OK),
        ("12.92万", "25.9万件", "50.0%", ROUNDED),
        ("12.92万", "25.9万件", "49.8%", ROUNDED),
        ("12.92万", "25.9万件", "49.7%", CONFLICT),
        (127572, "12.92万件", "98.74%", ROUNDED),
        ("13.0万", "12.9万", "100%", ROUNDED),
        ("13.1万", "12.9万", "100%", IMPOSSIBLE),
        (320, 319, "100.3%", IMPOSSIBLE),
        (320, 319, "98%", IMPOSSIBLE),
        (0, 0, "100%", IMPOSSIBLE),
        (3, 0, "12%", IMPOSSIBLE),
        (-1, 10, "10%", IMPOSSIBLE),
        (1, -10, "10%", IMPOSSIBLE),
        ("-1件", 10, "10%", IMPOSSIBLE),
        (1, 10, "-10%", IMPOSSIBLE),
        (1, 10, -10, IMPOSSIBLE),
        (None, None, "101%", IMPOSSIBLE),
        (None, None, "92.6%", NO_PARTS),
        (None, None, "100%", OK),
        (None, None, "80%, 同比提升5%", NO_PARTS),
        (None, None, "0.02‰ (目标1‰)", NO_PARTS),
    ],
)
def test_verdicts_on_rates(n: Any, of: Any, printed: Any, verdict: Verdict) -> None:
    assert found("rate", n=n, of=of, printed=printed).verdict is verdict


def test_the_value_is_what_the_parts_give() -> None:
    one = found("rate", n=18851, of=19668, printed="95.84%")
    assert (one.shown, one.note) == ("95.85%", "截尾；四舍五入是95.85%")


@pytest.mark.parametrize(
    ("fields", "verdict", "fits", "says"),
    [
        # 信箱办结回复率：5269/5416是97.29%，只有5276能得出99.87%
        (
            {"n": 5269, "of": 5416, "printed": "99.87%"},
            CONFLICT,
            (5276,),
            "5269/5416是97.29%；分母要是5276；分母不变，分子要是5409",
        ),
        ({"n": 1113, "of": [1262, 1281], "printed": "86.9%"}, OK, (1281,), "分母是1281时得出"),
        ({"n": 500, "of": ["0.1万", 999], "printed": "50%"}, OK, (999,), "分母是999时得出"),
        ({"n": 1113, "of": [0, 1281], "printed": "86.9%"}, OK, (1281,), "1281"),
        ({"n": 1113, "of": [900, 1281], "printed": "86.9%"}, OK, (1281,), "1281"),
        ({"n": 1, "of": [1, 2], "printed": "86.9%"}, CONFLICT, (), "1/1是100.0%"),
        ({"n": 1113, "of": [900, 901], "printed": "86.9%"}, IMPOSSIBLE, (), "分子比分母大"),
        ({"n": 1113, "of": [0, 0], "printed": "86.9%"}, IMPOSSIBLE, (), "分母是0"),
        ({"n": 18851, "of": [19000, 19668], "printed": "95.84%"}, TRUNCATED, (19668,), "截尾"),
        ({"n": 964, "of": [1282, 1283], "printed": "75%"}, OK, (1282, 1283), "1282、1283"),
        ({"n": 1113, "printed": "86.9%"}, NO_PARTS, (1281,), "得出它的分母是1281"),
        (
            {"n": 314, "printed": "98.7%"},
            NO_PARTS,
            (318,),
            "得出它的分母是318",
        ),
        (
            {"n": 5269, "printed": "97%"},
            NO_PARTS,
            (5430, 5431, 5432, 5433, 5434),
            "得出它的分母在5405到5460之间",
        ),
        ({"n": 1, "printed": "43.21%"}, CONFLICT, (), "没有哪个整数作分母"),
        # 满意率95.7%：314、318作分母都得不出
        ({"of": [314, 318], "printed": "95.7%"}, CONFLICT, (305, 322), "292/305、308/322"),
        ({"of": [314, 1282], "printed": "95.7%"}, NO_PARTS, (1282,), "1227/1282"),
        ({"of": 0, "printed": "95.7%"}, IMPOSSIBLE, (), "分母是0"),
        ({"of": 314, "printed": "100%"}, OK, (), ""),
        ({"n": 352, "of": 353, "printed": "均按时办结"}, CONFLICT, (), "353件里有1件不是"),
    ],
)
def test_what_would_have_given_a_rate_is_told(
    fields: dict[str, Any], verdict: Verdict, fits: tuple[int, ...], says: str
) -> None:
    one = found("rate", **fields)
    assert (one.verdict, one.fits) == (verdict, fits)
    assert says in one.note


def test_numbers_of_a_country_are_answered_at_once() -> None:
    one = found("rate", n=10**12 - 7, of=10**12, printed="43%")
    assert one.verdict is CONFLICT
    assert len(one.fits) == 5
    assert found("rate", n=10**12, printed="43%").verdict is NO_PARTS
    assert found("rate", of=100_000, printed="50.0001%").verdict is CONFLICT
