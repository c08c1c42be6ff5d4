"""The countdown chip: its state, its words, its ring, and what the browser may re-count."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template

from hotline.templatetags.countdown import CIRCUMFERENCE, chip, ring
from orders.period import SHANGHAI

AT = datetime(2026, 7, 24, 15, 42, tzinfo=SHANGHAI)
TODAY = datetime(2026, 7, 24, 18, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 7, 27, 18, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 8, 14, 18, 0, tzinfo=SHANGHAI)
WORKDAY = 7 * 3600


@pytest.mark.parametrize(
    ("due", "options", "state", "text"),
    [
        (MONDAY, {"left": 9 * 3600, "share": 0.34, "day": WORKDAY}, "calm", "剩1天2时"),
        (MONDAY, {"left": 9 * 3600, "share": 0.79, "day": WORKDAY}, "calm", "剩1天2时"),
        (MONDAY, {"left": 9 * 3600, "share": 0.8, "day": WORKDAY}, "soon", "剩1天2时"),
        (TODAY, {"left": 2.3 * 3600, "share": 0.1}, "soon", "剩2时18分"),
        (TODAY, {}, "soon", "剩2时18分"),
        (AT, {}, "soon", "剩不到1分"),
        (AT - timedelta(seconds=1), {}, "over", "刚超期"),
        (AT - timedelta(hours=20), {"left": -3.2 * 3600}, "over", "超3时12分"),
        (AT - timedelta(hours=20), {"left": 0}, "over", "刚超期"),
        (AT + timedelta(minutes=28), {"before": "签收"}, "soon", "16:10前签收"),
        (MONDAY, {"before": "签收"}, "calm", "周一 18:00前签收"),
        (AT - timedelta(minutes=2), {"before": "签收"}, "over", "超2分"),
        (LATER, {"stopped": "挂账"}, "stop", "挂账至8月14日"),
        (None, {"stopped": "待市民"}, "stop", "待市民"),
        (MONDAY, {"left": WORKDAY, "day": WORKDAY, "done": "办结"}, "done", "剩1天办结"),
        (MONDAY, {"left": -60, "done": "办结"}, "late", "超1分办结"),
    ],
)
def test_a_clock_has_its_state_and_words(
    due: datetime | None, options: dict[str, Any], state: str, text: str
) -> None:
    made = chip(due, AT, **options)
    assert (made.state, made.text) == (state, text)


def test_a_running_clock_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="到期"):
        chip(None, AT)


@pytest.mark.parametrize(("share", "shown"), [(-1, 0.0), (0.5, 0.5), (7, 1.0)])
def test_the_ring_is_never_less_than_empty_nor_more_than_full(share: float, shown: float) -> None:
    assert chip(MONDAY, AT, share=share).share == shown


def test_the_ring_is_filled_by_the_share_used() -> None:
    assert f'stroke-dasharray="{CIRCUMFERENCE / 4:.2f} {CIRCUMFERENCE}"' in ring("calm", 0.25)


@pytest.mark.parametrize("state", ["over", "stop", "done"])
def test_a_clock_that_does_not_run_towards_its_end_has_a_mark_of_its_own(state: str) -> None:
    assert "dasharray" not in ring(state, 0.5)


def test_the_browser_may_count_only_while_the_clock_runs_without_a_break() -> None:
    assert chip(MONDAY, AT, left=9 * 3600, runs=2 * 3600).runs == 2 * 3600
    assert chip(MONDAY, AT, left=9 * 3600, runs=0).runs == 0
    assert chip(TODAY, AT).runs == (TODAY - AT).total_seconds()


def _drawn(source: str, **values: object) -> str:
    context = RequestContext(HttpRequest(), {"at": AT, **values})
    return Template("{% load countdown %}" + source).render(context)


def test_the_chip_says_the_due_moment_in_its_title_and_carries_its_seconds() -> None:
    drawn = _drawn("{% countdown due left=32400 day=25200 share=0.5 %}", due=MONDAY)
    assert 'title="到期：周一 18:00"' in drawn
    assert 'data-left="32400"' in drawn
    assert 'data-day="25200"' in drawn
    assert "剩1天2时" in drawn


def test_a_clock_at_rest_is_left_alone_by_the_browser() -> None:
    drawn = _drawn('{% countdown due left=-60 done="办结" %}', due=MONDAY)
    assert "data-left" not in drawn
    assert 'class="clk over"' in drawn
