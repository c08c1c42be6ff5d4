"""Credentials are issued by a command and looked after in the administration; secrets show once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from intake.credentials import secret_of
from intake.models import Credential, IdempotencyKey
from orders.models import Channel
from tests.cast import Cast
from tests.intake.conftest import Platform


def _made(*arguments: str) -> str:
    out = StringIO()
    call_command("make_credential", *arguments, stdout=out)
    return out.getvalue()


def test_a_credential_is_shown_once_and_signs(city: Cast) -> None:
    said = _made("province", "--holder", "省平台")
    credential = Credential.objects.get()
    assert credential.holder == "省平台"
    assert credential.key_id in said
    assert secret_of(credential) in said
    assert Platform(credential, secret_of(credential)).send().status_code == 201


def test_two_credentials_of_a_channel_are_two(city: Cast) -> None:
    _made("province")
    _made("province")
    assert len({secret_of(credential) for credential in Credential.objects.all()}) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "没有渠道“nobody”。现有：phone、province"),
        (["scan"], "已停用"),
        (["province", "--holder", "长" * 81], "最多80个字"),
    ],
)
def test_what_cannot_be_issued_is_said_in_one_line(
    city: Cast, arguments: list[str], words: str
) -> None:
    Channel.objects.filter(pk="scan").update(active=False)
    with pytest.raises(CommandError, match=words):
        _made(*arguments)
    assert not Credential.objects.exists()


def test_the_administrator_puts_a_credential_out_of_use_and_never_sees_the_secret(
    platform: Platform, city: Cast
) -> None:
    client = Client()
    client.force_login(city.administrator)
    url = f"/admin/intake/credential/{platform.credential.pk}/change/"
    page = client.get(url).content.decode()
    assert platform.secret not in page
    assert "secret" not in page
    assert client.post(url, {"holder": "省平台", "rate": "60"}).status_code == 302
    platform.credential.refresh_from_db()
    assert (platform.credential.active, platform.credential.rate) == (False, 60)
    assert platform.send().status_code == 401


@pytest.mark.parametrize("name", ["credential", "idempotencykey"])
def test_only_administrators_see_credentials_and_deliveries(
    platform: Platform, city: Cast, name: str
) -> None:
    platform.send({"kind": "praise", "title": "谢谢", "text": "办得好", "source_ref": "SZ-77"})
    client = Client()
    client.force_login(city.administrator)
    assert client.get(f"/admin/intake/{name}/").status_code == 200
    assert client.get(f"/admin/intake/{name}/add/").status_code == 403
    client.force_login(city.operator)
    assert client.get(f"/admin/intake/{name}/").status_code in {302, 403}


def test_credentials_stay_and_deliveries_are_never_edited(platform: Platform) -> None:
    platform.send()
    delivery = IdempotencyKey.objects.get()
    for change in (
        lambda: Credential.objects.all().delete(),
        lambda: IdempotencyKey.objects.all().delete(),
        lambda: IdempotencyKey.objects.update(key="other"),
        lambda: IdempotencyKey.objects.create(
            credential=delivery.credential,
            key=delivery.key,
            digest="0" * 64,
            status=201,
            response={},
            order=delivery.order,
            at=delivery.at,
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
