"""The rail: which places each role is offered, and that only places that exist are shown."""

import pytest
from django.test import Client

from hotline.navigation import LINE_OF_ROLE, LINES, PLACES, address, places_for
from tests.cast import Cast
from units.roles import Role

RAIL = {
    "operator": "座席 工单 回访 知识 我的",
    "dispatcher": "派单 工单 裁定 并单 督办 知识 统计",
    "unit_clerk": "待办 工单 通报 下级 知识 本单位",
    "unit_head": "待办 工单 通报 下级 知识 本单位",
    "platform_dispatcher": "待办 工单 通报 下级 知识 本单位",
    "reviewer": "回访 工单 知识 我的",
    "supervisor": "督办 工单 派单 回访 统计 通报 分析 知识",
    "analyst": "总览 统计 排名 通报 分析 督办 工单 场景",
    "administrator": "总览 统计 排名 通报 分析 督办 工单 知识 日历 场景",
    "knowledge_editor": "知识 我的",
}


def labels(*roles: str) -> str:
    return " ".join(place.label for place in places_for(roles))


@pytest.mark.parametrize(("role", "rail"), RAIL.items())
def test_each_role_has_its_own_rail(role: str, rail: str) -> None:
    assert labels(role) == rail


def test_every_role_of_the_staff_has_a_line() -> None:
    assert set(LINE_OF_ROLE) == set(Role.values) == set(RAIL)


def test_two_roles_have_the_union_in_the_order_of_the_lines_whatever_the_order_held() -> None:
    joined = "座席 工单 回访 知识 我的 督办 派单 统计 通报 分析"
    assert labels("supervisor", "operator") == labels("operator", "supervisor") == joined


def test_nobody_and_a_role_unknown_are_offered_nothing() -> None:
    assert labels() == labels("astronaut") == ""


def test_every_line_names_known_places_once() -> None:
    for keys in LINES.values():
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(PLACES)


def test_a_place_without_a_page_has_no_address() -> None:
    assert address("profile") == "/me/"
    assert address("no-such-page") == ""


def test_the_page_shows_the_places_that_exist_and_marks_where_one_is(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.dispatcher)
    page = client.get("/me/").content.decode()
    assert 'href="/me/" aria-current="page"' in page
    for place in places_for(["dispatcher"]):
        assert (f"{place.label}</a>" in page) == bool(address(place.url_name)), place.key


def test_a_stranger_is_shown_no_rail(client: Client, db: None) -> None:
    page = client.get("/login/").content.decode()
    assert "主导航" not in page


def test_home_leads_a_stranger_to_the_login_and_staff_to_their_first_place(
    client: Client, cast: Cast
) -> None:
    assert client.get("/").headers["Location"] == "/login/?next=/"
    for staff in cast.staff().values():
        client.force_login(staff)
        landed = client.get("/", follow=True)
        assert landed.status_code == 200
        found = [url for place in places_for(staff.roles) if (url := address(place.url_name))]
        assert landed.request["PATH_INFO"] == [*found, "/me/"][0]
