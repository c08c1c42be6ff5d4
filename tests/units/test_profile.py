"""我的: everybody keeps the own password, absence and keys."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units.models import Staff

PASSWORD = "a-long-and-odd-1"
ADDRESSES = ["profile", "profile-password", "profile-absence", "profile-back", "profile-keys"]


@pytest.fixture
def me(cast: Cast, client: Client) -> Staff:
    cast.unit_clerk.set_password(PASSWORD)
    cast.unit_clerk.save()
    client.force_login(cast.unit_clerk)
    return cast.unit_clerk


def post(client: Client, name: str, **values: str) -> tuple[int, str]:
    response = client.post(reverse(name), values, follow=True)
    return response.status_code, response.content.decode()


def stored(staff: Staff) -> Staff:
    return Staff.objects.get(pk=staff.pk)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_is_sent_to_the_login(client: Client, db: None, name: str) -> None:
    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", ADDRESSES[1:])
def test_changes_take_a_post(client: Client, me: Staff, name: str) -> None:
    assert client.get(reverse(name)).status_code == 405


def test_the_page_names_me_my_unit_and_my_roles(client: Client, me: Staff) -> None:
    page = client.get(reverse("profile")).content.decode()
    for fact in (me.name, me.staff_number, "云湖市城市管理局", "单位经办"):
        assert fact in page


def test_a_new_password_keeps_this_browser_and_puts_out_the_others(
    client: Client, me: Staff
) -> None:
    elsewhere = Client()
    elsewhere.force_login(me)
    status, page = post(
        client,
        "profile-password",
        old_password=PASSWORD,
        new_password1="another-odd-2",
        new_password2="another-odd-2",
    )
    assert (status, "密码已换" in page) == (200, True)
    assert stored(me).check_password("another-odd-2")
    assert elsewhere.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize(
    ("old", "first", "second", "words"),
    [
        ("wrong", "another-odd-2", "another-odd-2", "旧密码不对"),
        (PASSWORD, "another-odd-2", "another-odd-3", "两次写的新密码不一样"),
        (PASSWORD, "12345678", "12345678", "密码"),
        ("", "", "", "写上旧密码"),
    ],
)
def test_a_bad_change_of_password_says_why_and_keeps_the_old(
    client: Client, me: Staff, old: str, first: str, second: str, words: str
) -> None:
    status, page = post(
        client, "profile-password", old_password=old, new_password1=first, new_password2=second
    )
    assert (status, words in page) == (422, True)
    assert stored(me).check_password(PASSWORD)


def test_an_absence_is_local_time_and_names_the_deputy(
    client: Client, me: Staff, cast: Cast
) -> None:
    status, page = post(
        client,
        "profile-absence",
        deputy=str(cast.unit_head.pk),
        absent_from="2014-06-03T09:00",
        absent_to="2014-06-05T18:00",
    )
    assert status == 200
    assert "由城管负责人甲代办" in page
    assert "2014年6月3日 09:00" in page
    row = stored(me)
    assert row.deputy == cast.unit_head
    assert row.absent_from == datetime(2014, 6, 3, 1, tzinfo=UTC)
    assert row.absent_to == datetime(2014, 6, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("deputy", "since", "until", "words"),
    [
        ("other_clerk", "2014-06-03T09:00", "", "代办人要是本单位在用的人"),
        ("unit_clerk", "2014-06-03T09:00", "", "代办人要是本单位在用的人"),
        ("", "2014-06-03T09:00", "", "选一位代办人"),
        ("unit_head", "", "2014-06-03T09:00", "写上从什么时候起"),
        ("unit_head", "2014-06-03T09:00", "2014-06-03T09:00", "终止时刻要晚于起始时刻"),
        ("unit_head", "明天", "", "写成 2014-06-03 09:00 这样"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_in_words(
    client: Client, me: Staff, cast: Cast, deputy: str, since: str, until: str, words: str
) -> None:
    named = str(getattr(cast, deputy).pk) if deputy else ""
    status, page = post(client, "profile-absence", deputy=named, absent_from=since, absent_to=until)
    assert (status, words in page) == (422, True)
    assert stored(me).absent_from is None


def test_coming_back_ends_the_absence_and_keeps_the_name_of_the_deputy(
    client: Client, me: Staff, cast: Cast
) -> None:
    Staff.objects.filter(pk=me.pk).update(
        deputy=cast.unit_head, absent_from=datetime(2014, 6, 3, tzinfo=UTC)
    )
    assert "你现在离岗" in client.get(reverse("profile")).content.decode()
    _, page = post(client, "profile-back")
    assert "已回岗" in page
    row = stored(me)
    assert (row.absent_from, row.absent_to, row.deputy) == (None, None, cast.unit_head)


def test_a_deputy_sees_for_whom_they_stand_in(client: Client, me: Staff, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.unit_head.pk).update(
        deputy=me, absent_from=datetime(2014, 6, 3, tzinfo=UTC)
    )
    assert "城管经办甲（代城管负责人甲）" in client.get(reverse("profile")).content.decode()


def test_single_letter_keys_can_be_switched_off_and_on(client: Client, me: Staff) -> None:
    assert "已关" in post(client, "profile-keys", single_keys_off="on")[1]
    assert stored(me).single_keys_off
    assert "已开" in post(client, "profile-keys")[1]
    assert not stored(me).single_keys_off
