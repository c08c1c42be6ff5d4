"""Printed totals: by how much their rows miss them, and which row explains it."""

from typing import Any

import pytest

from reports.ledger import Verdict
from tests.reports.check_bulletin.writing import found


@pytest.mark.parametrize(
    ("parts", "total", "verdict", "note"),
    [
        ([964, 318], 1282, Verdict.OK, ""),
        ([964, 318], "1,282件", Verdict.OK, ""),
        ([6, 17, 4, 5], 32, Verdict.OK, ""),
        ([1282], 1282, Verdict.OK, ""),
        ([0, 0], 0, Verdict.OK, ""),
        ([964, 318], 1283, Verdict.CONFLICT, "各项之和1282，比合计少1"),
        ([964, 318], 1280, Verdict.CONFLICT, "各项之和1282，比合计多2"),
        (
            [964, 318, 7],
            1282,
            Verdict.CONFLICT,
            "各项之和1289，比合计多7，正好是第3项：合计漏加了它",
        ),
        (
            [964, 318],
            1600,
            Verdict.CONFLICT,
            "各项之和1282，比合计少318，正好是第2项：合计把它加了两次",
        ),
        (
            [7, 964, 7],
            971,
            Verdict.CONFLICT,
            "各项之和978，比合计多7，正好是第1项或第3项：合计漏加了它",
        ),
        (["25.9万", "12.92万"], "38.8万件", Verdict.ROUNDED, ""),
        (["25.9万", "12.92万"], 388_200, Verdict.ROUNDED, ""),
        (["25.9万", "12.92万"], "38.7万件", Verdict.CONFLICT, "各项之和388200，比合计多1200"),
        ([259_049], "25.9万件", Verdict.ROUNDED, ""),
        ([259_900], "25.9万件", Verdict.TRUNCATED, "截尾；四舍五入是26.0万件"),
        (["52.7%", "47.3%"], "100%", Verdict.OK, ""),
        (["33.3%", "33.3%", "33.3%"], "100.0%", Verdict.ROUNDED, ""),
        (["52.7%", "46.3%"], "100.0%", Verdict.CONFLICT, "各项之和99.0%，比合计少1.0%"),
        ([964, -318], 646, Verdict.IMPOSSIBLE, "件数不会是负数"),
        ([964, 318], -1282, Verdict.IMPOSSIBLE, "件数不会是负数"),
        (["-3%", "103%"], "100%", Verdict.IMPOSSIBLE, "率不会是负数"),
    ],
)
def test_verdicts_on_totals(parts: list[Any], total: Any, verdict: Verdict, note: str) -> None:
    one = found("sum", parts=parts, total=total)
    assert (one.verdict, one.note, one.fits) == (verdict, note, ())
