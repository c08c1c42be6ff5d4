"""/bulletins/ in the browser's words: composed, read, worded, taken through its steps, fetched."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from orders import period
from reports.bulletins.kinds import kind_for
from reports.bulletins.workflow import steps
from reports.models import Bulletin
from reports.tasks import draft_asked
from tests.cast import Cast
from tests.reports.bulletins.by_page import AT, as_, said, send
from tests.reports.june import June
from units.actor import Actor, actor_of

JUNE = period.parse("2024-06")


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


@pytest.fixture(autouse=True)
def handed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves the tests for a worker; `counted` does what one would."""
    monkeypatch.setattr(draft_asked, "apply_async", lambda **options: None)


@pytest.fixture
def row(june: June) -> Bulletin:
    return steps.draft(kind_for(JUNE), JUNE, by=Actor.system(), at=AT)[0]


def counted(client: Client, waiting: str) -> str:
    """Where who waits is led when a worker has done it."""
    with time_machine.travel(AT):
        draft_asked()
    answer = client.get(waiting)
    assert answer.status_code == 302
    return answer["Location"]


def test_an_analyst_composes_a_month_and_reads_it(client: Client, june: June) -> None:
    as_(client, june.cast.analyst)
    assert "还没有通报" in said(client, "/bulletins/")
    where = counted(client, send(client, "/bulletins/draft/", period="2024-06"))
    words = said(client, where)
    assert "应办结工单7件，按期办结5件，按期办结率71.43%" in words
    assert "审核通过" in words
    assert "〔2024〕第6期月通报2024-06拟稿" in said(client, "/bulletins/?kind=month")
    assert "〔2024〕" not in said(client, "/bulletins/?kind=week")
    again = send(client, "/bulletins/draft/", period=" 2024-06 ")
    assert again == where


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "写上统计期，如 2026-10"),
        ("2024-13", "月份应为1到12"),
        ("2024-H1", "没有对应的通报"),
        ("2024-07", "2024年7月还没有结束"),
    ],
)
def test_a_period_of_which_nothing_is_composed_is_told(
    client: Client, june: June, code: str, words: str
) -> None:
    as_(client, june.cast.analyst)
    assert words in send(client, "/bulletins/draft/", 422, period=code)
    assert not Bulletin.objects.exists()


def test_the_steps_are_offered_to_whom_they_belong(
    client: Client, june: June, row: Bulletin
) -> None:
    path, cast = f"/bulletins/{row.pk}/", june.cast
    assert "签发" not in said(as_(client, cast.supervisor), path).split("下载")[0]
    send(as_(client, cast.analyst), f"{path}check/")
    assert "签发" not in said(client, path).split("下载")[0].split("审核")[-1]
    assert "签发" in said(as_(client, cast.supervisor), path).split("下载")[0]
    send(client, f"{path}issue/", 403)
    send(client, f"{path}sign/")
    send(as_(client, cast.analyst), f"{path}issue/")
    row.refresh_from_db()
    assert row.state == "issued"
    words = said(client, path)
    assert "已印发" in words
    assert "案例和表扬" not in words.split("下载")[0]
    assert "已印发" in send(client, f"{path}check/", 409)
    made = counted(client, send(client, f"{path}correct/"))
    assert "更正说明：本期取代2024年7月1日印发的〔2024〕第6期" in said(client, made)
    assert "这一期已被取代" in said(client, path)
    assert "已被取代" in said(client, "/bulletins/")


def test_words_are_chosen_while_it_is_a_draft(client: Client, june: June, row: Bulletin) -> None:
    as_(client, june.cast.analyst)
    path = f"/bulletins/{row.pk}/words/"
    written: dict[str, Any] = {
        "case_title": "某小区路灯不亮",
        "case_text": "派单后两天修好。\n\n回访满意。",
    }
    send(
        client,
        path,
        **written,
        praise="民警助人",
        commended="市公交集团\n市水务集团",
        to="各单位。",
    )
    words = said(client, f"/bulletins/{row.pk}/")
    assert "某小区路灯不亮 派单后两天修好。 回访满意。" in words
    assert "分送：各单位。" in words
    page = client.get(path).content.decode()
    assert "派单后两天修好。\n回访满意。" in page
    refused = send(client, path, 422, **written, praise="王建国同志拾金不昧")
    assert "有个人信息：姓名“王建国同志”；改掉再存" in refused
    assert "标题和案例要一起写" in send(client, path, 422, case_title="某小区")
    steps.check(row, by=actor_of(june.cast.supervisor), at=AT)
    assert "已审核" in send(client, path, 409, **written)


@pytest.mark.parametrize(
    ("name", "begins", "kind"),
    [
        ("pdf", b"%PDF", "application/pdf"),
        ("docx", b"PK", "wordprocessingml"),
        ("xlsx", b"PK", "spreadsheetml"),
        ("html", b"<!doctype html>", "text/html"),
    ],
)
def test_each_file_is_fetched_under_its_name(
    client: Client, june: June, row: Bulletin, name: str, begins: bytes, kind: str
) -> None:
    as_(client, june.cast.supervisor)
    answer = client.get(f"/bulletins/{row.pk}/file.{name}")
    assert answer.content.startswith(begins)
    assert kind in answer["Content-Type"]
    assert "%E6%9C%88%E9%80%9A%E6%8A%A5" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].endswith(f".{name}")


def test_what_is_not_there_is_not_found(client: Client, june: June, row: Bulletin) -> None:
    as_(client, june.cast.analyst)
    for path in ("/bulletins/999/", f"/bulletins/{row.pk}/file.exe", "/bulletins/999/words/"):
        said(client, path, 404)
    send(client, f"/bulletins/{row.pk}/draft/", 404)
    send(client, "/bulletins/999/check/", 404)


@pytest.mark.parametrize("who", ["operator", "unit_head", "dispatcher"])
def test_a_draft_does_not_exist_for_others_and_they_do_nothing(
    client: Client, june: June, row: Bulletin, who: str
) -> None:
    as_(client, getattr(june.cast, who))
    path = f"/bulletins/{row.pk}/"
    assert row.number not in said(client, "/bulletins/")
    for one in (path, f"{path}file.pdf"):
        said(client, one, 404)
    said(client, f"{path}words/", 403)
    for one in ("/bulletins/draft/", f"{path}check/", f"{path}words/"):
        send(client, one, 403)


def test_who_only_keeps_the_knowledge_base_does_not_come_in(client: Client, june: June) -> None:
    as_(client, june.cast.knowledge_editor)
    said(client, "/bulletins/", 403)


def test_a_supervisor_reads_but_does_not_draft_or_word(
    client: Client, june: June, row: Bulletin
) -> None:
    as_(client, june.cast.supervisor)
    assert "编一期" not in said(client, "/bulletins/")
    send(client, "/bulletins/draft/", 403, period="2024-Q2")
    said(client, f"/bulletins/{row.pk}/words/", 403)


def test_the_page_keeps_the_policy(client: Client, june: June, row: Bulletin) -> None:
    as_(client, june.cast.analyst)
    page = client.get(f"/bulletins/{row.pk}/").content.decode()
    assert not re.search(r"<[^>]*\sstyle\s*=|<style\b", page)
    assert page.count("<article") == 1


def test_the_newest_one_issued_stands_on_the_overview(
    client: Client, june: June, row: Bulletin
) -> None:
    as_(client, june.cast.analyst)
    assert "最近印发" not in said(client, "/overview/"), "a draft is nobody's to read there"
    steps.check(row, by=actor_of(june.cast.analyst), at=AT)
    steps.sign(row, by=actor_of(june.cast.supervisor), at=AT)
    steps.issue(row, by=actor_of(june.cast.analyst), at=AT)
    assert f"最近印发：月通报{row.number}" in said(client, "/overview/")
    assert "最近印发" not in said(client, "/overview/?date=2024-06-29"), "it was not out yet"
