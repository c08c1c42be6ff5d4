"""书面说明 on pages: the list, asking, writing, reviewing; who sees which."""

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from orders.explanations.asking import ask_last_quarter
from orders.models import Explanation
from tests.cast import Cast
from tests.factories import Walk
from tests.orders.explanations.conftest import AT
from units.models import Staff


@pytest.fixture
def asked(quarter: list[Walk]) -> Explanation:
    (row,) = ask_last_quarter(at=AT)
    return row


def as_(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


def said(client: Client, path: str, status: int = 200) -> str:
    with time_machine.travel(AT):
        answer = client.get(path)
    assert answer.status_code == status
    return " ".join(strip_tags(answer.content.decode()).split())


def test_a_supervisor_asks_for_a_quarter_by_hand(
    client: Client, cast: Cast, quarter: list[Walk]
) -> None:
    as_(client, cast.supervisor)
    with time_machine.travel(AT):
        assert 'value="2024-Q2"' in client.get("/explanations/").content.decode()
        first = client.post("/explanations/ask/", {"quarter": "2024-Q2"}, follow=True)
        again = client.post("/explanations/ask/", {"quarter": "2024-Q2"}, follow=True)
        wrong = [
            client.post("/explanations/ask/", {"quarter": q}).status_code
            for q in ("", "2024-06", "2024-Q3", "2024-Q9")
        ]
    assert "2024年第二季度：向1个单位要了书面说明" in first.content.decode()
    assert "没有新的单位要书面说明" in again.content.decode()
    assert wrong == [422] * 4
    words = said(client, "/explanations/")
    assert "云湖市城市管理局2024年第二季度3件2件2张2张待写" in words


def test_the_unit_writes_and_the_supervisor_answers(
    client: Client, cast: Cast, asked: Explanation
) -> None:
    path = f"/explanations/{asked.pk}/"
    as_(client, cast.unit_head)
    assert "最迟" in said(client, path)
    with time_machine.travel(AT):
        client.post(path, {"body": "换人没交接，联系 13800000001"})
    assert "138****0001" in said(client, path)
    as_(client, cast.supervisor)
    assert "待审看" in said(client, path)
    with time_machine.travel(AT):
        assert client.post(path, {"verdict": "sent_back"}).status_code == 422
        client.post(path, {"verdict": "sent_back", "words": "写怎么改"})
    as_(client, cast.unit_clerk)
    assert "退回重写。写怎么改" in said(client, path)
    with time_machine.travel(AT):
        client.post(path, {"body": "专人盯"})
        assert client.post(path, {"body": "再写"}).status_code == 409
        as_(client, cast.supervisor).post(path, {"verdict": "accepted"})
        assert client.post(path, {"verdict": "accepted"}).status_code == 409
    assert "已认可" in said(client, "/explanations/")


def test_a_unit_sees_its_own_and_no_other_and_readers_change_nothing(
    client: Client, cast: Cast, asked: Explanation
) -> None:
    path = f"/explanations/{asked.pk}/"
    for person in (cast.other_clerk, cast.platform_dispatcher):
        as_(client, person)
        assert client.get(path).status_code == 404
        assert client.post(path, {"body": "x"}).status_code == 404
        assert "没有要写的书面说明" in said(client, "/explanations/")
    for person in (cast.analyst, cast.reviewer, cast.supervisor):
        assert "提交说明" not in said(as_(client, person), path)
        assert client.post(path, {"body": "x"}).status_code == 403
    assert client.post(path, {"verdict": "accepted"}).status_code == 409
    for person in (cast.analyst, cast.unit_head):
        assert as_(client, person).post(path, {"verdict": "accepted"}).status_code == 403
        assert client.post("/explanations/ask/", {"quarter": "2024-Q2"}).status_code == 403


def test_what_is_late_is_said(client: Client, cast: Cast, asked: Explanation) -> None:
    as_(client, cast.supervisor)
    with time_machine.travel(AT.replace(month=8)):
        assert "逾期" in client.get("/explanations/").content.decode()
    assert client.get("/explanations/987654/").status_code == 404
    assert client.get("/explanations/?page=x").status_code == 400
