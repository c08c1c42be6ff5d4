"""On the order's page: a number that masks itself again, and a real photo added and shown."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from orders.citizens import citizen_for
from orders.models import Attachment, Reveal
from tests import samples
from tests.browser import Window
from tests.factories import MONDAY, Walk

NUMBER = "138 0000 0001"
# A picture of 40 x 20 points, as the browser itself encodes it.
ENCODE = """type => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [40, 20];
    canvas.getContext("2d").fillRect(3, 3, 9, 9);
    return canvas.toDataURL(type).split(",")[1];
}"""
SIZE = """async url => {
    const picture = await createImageBitmap(await (await fetch(url)).blob());
    return [picture.width, picture.height];
}"""


@pytest.fixture
def walk(transactional_db: None, walk: Walk) -> Walk:
    citizen = citizen_for(NUMBER, "李四", "李女士", at=MONDAY)
    return walk.receive(citizen_id=citizen.pk)


@pytest.fixture
def page(window: Window, walk: Walk) -> Page:
    return window.open(f"/orders/{walk.order.number}/", staff=walk.cast.operator)


def test_a_number_shows_in_its_place_and_masks_itself_again(page: Page, walk: Walk) -> None:
    page.clock.install()
    card = page.locator("#citizen-card")
    address = page.url
    card.get_by_role("link", name="显示号码").click()
    card.get_by_label("联系市民").check()
    card.get_by_role("button", name="显示号码").click()
    expect(card.get_by_role("status")).to_contain_text(NUMBER)
    assert page.url == address
    page.clock.run_for(100)  # what came in settles, and its ten seconds begin
    page.clock.fast_forward(9_000)
    expect(card).to_contain_text(NUMBER)
    page.clock.fast_forward(2_000)
    expect(card).to_contain_text("138****0001")
    expect(page.locator("body")).not_to_contain_text(NUMBER)
    assert Reveal.objects.count() == 1


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_real_photo_is_added_in_its_place_and_still_shows(
    page: Page, walk: Walk, kind: str, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    photo = base64.b64decode(page.evaluate(ENCODE, f"image/{kind}"))
    if kind == "jpeg":  # as a telephone takes it: lying on its side
        photo = photo[:2] + samples.part(0xE1, b"Exif\0\0" + samples.tiff()) + photo[2:]
    box = page.locator("#attachments")
    box.get_by_role("link", name="加附件").click()
    box.get_by_label("文件").set_input_files(
        {"name": "现场.jpg", "mimeType": f"image/{kind}", "buffer": photo}
    )
    box.get_by_role("button", name="加上").click()
    link = box.get_by_role("link", name="现场")
    expect(link).to_be_visible()
    attachment = Attachment.objects.get()
    kept = Path(attachment.file.path).read_bytes()
    assert samples.PLACE not in kept
    size = page.evaluate(SIZE, link.get_attribute("href"))
    assert size == ([20, 40] if kind == "jpeg" else [40, 20])
