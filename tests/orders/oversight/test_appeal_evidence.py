"""Files that come with an appeal, and those of the order that it points at."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orders.models import AppealEvidence, Attachment
from orders.states import Verb
from tests import samples
from tests.factories import Walk
from tests.orders.oversight.appealing import REASON, card_of, overdue, rated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def test_files_are_handed_in_with_the_appeal_even_after_the_archive(
    walk: Walk, client: Client, store: Path
) -> None:
    rated(walk).do(Verb.ARCHIVE, "reviewer")
    client.force_login(walk.cast.unit_clerk)
    url = f"/orders/{walk.order.number}/appeal/"
    with at(walk):
        page = client.get(url).content.decode()
        assert 'enctype="multipart/form-data"' in page
        sent = {
            "matter": f"rating:{walk.lead.round.id}",
            "text": "市民说的是另一件事",
            "uploads": SimpleUploadedFile("录音.png", samples.png()),
        }
        done = client.post(url, sent, follow=True)
    assert "等热线裁定" in done.content.decode()
    proof = AppealEvidence.objects.get()
    assert proof.appeal.order_id == walk.order_id
    assert proof.attachment.name == "录音.png"
    page = client.get(f"/orders/{walk.order.number}/").content.decode()
    assert str(proof.attachment.public_id) in page


def test_an_appeal_that_fails_keeps_no_file(walk: Walk, client: Client, store: Path) -> None:
    rated(walk)
    client.force_login(walk.cast.unit_clerk)
    sent = {
        "matter": f"rating:{walk.lead.round.id}",
        "text": " ",
        "uploads": SimpleUploadedFile("x.png", samples.png()),
    }
    with at(walk):
        answer = client.post(f"/orders/{walk.order.number}/appeal/", sent)
    assert answer.status_code == 422
    assert not Attachment.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_what_the_order_has_is_pointed_at_through_the_staff_api(walk: Walk, client: Client) -> None:
    overdue(walk)
    client.force_login(walk.cast.unit_clerk)
    with at(walk):
        client.post(
            f"/orders/{walk.order.number}/attachments/",
            {"file": SimpleUploadedFile("证明.png", samples.png())},
        )
        known = str(Attachment.objects.get().public_id)
        address = f"/api/staff/orders/{walk.order.number}/appeal"
        body = {"matter": f"card:{card_of(walk).pk}", **REASON, "evidence": [known]}
        strange = client.post(address, {**body, "evidence": ["no"]}, "application/json")
        assert strange.status_code == 422
        blind = client.post(address, {**body, "uploads": "x"}, "application/json")
        assert blind.status_code == 422
        assert client.post(address, body, "application/json").status_code == 200
    assert AppealEvidence.objects.get().attachment.name == "证明.png"


def at(walk: Walk) -> Any:
    """Ten minutes after the last verb."""
    return time_machine.travel(walk.at.timestamp() + 600, tick=False)
