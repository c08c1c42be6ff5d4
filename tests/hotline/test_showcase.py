"""The showcase of components, and the policy every page is sent with."""

import pytest
from django import forms
from django.test import Client
from pytest_django import Settings

from hotline.templatetags.badges import STATES, card_shape, status, urgency
from orders.states import AssignmentState, OrderState
from tests.cast import Cast


def test_an_administrator_sees_every_component(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.get("/components/").content.decode()
    for words in (
        "超3时12分",
        "16:10前签收",
        "挂账至8月14日",
        "黄牌",
        "投诉人身份不显示",
        "没存上",
    ):
        assert words in page


def test_others_find_no_such_page_but_in_a_development_copy(
    client: Client, cast: Cast, settings: Settings
) -> None:
    client.force_login(cast.operator)
    assert client.get("/components/").status_code == 404
    settings.DEBUG = True
    assert client.get("/components/").status_code == 200


def test_every_page_is_sent_with_a_policy_without_unsafe_words(client: Client, db: None) -> None:
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_who_switched_single_letters_off_is_sent_pages_without_them(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.dispatcher)
    assert 'data-keys="off"' not in client.get("/me/").content.decode()
    cast.dispatcher.single_keys_off = True
    cast.dispatcher.save()
    assert 'data-keys="off"' in client.get("/me/").content.decode()


def test_every_state_has_a_mark_of_its_own_kind() -> None:
    assert {*OrderState.values, *AssignmentState.values} <= set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_a_status_is_a_shape_hidden_from_readers_and_a_word(state: str) -> None:
    drawn = status(state, "<办理中>")
    assert 'aria-hidden="true"' in drawn
    assert "&lt;办理中&gt;" in drawn


@pytest.mark.parametrize(("level", "word"), [(0, "一般"), (1, "紧急"), (2, "特急")])
def test_urgency_has_bars_and_a_word_even_in_lists(level: int, word: str) -> None:
    assert word in urgency(level)
    drawn = urgency(level, in_list=True)
    assert word in drawn
    assert ('class="vh"' in drawn) == (level == 0)
    assert drawn.count("opacity") == 2 - level


def test_a_card_says_its_colour_in_words() -> None:
    assert "黄" in card_shape("yellow")
    assert 'aria-label="红牌"' in card_shape("red")


def test_a_missing_answer_is_asked_for_in_the_words_of_the_house() -> None:
    class Question(forms.Form):
        reason = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "甲")])
        why = forms.CharField(error_messages={"required": "写明未联系的原因"})

    errors = Question({}).errors
    assert errors == {
        "reason": ["这一项要填"],
        "kind": ["选一个"],
        "why": ["写明未联系的原因"],
    }
