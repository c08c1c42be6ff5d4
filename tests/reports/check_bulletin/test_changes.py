"""Printed growth of counts, and changes of rates in percentage points."""

from typing import Any

import pytest

from reports.ledger import Verdict
from tests.reports.check_bulletin.writing import found

OK, ROUNDED, TRUNCATED = Verdict.OK, Verdict.ROUNDED, Verdict.TRUNCATED
CONFLICT, IMPOSSIBLE, NO_PARTS = Verdict.CONFLICT, Verdict.IMPOSSIBLE, Verdict.NO_PARTS


@pytest.mark.parametrize(
    ("now", "base", "printed", "verdict"),
    [
        (71266, 64085, "+11.2%", OK),
        (71266, 64085, "11.2%", OK),
        (71266, 64085, 11.2, OK),
        (71266, 64085, "同比增长11.2%", OK),
        (71266, 64085, "较上年同期增长了11.2%", OK),
        (71266, 64085, "+11.3%", CONFLICT),
        (71266, 64085, "+112‰", OK),
        (64085, 71266, "-10.1%", OK),
        (64085, 71266, "－１０．１％", OK),
        (64085, 71266, "下降10.1%", OK),
        (64085, 71266, -10.1, OK),
        (64085, 71266, "下降10.07%", TRUNCATED),
        (64085, 71266, "-10.0%", TRUNCATED),
        (5, 5, "0.0%", OK),
        (895, 1000, "-11%", OK),
        (895, 1000, "-10%", TRUNCATED),
        (1105, 1000, "+11%", OK),
        (1105, 1000, "+10%", TRUNCATED),
        (0, 5, "-100%", OK),
        (15, 5, "+200%", OK),
        ("12.92万", "25.9万", "-50.1%", ROUNDED),
        ("12.92万", "25.9万", "-50.3%", CONFLICT),
        (5, 10, "-120%", IMPOSSIBLE),
        (None, None, "下降120%", IMPOSSIBLE),
        (None, None, -120, IMPOSSIBLE),
        ("80%", "85%", "下降120个百分点", IMPOSSIBLE),
        (5, 0, "+100%", IMPOSSIBLE),
        (0, 0, "0%", IMPOSSIBLE),
        (-5, 10, "+1%", IMPOSSIBLE),
        (5, -10, "+1%", IMPOSSIBLE),
        (None, None, "+10%", NO_PARTS),
        (None, 64085, "+10%", NO_PARTS),
        ("86.43%", "86.08%", "+0.35个百分点", OK),
        ("86.43%", "86.08%", "上升0.35百分点", OK),
        ("86.08%", "86.43%", "回落0.35个百分点", OK),
        ("86.43%", "86.08%", "+0.36个百分点", ROUNDED),
        ("86.43%", "86.08%", "+0.37个百分点", CONFLICT),
        ("86.43%", "86.08%", "+0.35%", OK),
        ("2.5‰", "1.5‰", "+0.1个百分点", OK),
        ("101%", "86.08%", "+14.92个百分点", IMPOSSIBLE),
        ("86.43%", "-1%", "+1个百分点", IMPOSSIBLE),
        ("86.43%", None, "+1个百分点", NO_PARTS),
        (71266, 64085, "+11.2个百分点", CONFLICT),
    ],
)
def test_verdicts_on_changes(now: Any, base: Any, printed: Any, verdict: Verdict) -> None:
    assert found("change", now=now, base=base, printed=printed).verdict is verdict


@pytest.mark.parametrize(
    ("fields", "fits", "says"),
    [
        (
            {"now": 71266, "base": 64085, "printed": "+11.3%"},
            (64059, 64058, 64057, 64056, 64055),
            "71266比64085是+11.2%；基数要是64055",
        ),
        ({"now": 64085, "base": 71266, "printed": "10.1%"}, None, "升降写反了，或没写下降"),
        ({"now": 71266, "base": 64085, "printed": "-11.2%"}, None, "升降写反了"),
        ({"now": 71266, "base": 64085, "printed": "+11.2个百分点"}, (), "写百分数，不写百分点"),
        ({"now": 11, "printed": "+10%"}, (10,), "没有写基数；得出它的基数如10"),
        (
            {"now": "85.0%", "base": "80.0%", "printed": "+6.3%"},
            (),
            "它是相对增幅；率的变化写百分点",
        ),
        ({"now": "85%", "base": "80%", "printed": "+5%"}, (), "率的变化写“个百分点”"),
        ({"now": "80%", "base": "85%", "printed": "+5个百分点"}, (), "80%比85%是-5个百分点；升降"),
        ({"now": 5, "base": 10, "printed": "-120%"}, (), "至多下降100%"),
        ({"now": 5, "base": 0, "printed": "+100%"}, (), "基数是0，没有增幅"),
    ],
)
def test_what_would_have_given_a_change_is_told(
    fields: dict[str, Any], fits: tuple[int, ...] | None, says: str
) -> None:
    one = found("change", **fields)
    assert says in one.note
    if fits is not None:
        assert set(one.fits) == set(fits)


def test_a_change_is_shown_with_its_sign_and_unit() -> None:
    assert found("change", now=71266, base=64085, printed="11.3%").shown == "+11.2%"
    assert found("change", now="80%", base="85%", printed="+5个百分点").shown == "-5个百分点"
    assert found("change", now=5, base=5, printed="0.0%").shown == "0.0%"
    assert found("change", now=5, printed="+1%").shown == "—"
