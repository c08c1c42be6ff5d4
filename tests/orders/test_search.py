"""The search box: numbers, parts of numbers, telephones, words; each within what one may read."""

import pytest
from django.test import Client

from orders.citizens import citizen_for
from tests.factories import Walk
from tests.orders.test_listing import seen

pytestmark = pytest.mark.django_db


def test_a_whole_number_leads_to_the_order(client: Client, walk: Walk) -> None:
    number = walk.receive().order.number
    client.force_login(walk.cast.operator)
    for typed in (number, f" {number[:8]} {number[8:]} ", f"{number[:8]}-{number[8:]}"):
        assert client.get("/orders/", {"q": typed}).headers["Location"] == f"/orders/{number}/"


def test_a_foreign_or_unknown_number_does_not_exist(client: Client, walk: Walk) -> None:
    number = walk.receive().dispatch(walk.cast.housing).order.number
    client.force_login(walk.cast.unit_clerk)
    for typed in (number, "202406030000000"):
        answer = client.get("/orders/", {"q": typed})
        assert answer.status_code == 200
        assert "没有这个工单号" in answer.content.decode()


def test_part_of_a_number_finds_the_day(client: Client, walk: Walk) -> None:
    number = walk.receive().order.number
    assert seen(client, walk.cast.operator, q="20240603") == [number]
    assert seen(client, walk.cast.operator, q=number[:12]) == [number]
    assert seen(client, walk.cast.operator, q="20240604") == []


@pytest.mark.parametrize(
    "typed", ["13800000001", "138 0000 0001", "+86 138-0000-0001", "１３８００００００01", "0001"]
)
def test_a_telephone_finds_its_orders_for_the_hotline_alone(
    client: Client, walk: Walk, typed: str
) -> None:
    citizen = citizen_for("13800000001", at=walk.at)
    number = walk.receive(citizen_id=citizen.pk).dispatch().order.number
    Walk(walk.cast).receive(citizen_id=citizen_for("13800000002", at=walk.at).pk)
    assert seen(client, walk.cast.operator, q=typed) == [number]
    assert seen(client, walk.cast.unit_clerk, q=typed) == []


def test_a_local_landline_is_found_as_written(client: Client, walk: Walk) -> None:
    citizen = citizen_for("8881234", at=walk.at)
    number = walk.receive(citizen_id=citizen.pk).order.number
    for typed in ("8881234", "0743-8881234", "1234"):
        assert seen(client, walk.cast.operator, q=typed) == [number]


def test_words_find_what_holds_all_of_them(client: Client, walk: Walk) -> None:
    number = walk.receive().dispatch().order.number
    Walk(walk.cast).receive(title="夜市油烟", body="6号路夜市油烟扰民")
    for typed in ("路灯", "柳岸 路灯", "2号路"):
        assert seen(client, walk.cast.operator, q=typed) == [number]
        assert seen(client, walk.cast.unit_clerk, q=typed) == [number]
    assert seen(client, walk.cast.operator, q="路灯 油烟") == []
    assert seen(client, walk.cast.operator, q="路灯", kind="complain") == []


def test_confidential_words_never_match_for_units(client: Client, walk: Walk) -> None:
    walk.receive(confidential=True, body="我家住5栋302，楼下油烟").dispatch(redacted="有人反映油烟")
    number = walk.order.number
    assert seen(client, walk.cast.operator, q="5栋302") == [number]
    assert seen(client, walk.cast.unit_clerk, q="302") == []
    assert seen(client, walk.cast.unit_clerk, q="油烟") == [number]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("没人说过的话", "没有找到“没人说过的话”"),
        ("！？", "这些字符里没有可找的词"),
        ("139 9999 9999", "试试电话后四位、地点或诉求里的两三个字"),
        ("<script>", "没有找到“&lt;script&gt;”"),
        ("a\0b", "没有找到"),
    ],
)
def test_an_empty_result_says_what_to_try(
    client: Client, walk: Walk, typed: str, said: str
) -> None:
    walk.receive()
    client.force_login(walk.cast.operator)
    answer = client.get("/orders/", {"q": typed})
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_words_without_end_are_kept_and_found(client: Client, walk: Walk) -> None:
    """PostgreSQL takes no lexeme above 2 kB."""
    endless = "0a" * 2500
    number = walk.receive(body=f"网址{endless}打不开").order.number
    assert seen(client, walk.cast.operator, q=endless[:60]) == [number]
    assert seen(client, walk.cast.operator, q="打不开") == [number]
