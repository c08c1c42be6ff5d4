"""抽查: drawing by hand, the month's page, findings once, who may, and what may follow."""

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from orders.inspection.drawing import draw
from orders.models import Inspection, InspectionItem, Outbox
from orders.period import parse
from orders.states import OrderState
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.rules import make_thresholds
from units.actor import Actor
from units.models import Staff

AT = moment("2024-07-01 09:00")
UNTRUE = {"finding": "finding.untrue", "text": "现场看了，灯还是不亮"}


def said(client: Client, path: str) -> str:
    with time_machine.travel(AT):
        answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def as_(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def drawn(june: list[Walk]) -> Inspection:
    return draw(parse("2024-06"), by=Actor.system(), at=AT, seed="seed")


def test_a_supervisor_draws_a_month_by_hand_once(
    client: Client, cast: Cast, june: list[Walk]
) -> None:
    as_(client, cast.supervisor)
    with time_machine.travel(AT):
        assert 'value="2024-06"' in client.get("/inspections/").content.decode()
        answer = client.post("/inspections/", {"month": "2024-06"})
        assert answer.headers["Location"] == "/inspections/2024-06/"
        again = client.post("/inspections/", {"month": "2024-06"})
    assert again.status_code == 409
    assert "已经抽过" in again.content.decode()
    words = said(client, "/inspections/2024-06/")
    assert "共4件，已查0件" in words
    assert "云湖市城市管理局10件3件0件—" in words


@pytest.mark.parametrize("month", ["", "2024", "2024-13", "2024-Q2", "2024-07", "2024-06@26"])
def test_what_is_no_month_that_is_over_is_refused(
    client: Client, cast: Cast, june: list[Walk], month: str
) -> None:
    as_(client, cast.supervisor)
    with time_machine.travel(AT):
        assert client.post("/inspections/", {"month": month}).status_code == 422
    assert not Inspection.objects.exists()


def test_nobody_else_draws(client: Client, cast: Cast, june: list[Walk]) -> None:
    for person in (cast.reviewer, cast.dispatcher, cast.analyst, cast.unit_head):
        with time_machine.travel(AT):
            answer = as_(client, person).post("/inspections/", {"month": "2024-06"})
        assert answer.status_code == 403
    assert not Inspection.objects.exists()


def test_a_finding_is_written_once_and_counts_for_the_unit(
    client: Client, cast: Cast, drawn: Inspection
) -> None:
    item = drawn.items.filter(unit=cast.urban).first()
    assert item is not None
    path = f"/inspections/items/{item.pk}/"
    as_(client, cast.reviewer).post(path, UNTRUE)
    item.refresh_from_db()
    assert (item.finding_id, item.found_by) == ("finding.untrue", cast.reviewer)
    assert Outbox.objects.get(kind="inspected").to_id == str(cast.urban.pk)
    again = as_(client, cast.supervisor).post(path, {"finding": "finding.ok"})
    assert again.status_code == 409
    assert "虚假办结" in again.content.decode()
    words = said(client, "/inspections/2024-06/")
    assert "已查1件，有问题1件" in words
    assert "云湖市城市管理局10件3件1件1件" in words
    assert "2024年6月4件1件1件" in said(client, "/inspections/")


def test_a_bad_finding_leads_to_the_verb_that_is_open(
    client: Client, cast: Cast, drawn: Inspection, june: list[Walk]
) -> None:
    item = drawn.items.filter(unit=cast.urban).select_related("order").first()
    assert item is not None
    walk = next(w for w in june if w.order_id == item.order_id)
    walk.do("archive", "reviewer")  # type: ignore[arg-type]
    path = f"/inspections/items/{item.pk}/"
    as_(client, cast.supervisor).post(path, UNTRUE)
    source = client.get(path).content.decode()
    assert f'href="/orders/{item.order.number}/reopen/"' in source


@pytest.mark.parametrize(("rating", "offered"), [(None, False), (5, False), (1, True)])
def test_rework_is_offered_where_the_citizen_is_dissatisfied(
    client: Client, cast: Cast, rules: None, rating: int | None, offered: bool
) -> None:
    make_thresholds()
    walk = Walk(cast).receive_from_citizen().to(OrderState.CALLING_BACK)
    if rating is not None:
        walk.rate(rating)
    (item,) = draw(parse("2024-06"), by=Actor.system(), at=AT).items.all()
    as_(client, cast.reviewer).post(f"/inspections/items/{item.pk}/", UNTRUE)
    source = client.get(f"/inspections/items/{item.pk}/").content.decode()
    assert (f"/orders/{walk.order.number}/rework/" in source) == offered


def test_a_clean_finding_needs_no_words_tells_nobody_and_leads_nowhere(
    client: Client, cast: Cast, drawn: Inspection
) -> None:
    item = drawn.items.first()
    assert item is not None
    path = f"/inspections/items/{item.pk}/"
    as_(client, cast.supervisor).post(path, {"finding": "finding.ok"})
    assert not Outbox.objects.filter(kind="inspected").exists()
    assert "/reopen/" not in client.get(path).content.decode()
    assert "属实，没有问题" in said(client, path)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"finding": "finding.untrue"}, {"finding": "rework.unsolved", "text": "x"}],
)
def test_a_finding_is_of_the_list_and_a_bad_one_in_words(
    client: Client, cast: Cast, drawn: Inspection, wrong: dict[str, str]
) -> None:
    item = drawn.items.first()
    assert item is not None
    answer = as_(client, cast.supervisor).post(f"/inspections/items/{item.pk}/", wrong)
    assert answer.status_code == 422
    assert not InspectionItem.objects.filter(finding__isnull=False).exists()


def test_who_only_reads_finds_nothing_and_units_do_not_come_in(
    client: Client, cast: Cast, drawn: Inspection
) -> None:
    item = drawn.items.first()
    assert item is not None
    path = f"/inspections/items/{item.pk}/"
    for person in (cast.analyst, cast.operator, cast.administrator):
        assert "记下结论" not in said(as_(client, person), path)
        assert client.post(path, {"finding": "finding.ok"}).status_code == 403
    for page in (path, "/inspections/", "/inspections/2024-06/"):
        assert as_(client, cast.unit_head).get(page).status_code == 403
    assert not InspectionItem.objects.filter(finding__isnull=False).exists()


@pytest.mark.parametrize(
    "path",
    ["/inspections/2024-05/", "/inspections/2024-13/", "/inspections/items/987654/"],
)
def test_what_was_not_drawn_does_not_exist(
    client: Client, cast: Cast, drawn: Inspection, path: str
) -> None:
    assert as_(client, cast.supervisor).get(path).status_code == 404
