"""/whatif/: asked by a form, worked out by a worker, read at its own address."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError
from playwright.sync_api import expect

from hotline.tasks import answer_whatif
from hotline.whatif import form, kept, pages, working
from hotline.whatif.kept import Asked
from reports.charts import ChartError
from seeds import whatif
from seeds.scenario import read_scenario
from seeds.simulator.telephone.centre import Centre
from tests.browser import PHONE, Window
from tests.cast import Cast
from tests.seeds.telephone.small import demand, staffing
from units.models import Staff

pytestmark = pytest.mark.django_db
NAME = "yongshun-2014"
ASKED = Asked(NAME, 3, 6, 3)
SENT = {"scenario": NAME, "seats": "3", "operators": "6", "seeds": "3"}
Handed = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks of a small busy centre under Yongshun's name."""
    centre = Centre(demand(30_000, 14), staffing(9, 11, presence=0.7))
    monkeypatch.setattr(whatif, "centre_of", lambda scenario: centre)
    monkeypatch.setattr(form, "centre_of", lambda scenario: centre)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """What the page hands to the workers."""
    found: Handed = []
    monkeypatch.setattr(
        answer_whatif, "apply_async", lambda kwargs, **options: found.append(kwargs)
    )
    return found


@pytest.fixture
def analyst(cast: Cast, client: Client) -> Client:
    client.force_login(cast.analyst)
    return client


def address(**changes: str) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in (SENT | changes).items())
    return f"{reverse('whatif')}?{pairs}"


def test_nothing_asked_is_an_empty_page_with_a_form(analyst: Client, handed: Handed) -> None:
    page = analyst.get(reverse("whatif"))
    assert page.status_code == 200
    assert "还没有推演" in page.text
    assert "永顺县2014年" in page.text
    assert handed == []


def test_who_counts_or_supervises_may_ask_and_others_may_not(cast: Cast, client: Client) -> None:
    for role, person in cast.by_role().items():
        client.force_login(person)
        may = role in {"analyst", "supervisor", "administrator"}
        assert client.get(reverse("whatif")).status_code == (200 if may else 403), role
        assert client.post(reverse("whatif"), {}).status_code == (422 if may else 403), role


def test_a_question_is_handed_out_once_and_its_page_says_how_far_it_is(
    analyst: Client, handed: Handed
) -> None:
    for _ in range(2):
        answer = analyst.post(reverse("whatif"), SENT)
        assert (answer.status_code, answer["Location"]) == (302, address())
    assert handed == [{"scenario": NAME, "seats": 3, "operators": 6, "seeds": 3}]
    assert "排着队，或正在推演第1个种子" in analyst.get(address()).text
    kept.step(ASKED, 2)
    page = analyst.get(address()).text
    assert "推演了2个种子，共3个" in page
    assert 'hx-trigger="load delay:2s"' in page


def test_the_worker_answers_and_the_page_shows_table_chart_and_theory(
    analyst: Client, handed: Handed
) -> None:
    analyst.post(reverse("whatif"), SENT)
    answer_whatif(**handed[0])
    page = analyst.get(address()).text
    assert "座席9→12个，话务员11→17名" in page
    for words in ("15秒接通率", "等待 P99", "座席利用率", "±", "现在 Erlang A", "怎样读"):
        assert words in page
    assert page.count("<svg") >= 2
    assert "hx-trigger" not in page.partition('id="answer"')[2].partition(">")[0]
    analyst.post(reverse("whatif"), SENT)
    assert len(handed) == 1  # what is kept is not worked out again


def test_the_same_work_twice_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    working.work(ASKED)
    monkeypatch.setattr(working, "answer", None)
    working.work(ASKED)
    found = kept.standing(ASKED)
    assert found is not None
    assert found["state"] == "answered"


def test_a_page_that_was_never_asked_for_begins_nothing(analyst: Client, handed: Handed) -> None:
    page = analyst.get(address())
    assert page.status_code == 200
    assert "这样的推演还没做，或者留的时间过了" in page.text
    assert handed == []


def test_an_emptied_cache_only_means_to_ask_again(analyst: Client, handed: Handed) -> None:
    analyst.post(reverse("whatif"), SENT)
    cache.clear()
    assert "这样的推演还没做" in analyst.get(address()).text
    analyst.post(reverse("whatif"), SENT)
    assert len(handed) == 2


BAD = [
    ({"seats": "x"}, "写一个整数"),
    ({"seats": "3.5"}, "写一个整数"),
    ({"seats": ""}, "这一项要填"),
    ({"seats": "9999"}, "2000"),
    ({"seats": "-9"}, "座席现有9个，减9个就没有了"),
    ({"operators": "-11", "seats": "0"}, "话务员现有11名，减11名就没有了"),
    ({"seats": "0", "operators": "0"}, "座席和话务员都没变：至少改一个"),
    ({"scenario": "nowhere"}, "没有这个选项：nowhere"),
    ({"scenario": ""}, "选一个"),
    ({"seeds": "7"}, "没有这个选项：7"),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_bad_input_is_told_at_its_field_and_begins_nothing(
    analyst: Client, handed: Handed, changes: dict[str, str], words: str
) -> None:
    sent = analyst.post(reverse("whatif"), SENT | changes)
    assert sent.status_code == 422
    assert words in sent.text
    assert "没开始推演，填的还在。" in sent.text
    assert analyst.get(address(**changes)).status_code == 400
    assert handed == []


def test_without_a_queue_it_says_so_and_can_be_asked_again(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(answer_whatif, "apply_async", refuse)
    answer = analyst.post(reverse("whatif"), SENT)
    assert answer.status_code == 503
    assert "任务排不上队，没开始推演" in answer.text
    assert kept.standing(ASKED) is None


def test_what_cannot_be_worked_out_says_why_and_may_be_tried_again(
    analyst: Client, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(chart: object) -> str:
        raise ChartError("没有图表库")

    monkeypatch.setattr(working, "svg_of", refuse)
    analyst.post(reverse("whatif"), SENT)
    answer_whatif(**handed[0])
    assert "没有图表库" in analyst.get(address()).text
    analyst.post(reverse("whatif"), SENT)
    assert len(handed) == 2


def test_a_worker_that_is_stopped_leaves_word(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object, **options: object) -> None:
        raise SystemExit

    monkeypatch.setattr(working, "answer", stop)
    with pytest.raises(SystemExit):
        working.work(ASKED)
    assert "没算完就停了，再推演一次" in analyst.get(address()).text


def test_a_changed_assumption_is_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.step(ASKED, 1)
    assert kept.standing(replace(ASKED, seats=4)) is None
    monkeypatch.setattr(kept, "_model", lambda: "another model")
    assert kept.standing(ASKED) is None


def test_where_no_scenario_has_a_telephone_it_says_so(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(read_scenario(NAME), telephone=None)
    monkeypatch.setattr(pages, "read_scenario", lambda name: bare)
    assert "没有写了话务假定的场景" in analyst.get(reverse("whatif")).text


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
def test_a_browser_shows_the_answer_and_complains_of_nothing(
    size: tuple[int, int], window: Window, cast: Cast
) -> None:
    working.work(ASKED)
    analyst: Staff = cast.analyst
    page = window.open(address(), staff=analyst, size=size)
    expect(page.locator("figure.chart:visible")).to_have_count(1)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]
    font = page.evaluate(
        "getComputedStyle([...document.querySelectorAll('figure.chart text')]"
        ".find(one => one.checkVisibility())).fontSize"
    )
    assert font == "12px"
