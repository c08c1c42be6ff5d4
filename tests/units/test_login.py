"""Coming in, being locked out, going out: through HTTP."""

from collections.abc import Iterator

import pytest
from axes.utils import reset
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units.models import Staff

PASSWORD = "a-long-and-odd-1"


@pytest.fixture
def clerk(cast: Cast) -> Iterator[Staff]:
    cast.unit_clerk.set_password(PASSWORD)
    cast.unit_clerk.save()
    yield cast.unit_clerk
    reset()


def attempt(client: Client, number: str, password: str) -> tuple[int, str]:
    response = client.post(
        reverse("login"), {"username": number, "password": password, "next": reverse("profile")}
    )
    return response.status_code, response.content.decode()


def test_the_login_page_asks_for_number_and_password(client: Client, db: None) -> None:
    page = client.get(reverse("login")).content.decode()
    assert "工号" in page
    assert "密码" in page


def test_the_right_password_leads_to_the_page_that_was_asked_for(
    client: Client, clerk: Staff
) -> None:
    asked = client.get(reverse("profile"))
    assert asked.headers["Location"] == f"{reverse('login')}?next={reverse('profile')}"
    status, _ = attempt(client, clerk.staff_number, PASSWORD)
    assert status == 302
    assert client.get(reverse("profile")).status_code == 200


@pytest.mark.parametrize("number", ["2001", "99999999"])
def test_a_wrong_password_and_an_unknown_number_get_the_same_words(
    client: Client, clerk: Staff, number: str
) -> None:
    status, page = attempt(client, number, "wrong")
    assert status == 200
    assert "工号和密码对不上" in page


def test_an_account_out_of_use_gets_the_same_words(client: Client, clerk: Staff) -> None:
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    _, page = attempt(client, clerk.staff_number, PASSWORD)
    assert "工号和密码对不上" in page


def test_empty_fields_say_what_to_write(client: Client, db: None) -> None:
    _, page = attempt(client, "", "")
    assert "写上工号" in page
    assert "写上密码" in page


def test_five_misses_lock_the_number_on_that_machine_even_for_the_right_password(
    client: Client, clerk: Staff
) -> None:
    answers = [attempt(client, clerk.staff_number, "wrong") for _ in range(5)]
    assert [status for status, _ in answers] == [200, 200, 200, 200, 429]
    status, page = attempt(client, clerk.staff_number, PASSWORD)
    assert status == 429
    assert "要等15分钟" in page
    assert "_auth_user_id" not in client.session


def test_a_lockout_keeps_nobody_else_out(client: Client, clerk: Staff, cast: Cast) -> None:
    cast.other_clerk.set_password(PASSWORD)
    cast.other_clerk.save()
    for _ in range(6):
        attempt(client, clerk.staff_number, "wrong")
    assert attempt(client, cast.other_clerk.staff_number, PASSWORD)[0] == 302


def test_leaving_takes_a_post(client: Client, clerk: Staff) -> None:
    client.force_login(clerk)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).headers["Location"] == reverse("login")
    assert client.get(reverse("profile")).status_code == 302


def test_an_address_elsewhere_is_not_followed_after_the_login(client: Client, clerk: Staff) -> None:
    response = client.post(
        f"{reverse('login')}?next={reverse('profile')}",
        {
            "username": clerk.staff_number,
            "password": PASSWORD,
            "next": "https://example.com/",
        },
    )
    assert "example.com" not in response.headers["Location"]
