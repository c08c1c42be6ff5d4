"""The citizen's link on a phone and at a desk, with scripts and without."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from orders.callbacks.surveys import hash_for, path_of
from orders.citizens import citizen_for
from orders.lifecycle import apply
from orders.models import CallbackTask, PlacedCallback
from orders.states import OrderState, Verb
from tests.browser import DESK, PHONE, Window
from tests.factories import Walk
from tests.intake.test_pages_in_browser import fits
from units.actor import Actor


@pytest.fixture
def link(transactional_db: None, walk: Walk) -> str:
    """A link that is out, at two on a Monday."""
    walk.receive(citizen_id=citizen_for("13800000001", at=walk.at).pk).to(OrderState.REPLIED)
    walk.do(Verb.ACCEPT, "reviewer", public_text="12盏路灯都亮了")
    CallbackTask.objects.update(robot_tries=2)
    task, key = CallbackTask.objects.get(), walk.order.public_id
    apply(
        Verb.PLACE_CALLBACK, walk.order_id, by=Actor.system(), at=walk.at, task_id=task.pk,
        key=key, token_hash=hash_for(key),
    )  # fmt: skip
    return path_of(PlacedCallback.objects.get().key)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_answers_by_the_link(
    window: Window, walk: Walk, link: str, size: tuple[int, int], script: bool
) -> None:
    with time_machine.travel(walk.at + timedelta(minutes=5)):
        page = window.open(link, size=size, java_script_enabled=script)
        expect(page.get_by_text("12盏路灯都亮了")).to_be_visible()
        assert not script or fits(page)
        page.get_by_role("radio", name="不满意", exact=True).check()
        page.get_by_role("radio", name="没有解决", exact=True).check()
        page.get_by_label("还想说的").fill("学校一侧还有5盏不亮")
        page.get_by_role("button", name="交上去").click()
        expect(page.get_by_role("heading", name="评价收到了，谢谢您")).to_be_visible()
        assert not script or fits(page)
    window.complaints = [said for said in window.complaints if "410" not in said]
    assert CallbackTask.objects.get().rating == 2
