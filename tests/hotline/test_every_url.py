"""One table over every address: who opens it by GET. A new address that is not in it fails here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from orders.oversight.tabs import TABS
from orders.queues import QUEUES
from orders.states import Verb
from orders.transitions import BY_PEOPLE
from tests.factories import Walk
from units.models import Staff
from units.roles import HOTLINE_ROLES, UNIT_ROLES, Role

EVERYBODY = frozenset(role.value for role in Role)
DESK = frozenset({Role.OPERATOR.value, Role.DISPATCHER.value})
HOTLINE = frozenset(map(str, HOTLINE_ROLES))
# The cast's order was given to city management: its clerk and head see it, other units do not.
SEES = HOTLINE | {Role.UNIT_CLERK, Role.UNIT_HEAD}
READERS = frozenset({Role.ANALYST.value, Role.ADMINISTRATOR.value})  # these only look
FIGURES = READERS | {Role.SUPERVISOR.value, Role.DISPATCHER.value}
FOREIGN = 404  # for whom the order does not exist; who sees it and may not gets 403
PUBLIC = frozenset({"healthz", "readyz", "login", "intake:schema", "intake:docs"})
CITIZENS = frozenset({"intake:make", "intake:follow"})
# name: (who may, what the others get)
STAFF: dict[str, tuple[frozenset[str], int]] = {
    "home": (EVERYBODY, 403),
    "profile": (EVERYBODY, 403),
    "components": (frozenset({Role.ADMINISTRATOR.value}), 404),
    "scenarios": (READERS | {Role.SUPERVISOR.value}, 403),
    "bulletins": (EVERYBODY - {Role.KNOWLEDGE_EDITOR}, 403),
    "bulletin-subscribers": (READERS | {Role.SUPERVISOR.value}, 403),
    "whatif": (READERS | {Role.SUPERVISOR.value}, 403),
    **dict.fromkeys(
        (
            "statistics",
            "statistics-csv",
            "statistics-xlsx",
            "catalogue",
            "balance",
            "analysis",
            "early-warnings",
            "early-warnings-csv",
        ),
        (FIGURES, 403),
    ),
    **dict.fromkeys(("overview", "rankings", "ledger"), (READERS | {Role.SUPERVISOR.value}, 403)),
    "orders:new": (DESK, 403),
    "orders:order": (SEES, FOREIGN),
    "orders:citizen": (SEES, FOREIGN),
    "orders:reveal": (SEES - READERS, FOREIGN),
    "orders:attachments": (SEES - READERS, FOREIGN),
    "orders:sheet": (SEES, FOREIGN),
    "supervision-export": (
        frozenset({Role.SUPERVISOR.value, Role.ANALYST.value, Role.ADMINISTRATOR.value}),
        403,
    ),
    **{
        f"{place}-{tab.key}" if tab.key else place: (frozenset(map(str, who)), 403)
        for place, who in (("supervision", HOTLINE_ROLES), ("own_unit", UNIT_ROLES))
        for tab in TABS
    },
    "staff_api:order": (SEES, FOREIGN),
    "orders:notices": (EVERYBODY, 403),
    "orders:bell": (EVERYBODY, 403),
    "orders:notice-preferences": (EVERYBODY, 403),
    "orders:alerts": (EVERYBODY - {Role.KNOWLEDGE_EDITOR}, 403),
    "orders:alert-banner": (EVERYBODY, 403),
    "orders:quality": (EVERYBODY - {Role.KNOWLEDGE_EDITOR}, 403),
    "orders:inspections": (HOTLINE, 403),
    "orders:explanations": (EVERYBODY - {Role.KNOWLEDGE_EDITOR}, 403),
    "orders:sent": (frozenset({Role.ADMINISTRATOR.value}), 403),
    "calls:list": (HOTLINE, 403),
    "calls:returns": (HOTLINE, 403),
    "calls:blocks": (HOTLINE, 403),
    "calls:seat": (HOTLINE, 403),
    "calls:wall": (HOTLINE, 403),
    "knowledge:list": (EVERYBODY, 403),
    "knowledge:new": (
        frozenset({Role.KNOWLEDGE_EDITOR.value, Role.ADMINISTRATOR.value}),
        403,
    ),
    "orders:timing": (HOTLINE | {Role.KNOWLEDGE_EDITOR.value}, 403),
    "orders:timing-notice": (frozenset({Role.ADMINISTRATOR.value}), 403),
    **{f"orders:{queue.key}": (frozenset(map(str, queue.who)), 403) for queue in QUEUES},
}
OF_AN_ORDER = frozenset(name for name, (_, otherwise) in STAFF.items() if otherwise == FOREIGN) - {
    "components"
}
POST_ONLY = frozenset(
    {
        "logout",
        "profile-password",
        "profile-absence",
        "profile-back",
        "profile-keys",
        "orders:caller",
        "orders:notices-read",
        "orders:resend",
        "orders:explanations-ask",
        "bulletin-draft",
        "staff_api:verb",
    }
)
# Asked with a key, a code or a file of their own: proved where their door is tested.
ELSEWHERE = frozenset(
    {
        "orders:verb",  # every verb and role: tests/orders/test_access_over_http.py
        "orders:attachment",  # tests/orders/test_attachments.py
        "live",  # tests/hotline/test_live.py
        "orders:timing-limit",  # tests/orders/retiming/test_pages.py
        "orders:timing-batch",
        "orders:timing-act",
        "orders:alert",  # tests/orders/alerts/test_pages.py
        "orders:inspection",  # tests/orders/inspection/test_pages.py
        "orders:inspection-item",
        "orders:explanation",  # tests/orders/explanations/test_pages.py
        "orders:quality-reply",  # tests/orders/quality/test_pages.py
        "orders:supervision-sheet",  # tests/orders/oversight/test_papers.py
        "orders:notice-read",  # tests/orders/notices/test_pages.py
        "scenario",  # tests/hotline/test_scenario_pages.py
        "calls:cti",  # tests/calls/test_door.py
        "calls:call",  # tests/calls/test_pages.py
        "calls:reveal",
        "calls:act",
        "calls:return",
        "calls:lift",
        "calls:seat-act",  # tests/calls/test_seats.py
        "analysis-page",  # tests/reports/pages/test_analysis.py
        "analysis-csv",
        "analysis-orders",
        "early-warning",  # tests/reports/pages/test_warnings.py
        "overview-part",  # tests/reports/pages/test_overview.py
        "bulletin",  # tests/reports/bulletins/test_pages.py
        "bulletin-words",
        "bulletin-file",
        "bulletin-act",
        "bulletin-drafting",  # tests/reports/bulletins/test_drafting.py
        "bulletin-subscriber-end",  # tests/reports/bulletins/test_subscribing.py
        "knowledge:find",  # tests/knowledge/test_finding.py
        "knowledge:article",  # tests/knowledge/test_pages.py
        "knowledge:edit",
        "knowledge:withdraw",
        "knowledge:act",
        "metrics",  # tests/hotline/test_metrics.py
        "intake:api-orders",
        "intake:api-order",
        "intake:api-supplement",
        "intake:api-withdraw",
        "intake:api-urge",
        "intake:api-rate",
        "intake:done",
        "intake:progress",
        "intake:act",
        "intake:survey",  # tests/intake/test_survey.py
        "intake:api-results",  # tests/intake/test_call_results.py
    }
)


def named(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        elif entry.app_name != "admin":
            yield from named(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_address_is_in_the_table() -> None:
    known = PUBLIC | CITIZENS | set(STAFF) | POST_ONLY | ELSEWHERE
    assert set(named()) == known


def address(name: str, walk: Walk) -> str:
    number = walk.order.number
    if name == "staff_api:verb":
        return reverse(name, args=[number, Verb.SIGN])
    return reverse(name, args=[number] if name in OF_AN_ORDER else [])


@pytest.fixture
def dispatched(walk: Walk) -> Walk:
    return walk.receive_from_citizen().dispatch()


@pytest.mark.parametrize("name", sorted(STAFF))
def test_a_page_opens_to_the_roles_of_the_table_alone(
    name: str, dispatched: Walk, client: Client
) -> None:
    where = address(name, dispatched)
    who, otherwise = STAFF[name]
    for role, person in dispatched.cast.by_role().items():
        client.force_login(person)
        refused = 403 if name in OF_AN_ORDER and role in SEES else otherwise
        expected = {200, 302} if role in who else {refused}
        assert client.get(where).status_code in expected, role


@pytest.mark.parametrize("name", sorted({*STAFF, *POST_ONLY}))
def test_nobody_who_is_not_logged_in_comes_in(name: str, dispatched: Walk, client: Client) -> None:
    where = address(name, dispatched)
    for answer in (client.get(where), client.post(where)):
        to_login = answer.status_code == 302 and answer["Location"].startswith("/login/")
        assert to_login or answer.status_code in {401, 403, 404, 405}, answer.status_code


@pytest.mark.parametrize("name", sorted(PUBLIC | CITIZENS))
def test_public_pages_need_no_login(name: str, rules: None, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_is_not_done_by_get(
    name: str, dispatched: Walk, client: Client
) -> None:
    client.force_login(dispatched.cast.unit_clerk)
    assert client.get(address(name, dispatched)).status_code == 405


def test_a_foreign_unit_finds_no_order_at_any_address(dispatched: Walk, client: Client) -> None:
    foreigners: list[Staff] = [
        dispatched.cast.other_clerk,
        dispatched.cast.platform_dispatcher,
        dispatched.cast.town_clerk,
    ]
    for person in foreigners:
        client.force_login(person)
        for name in ("orders:order", "orders:citizen", "orders:attachments", "staff_api:order"):
            assert client.get(address(name, dispatched)).status_code == 404, name
        for verb in BY_PEOPLE:
            page = reverse("orders:verb", args=[dispatched.order.number, verb])
            assert client.get(page).status_code == 404, verb


def test_an_account_out_of_use_is_logged_out(dispatched: Walk, client: Client) -> None:
    person = dispatched.cast.dispatcher
    client.force_login(person)
    Staff.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("orders:list")).status_code == 302
