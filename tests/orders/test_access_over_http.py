"""Who may do what, asked at the doors: every verb on every sort of assignment, every role."""

from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.factories import Walk
from tests.orders.occasions import OCCASIONS, Occasion, pairs_of_the_table
from units.models import Staff, Unit
from units.roles import HOTLINE_ROLES, UNIT_ROLES, Role

LATER = 1800  # seconds after the last step


def staff_of(role: str, unit: Unit) -> Staff:
    return Staff.objects.create(
        staff_number=f"9{Staff.objects.count():03d}", name="某人", unit=unit, roles=[role]
    )


def person(walk: Walk, role: Role, unit: Unit) -> Staff:
    """Somebody of that role: of the hotline, of the platform of the east, or of the unit."""
    if role not in UNIT_ROLES or role == Role.PLATFORM_DISPATCHER:
        return walk.cast.by_role()[role]
    return staff_of(role, unit)


def foreigners(walk: Walk) -> dict[Role, Staff]:
    """A person of each of the units' roles, where the order was never given to."""
    return {
        Role.UNIT_CLERK: walk.cast.other_clerk,
        Role.UNIT_HEAD: staff_of(Role.UNIT_HEAD, walk.cast.housing),
        Role.PLATFORM_DISPATCHER: walk.cast.west_dispatcher,
    }


def body_of(walk: Walk, occasion: Occasion) -> dict[str, Any]:
    body = dict(occasion.body)
    if body.get("main") == "MAIN":
        body["main"] = Walk(walk.cast, walk.at).receive().order.number
    if occasion.subject is not None:
        on = walk.of_unit(getattr(walk.cast, occasion.holder))
        body["assignment"] = on.id
        if body.get("matter") == "OVERDUE":
            body["matter"] = f"overdue:{on.round.id}"
    return body


def ask(client: Client, who: Staff, number: str, verb: str, body: dict[str, Any]) -> set[int]:
    """What the page answers when asked for and what the API answers when told; nothing stays."""
    client.force_login(who)
    query = {"assignment": body["assignment"]} if "assignment" in body else {}
    page = client.get(f"/orders/{number}/{verb}/", query).status_code
    save = transaction.savepoint()
    address = f"/api/staff/orders/{number}/{verb}"
    done = client.post(address, body, content_type="application/json").status_code
    transaction.savepoint_rollback(save)
    return {page, done}


def test_there_is_an_occasion_for_every_pair_of_the_table() -> None:
    found = {(occasion.verb, occasion.subject) for occasion in OCCASIONS}
    assert found == set(pairs_of_the_table())


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda occasion: occasion.name)
def test_a_verb_is_done_by_the_roles_of_its_row_and_by_no_other(
    occasion: Occasion, walk: Walk, client: Client
) -> None:
    """Who does not see the order, of a foreign unit or without a part in orders, gets 404."""
    walk = occasion.build(walk)
    number, facts = walk.order.number, walk.facts
    body, unit = body_of(walk, occasion), getattr(walk.cast, occasion.holder)
    answers: dict[str, set[int]] = {}
    expected: dict[str, set[int]] = {}
    with time_machine.travel(walk.at.timestamp() + LATER, tick=False):
        for role in Role:
            seen = role in HOTLINE_ROLES or (role in UNIT_ROLES and bool(facts.assignments))
            expected[role] = {200 if role in occasion.who else 403} if seen else {404}
            answers[role] = ask(client, person(walk, role, unit), number, occasion.verb, body)
        for role, who in foreigners(walk).items():
            expected[f"foreign {role}"] = {404}
            answers[f"foreign {role}"] = ask(client, who, number, occasion.verb, body)
    assert answers == expected


def test_a_verb_without_a_login_leads_to_the_login_page_or_is_refused(
    walk: Walk, client: Client
) -> None:
    number = walk.receive().order.number
    page = client.get(f"/orders/{number}/dispatch/")
    assert (page.status_code, page.headers["Location"]) == (
        302,
        f"/login/?next=/orders/{number}/dispatch/",
    )
    assert client.get(f"/orders/{number}/").status_code == 302
    answer = client.post(f"/api/staff/orders/{number}/dispatch", {}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert client.get(f"/api/staff/orders/{number}").status_code == 401


@pytest.mark.parametrize("role", Role)
def test_the_page_and_the_facts_are_for_those_who_see_the_order(
    role: Role, walk: Walk, client: Client
) -> None:
    number = walk.receive().dispatch(walk.cast.east).order.number
    client.force_login(person(walk, role, walk.cast.east))
    expected = 404 if role == Role.KNOWLEDGE_EDITOR else 200
    assert client.get(f"/orders/{number}/").status_code == expected
    assert client.get(f"/api/staff/orders/{number}").status_code == expected


@pytest.mark.parametrize("address", ["/orders/{}/", "/api/staff/orders/{}"])
def test_to_a_foreign_clerk_an_order_looks_like_none(
    address: str, walk: Walk, client: Client
) -> None:
    number = walk.receive().dispatch().order.number
    client.force_login(walk.cast.other_clerk)
    foreign, none = (client.get(address.format(n)) for n in (number, "202406039999990"))
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert number not in foreign.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/orders/{}/receive/",
        "/orders/{}/vanish/",
        "/api/staff/orders/{}/vanish",
        "/orders/12/",
        "/orders/2024060300001x/",
        "/api/staff/orders/1%00/sign",
    ],
)
def test_an_address_of_no_order_or_no_verb_is_not_found(
    address: str, walk: Walk, client: Client
) -> None:
    number = walk.receive().order.number
    client.force_login(walk.cast.dispatcher)
    assert client.get(address.format(number)).status_code == 404
