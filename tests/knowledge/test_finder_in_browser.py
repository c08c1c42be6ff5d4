"""In a browser the finder stands beside the answer: words are brought into the form, and sent."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from knowledge.models import Citation
from orders.states import OrderState
from tests.browser import Window
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.knowledge.shelf import LAMP, make_shelf

pytestmark = pytest.mark.long


def test_an_operator_brings_an_article_into_the_answer_and_sends_it(
    window: Window, transactional_db: None, walk: Walk, cast: Cast
) -> None:
    shelf = make_shelf(cast)
    lamp = shelf.publish(category_id="10.01.01")
    shelf.publish("给小孩上户口", subclass_id="02.01", body="到派出所办。")
    number = walk.receive().order.number
    with time_machine.travel(MONDAY + timedelta(hours=1)):
        page = window.open(f"/orders/{number}/", staff=cast.operator)
        page.get_by_role("link", name=re.compile("直接答复")).click()
        answer = page.get_by_label("答复内容")
        answer.fill("您好。")
        find = page.get_by_label("在知识库里找")
        find.fill("派出所")
        find.press("Enter")
        expect(page.get_by_text("给小孩上户口").first).to_be_visible()
        find = page.get_by_label("在知识库里找")
        find.fill("路灯")
        find.press("Enter")
        page.get_by_role("link", name=re.compile("引入.*路灯不亮")).click()
        expect(answer).to_have_value(f"您好。\n\n{LAMP}")
        expect(page.get_by_label(re.compile(lamp.number))).to_be_checked()
        assert walk.order.state == OrderState.RECEIVED
        page.get_by_role("button", name=re.compile("直接答复")).click()
        expect(page.get_by_text("已直接答复")).to_be_visible()
        expect(page.get_by_role("heading", name="答复依据")).to_be_visible()
    assert Citation.objects.get().article == lamp
