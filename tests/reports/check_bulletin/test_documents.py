"""The five published documents, typed in: they pass or are flagged as was found by hand."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reports.ledger.bulletin import check_bulletin
from tests.reports.check_bulletin.writing import written

_DOCUMENTS = Path(__file__).parent.parent / "documents.toml"
BY_HAND = {
    (document["key"], figure["key"]): figure["verdict"]
    for document in tomllib.loads(_DOCUMENTS.read_text())["document"]
    for figure in document["figure"]
}
TYPED: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {
    ("yueyang-2016", "orders.completed_rate"): [("rate", {"printed": "100%"})],
    ("yueyang-2016", "orders.on_time_rate"): [
        ("rate", {"n": 127572, "of": "12.92万件", "printed": "98.74%"})
    ],
    ("yueyang-2016", "demands.completed_rate"): [("rate", {"printed": "99.8%"})],
    ("yueyang-2016", "orders.satisfied_rate"): [("rate", {"printed": "92.6%"})],
    ("yueyang-2016", "mailbox.completed_rate"): [
        ("rate", {"n": 5269, "of": 5416, "printed": "99.87%"})
    ],
    ("yueyang-2016", "mailbox.satisfied_rate"): [("rate", {"printed": "80%, 同比提升5%"})],
    ("yueyang-2016", "mailbox.growth"): [("change", {"printed": "+10%"})],
    ("yiyang-2017", "hall.complaint_rate"): [("rate", {"printed": "0.02‰ (目标1‰)"})],
    ("yiyang-2017", "appraisal.grades"): [
        ("sum", {"parts": [6, 17, 4, 5], "total": 32}),
        ("sum", {"parts": [2, 10, 5, 8], "total": 25}),
        ("sum", {"parts": [1], "total": 1}),
    ],
    ("yiyang-2017", "platform.completed_rate"): [
        ("rate", {"n": 3071, "of": 3424, "printed": "89.69%"})
    ],
    ("yongshun-2014", "demands.accepted"): [("sum", {"parts": [964, 318], "total": "1282件"})],
    ("yongshun-2014", "orders.completed_rate"): [
        ("rate", {"n": 314, "of": 318, "printed": "98.74%"})
    ],
    ("yongshun-2014", "orders.satisfied_rate"): [("rate", {"of": [314, 318], "printed": "95.7%"})],
    ("yongshun-2014", "supervision.completed_rate"): [
        ("rate", {"n": 19755, "of": 19948, "printed": "19948/19755/99.03%"})
    ],
    ("yueyang-2022", "channel.on_time_rate"): [
        ("rate", {"n": 353, "of": 353, "printed": "均按时办结"})
    ],
    ("yueyang-2022", "enterprise.on_time_rate"): [
        ("rate", {"n": 1262, "of": 1281, "printed": "98.52%"})
    ],
    ("yueyang-2022", "enterprise.callback_rate"): [
        ("rate", {"n": 1281, "of": 1281, "printed": "100%"})
    ],
    ("yueyang-2022", "enterprise.satisfied_rate"): [
        ("rate", {"n": 1113, "of": 1281, "printed": "86.9%"})
    ],
    ("xianning-2021", "orders.satisfied_rate"): [("rate", {"printed": "85.67%"})],
}


@pytest.mark.parametrize("figure", TYPED, ids=":".join)
def test_a_published_figure_is_judged_as_by_hand(figure: tuple[str, str]) -> None:
    text = "\n".join(written(kind, name="指标", **fields) for kind, fields in TYPED[figure])
    assert {one.verdict.value for one in check_bulletin(text)} == {BY_HAND[figure]}


def test_every_figure_that_prints_its_parts_is_among_them() -> None:
    with_parts = {
        (document["key"], figure["key"])
        for document in tomllib.loads(_DOCUMENTS.read_text())["document"]
        for figure in document["figure"]
        if figure.get("parts")
    }
    assert with_parts <= set(TYPED)


def test_one_bulletin_that_rounds_here_and_cuts_there_is_told_so() -> None:
    rounded = written("rate", name="满意率", n=1113, of=1281, printed="86.9%")
    cut = written("rate", name="接通率", n=18851, of=19668, printed="95.84%")
    either = written("rate", name="办结率", n=314, of=318, printed="98.74%")
    told = check_bulletin(either + rounded + cut)
    assert [one.note for one in told[:2]] == ["", ""]
    assert told[2].note.endswith("这份通报的“满意率”是四舍五入的，写法不一")
    assert check_bulletin(either + cut)[1].note == "截尾；四舍五入是95.85%"
