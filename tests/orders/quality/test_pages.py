"""质检: who scores which reply, once; what the unit sees; the list and its filters."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import strip_tags

from orders.errors import Conflict, Refused
from orders.models import Outbox, QualityCheck, QualityCriterion, Reply
from orders.quality.checking import check
from orders.states import OrderState, Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from units.actor import actor_of
from units.models import Staff

BESIDE = {"faults": ["quality.relevant.beside"], "text": "问路灯，答的是井盖"}


def said(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(strip_tags(answer.content.decode()).split())


def as_(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


def test_one_fault_is_nine_points_and_the_unit_reads_why(
    client: Client, cast: Cast, reply: Reply
) -> None:
    path = f"/quality/{reply.pk}/"
    answer = as_(client, cast.reviewer).post(path, BESIDE, follow=True)
    assert "9分，满分10分" in answer.content.decode()
    row = QualityCheck.objects.get()
    assert (row.points, row.possible, row.unit, row.checked_by) == (
        9, 10, cast.urban, cast.reviewer,
    )  # fmt: skip
    assert Outbox.objects.get(kind="checked").to_id == str(cast.urban.pk)
    words = said(as_(client, cast.unit_clerk), path)
    assert "对题：答非所问，扣1分" in words
    assert "答的是井盖" in words
    number = reply.round.assignment.order.number
    assert "质检9/10分" in said(client, f"/orders/{number}/")


def test_a_reply_without_fault_has_all_points_and_tells_nobody(cast: Cast, reply: Reply) -> None:
    row = check(reply, by=actor_of(cast.supervisor), at=MONDAY + timedelta(days=1))
    assert (row.points, row.possible) == (10, 10)
    assert not Outbox.objects.filter(kind="checked").exists()


def test_a_reply_is_checked_once(client: Client, cast: Cast, reply: Reply) -> None:
    path = f"/quality/{reply.pk}/"
    as_(client, cast.reviewer).post(path, {})
    again = as_(client, cast.supervisor).post(path, BESIDE)
    assert again.status_code == 409
    assert "已经质检过" in again.content.decode()
    assert QualityCheck.objects.get().points == 10
    first = QualityCheck.objects.get()
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_nobody_checks_the_own_reply_not_even_past_the_rule(cast: Cast, reply: Reply) -> None:
    Reply.objects.filter(pk=reply.pk).update(replied_by=cast.reviewer)
    with pytest.raises(IntegrityError, match="own_reply"), transaction.atomic():
        QualityCheck.objects.create(
            reply=reply, unit=cast.urban, replied_by=cast.reviewer, checked_at=MONDAY,
            checked_by=cast.reviewer, points=10, possible=10,
        )  # fmt: skip


def test_who_wrote_it_is_refused_in_words(client: Client, cast: Cast, reply: Reply) -> None:
    Reply.objects.filter(pk=reply.pk).update(replied_by=cast.reviewer)
    answer = as_(client, cast.reviewer).post(f"/quality/{reply.pk}/", {})
    assert answer.status_code == 403
    assert "自己写的答复" in answer.content.decode()
    assert as_(client, cast.supervisor).post(f"/quality/{reply.pk}/", {}).status_code == 302


@pytest.mark.parametrize(
    "who", ["operator", "dispatcher", "analyst", "administrator", "unit_clerk", "unit_head"]
)
def test_others_see_and_do_not_score(client: Client, cast: Cast, reply: Reply, who: str) -> None:
    path = f"/quality/{reply.pk}/"
    assert "记下得分" not in said(as_(client, getattr(cast, who)), path)
    assert client.post(path, {}).status_code == 403
    assert not QualityCheck.objects.exists()


def test_a_foreign_unit_finds_neither_reply_nor_score(
    client: Client, cast: Cast, reply: Reply
) -> None:
    as_(client, cast.reviewer).post(f"/quality/{reply.pk}/", BESIDE)
    for person in (cast.other_clerk, cast.platform_dispatcher):
        as_(client, person)
        assert client.get(f"/quality/{reply.pk}/").status_code == 404
        assert client.post(f"/quality/{reply.pk}/", {}).status_code == 404
        assert "还没有质检过的答复" in said(client, "/quality/")
    assert as_(client, cast.knowledge_editor).get("/quality/").status_code == 403


def test_a_reply_not_yet_reviewed_is_not_scored(client: Client, cast: Cast, replied: Walk) -> None:
    reply = Reply.objects.get()
    assert as_(client, cast.reviewer).post(f"/quality/{reply.pk}/", {}).status_code == 409
    replied.do(Verb.SEND_BACK, "reviewer", reason_id="send_back.unclear", text="补照片")
    reply.refresh_from_db()
    check(reply, by=actor_of(cast.supervisor), at=replied.at, faults=BESIDE["faults"], text="x")
    assert QualityCheck.objects.get().points == 9


def test_faults_need_words_and_must_be_of_the_list(
    client: Client, cast: Cast, reply: Reply
) -> None:
    as_(client, cast.reviewer)
    for wrong in ({**BESIDE, "text": " "}, {"faults": ["send_back.unclear"], "text": "x"}):
        assert client.post(f"/quality/{reply.pk}/", wrong).status_code == 422
    with pytest.raises(Refused):
        check(reply, by=actor_of(cast.reviewer), at=MONDAY, faults=["rework.unsolved"], text="x")
    assert not QualityCheck.objects.exists()


def test_without_criteria_it_says_who_must_act(client: Client, cast: Cast, reply: Reply) -> None:
    QualityCriterion.objects.all().delete()
    answer = as_(client, cast.reviewer).post(f"/quality/{reply.pk}/", {})
    assert answer.status_code == 503
    assert "没有质检标准" in answer.content.decode()


def test_a_race_between_two_checkers_is_a_conflict(
    cast: Cast, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(reply, by=actor_of(cast.reviewer), at=MONDAY)
    monkeypatch.setattr("orders.quality.checking._allowed", lambda *args: None)
    with pytest.raises(Conflict, match="刚被别人质检过"):
        check(reply, by=actor_of(cast.supervisor), at=MONDAY)


def test_the_list_is_narrowed_by_unit_result_and_month(
    client: Client, cast: Cast, walk: Walk, criteria: None
) -> None:
    for n, faults in enumerate(([], BESIDE["faults"])):
        one = Walk(cast, MONDAY + timedelta(days=40 * n)).receive(title=f"路灯{n}")
        one.to(OrderState.ARCHIVED)
        reply = Reply.objects.get(round__assignment__order=one.order_id)
        check(reply, by=actor_of(cast.reviewer), at=one.at, faults=faults, text="见内")
    as_(client, cast.supervisor)
    assert "2份，得19分，满分20分" in said(client, "/quality/")
    for query, first, second in [
        ("unit=urban", True, True), ("unit=city", True, True), ("unit=market", False, False),
        ("result=faults", False, True), ("result=clean", True, False),
        ("month=2024-06", True, False), ("month=2024-07", False, True),
    ]:  # fmt: skip
        words = said(client, f"/quality/?{query}")
        assert ("路灯0" in words, "路灯1" in words) == (first, second), query
    for wrong in ("unit=nowhere", "result=x", "month=2024", "month=2024-13", "page=z"):
        assert "路灯0" in said(client, f"/quality/?{wrong}", 400)


def test_what_waits_is_offered_to_those_who_score(client: Client, cast: Cast, reply: Reply) -> None:
    with time_machine.travel(MONDAY + timedelta(days=1)):
        assert "柳岸街道路灯不亮" in said(as_(client, cast.reviewer), "/quality/?show=waiting")
        client.post(f"/quality/{reply.pk}/", {})
        assert "没有待质检的答复" in said(client, "/quality/?show=waiting")
        assert "待质检" not in said(as_(client, cast.unit_clerk), "/quality/?show=waiting")
