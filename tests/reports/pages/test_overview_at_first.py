"""The overview of a city that just began, where it is landed on, and who comes in."""

import pytest
from django.test import Client

from orders.states import Verb
from tests.cast import Cast
from tests.factories import Walk

pytestmark = pytest.mark.django_db


def test_a_city_that_received_nothing_yet_is_told_what_comes(cast: Cast, client: Client) -> None:
    client.force_login(cast.analyst)
    answer = client.get("/overview/")
    assert answer.status_code == 200
    assert "还没有受理过诉求" in answer.content.decode()
    assert client.get("/overview/today/").status_code == 200, "and a part by itself does not fail"


def test_who_only_reads_figures_lands_on_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.analyst)
    assert client.get("/")["Location"] == "/overview/"


def test_a_part_is_for_who_may_see_the_page(cast: Cast, rules: None, client: Client) -> None:
    Walk(cast).receive().do(Verb.ANSWER, "operator", text="已说明")
    for who, status in (("dispatcher", 403), ("unit_head", 403), ("supervisor", 200)):
        client.force_login(getattr(cast, who))
        assert client.get("/overview/").status_code == status, who
        assert client.get("/overview/today/").status_code == status, who
