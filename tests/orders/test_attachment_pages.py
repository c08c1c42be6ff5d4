"""Adding and opening files over HTTP: what a browser gets, and who gets nothing."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orders.attachments import attach
from orders.models import Attachment
from orders.states import OrderState
from tests import samples
from tests.factories import MONDAY, Walk
from units.actor import Actor
from units.models import Staff

pytestmark = pytest.mark.usefixtures("store")


def upload(suffix: str = "pdf", name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"材料.{suffix}", samples.SAMPLES[suffix])


def list_url(walk: Walk) -> str:
    return reverse("orders:attachments", args=[walk.order.number])


def file_url(walk: Walk, attachment: Attachment) -> str:
    return reverse("orders:attachment", args=[walk.order.number, attachment.public_id])


def logged_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


def test_without_scripts_files_are_added_and_the_order_shows_them(
    walk: Walk, client: Client
) -> None:
    logged_in(client, walk.receive().cast.operator)
    form = client.get(list_url(walk))
    assert 'enctype="multipart/form-data"' in form.text
    assert "谁可看" in form.text
    answer = client.post(list_url(walk), {"file": [upload("pdf"), upload("jpg")]})
    assert answer.status_code == 302
    assert answer["Location"] == f"/orders/{walk.order.number}/"
    page = client.get(answer["Location"]).text
    for attachment in Attachment.objects.all():
        assert file_url(walk, attachment) in page
    assert Attachment.objects.count() == 2
    assert "已加2个附件" in page


def test_with_htmx_the_list_comes_back_alone(walk: Walk, client: Client) -> None:
    logged_in(client, walk.receive().cast.operator)
    answer = client.post(
        list_url(walk), {"file": upload(), "audience": "hotline"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="box" id="attachments">')
    assert "材料.pdf" in answer.text
    assert "单位看不到" in answer.text


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (None, {}, "选一个文件"),
        (b"", {}, "空的"),
        (b"<svg/>", {}, "只收"),
        (samples.PDF, {"audience": "world"}, "没有这个选项"),
    ],
)
@pytest.mark.parametrize("htmx", [{}, {"hx-request": "true"}])
def test_what_is_wrong_is_said_at_the_form_and_nothing_is_kept(
    walk: Walk,
    client: Client,
    content: bytes | None,
    more: dict[str, str],
    says: str,
    htmx: dict[str, str],
) -> None:
    logged_in(client, walk.receive().cast.operator)
    file = {} if content is None else {"file": SimpleUploadedFile("现场.jpg", content)}
    answer = client.post(list_url(walk), {**more, **file}, headers=htmx)
    assert answer.status_code == 422
    assert says in answer.text
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("unit_clerk", OrderState.HANDLING, 302),
        ("unit_clerk", OrderState.ARCHIVED, 403),
        ("reviewer", OrderState.ARCHIVED, 302),
        ("analyst", OrderState.HANDLING, 403),
        ("other_clerk", OrderState.HANDLING, 404),
    ],
)
def test_who_may_add(walk: Walk, client: Client, who: str, state: OrderState, status: int) -> None:
    logged_in(client, getattr(walk.receive().to(state).cast, who))
    assert client.post(list_url(walk), {"file": upload()}).status_code == status
    assert Attachment.objects.count() == (1 if status == 302 else 0)
    assert client.get(list_url(walk)).status_code == (200 if status == 302 else status)


@pytest.mark.parametrize(
    ("suffix", "disposition"),
    [("jpg", "inline"), ("png", "inline"), ("pdf", "attachment"), ("txt", "attachment"),
     ("heic", "attachment"), ("mp4", "attachment")],
)  # fmt: skip
def test_a_file_is_opened_in_a_sandbox_with_its_own_type(
    walk: Walk, client: Client, suffix: str, disposition: str
) -> None:
    attachment = attach(walk.receive().order, upload(suffix), by=walk.actor("operator"), at=MONDAY)
    answer = logged_in(client, walk.cast.operator).get(file_url(walk, attachment))
    assert answer.status_code == 200
    assert answer.content == Path(attachment.file.path).read_bytes()
    assert answer["Content-Type"] == attachment.media_type
    assert answer["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("; sandbox")
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_units_list_holds_only_what_is_meant_for_it(walk: Walk, client: Client) -> None:
    walk.receive(confidential=True).dispatch(redacted="路灯不亮")
    hidden = attach(walk.order, upload("pdf", "李四.pdf"), by=Actor.citizen(), at=MONDAY)
    shown = attach(walk.order, upload("jpg"), audience="unit", by=walk.actor("operator"), at=MONDAY)
    logged_in(client, walk.cast.unit_clerk)
    page = client.get(f"/orders/{walk.order.number}/").text
    assert file_url(walk, shown) in page
    assert file_url(walk, hidden) not in page
    assert "李四" not in page
    assert client.get(file_url(walk, shown)).status_code == 200
    assert client.get(file_url(walk, hidden)).status_code == 404
    assert logged_in(client, walk.cast.operator).get(file_url(walk, hidden)).status_code == 200


def test_a_foreign_file_does_not_exist(walk: Walk, client: Client) -> None:
    attachment = attach(walk.receive().order, upload(), by=Actor.citizen(), at=MONDAY)
    other = Walk(walk.cast).receive().dispatch()
    assert client.get(file_url(walk, attachment)).status_code == 302  # to the login
    logged_in(client, walk.cast.unit_clerk)
    assert client.get(file_url(walk, attachment)).status_code == 404
    assert client.get(file_url(other, attachment)).status_code == 404
    logged_in(client, walk.cast.operator)
    assert client.get(file_url(other, attachment)).status_code == 404
    attachment.public_id = uuid4()
    assert client.get(file_url(walk, attachment)).status_code == 404


def test_a_file_lost_from_the_disk_is_not_there(walk: Walk, client: Client) -> None:
    attachment = attach(walk.receive().order, upload(), by=Actor.citizen(), at=MONDAY)
    Path(attachment.file.path).unlink()
    logged_in(client, walk.cast.operator)
    assert client.get(file_url(walk, attachment)).status_code == 404


def test_nothing_of_the_store_is_served_by_its_path(walk: Walk, client: Client) -> None:
    attachment = attach(walk.receive().order, upload(), by=Actor.citizen(), at=MONDAY)
    logged_in(client, walk.cast.operator)
    for path in (f"/media/{attachment.file.name}", f"/static/{attachment.file.name}"):
        assert client.get(path).status_code == 404
    assert str(attachment.file.name) not in client.get(f"/orders/{walk.order.number}/").text
