"""The citizen's part of a form, and the filter that hides numbers on pages."""

from typing import Any

import pytest
from django.template import Context, Template

from orders.citizens import identity_of
from orders.forms.citizen import CitizenFields
from tests.factories import MONDAY


@pytest.mark.django_db
def test_a_filled_form_gives_the_citizen() -> None:
    form = CitizenFields({"phone": "１３８ 0000 0001", "name": "李四", "form_of_address": "李女士"})
    assert form.is_valid(), form.errors
    citizen = form.citizen(at=MONDAY)
    assert citizen is not None
    identity = identity_of(citizen)
    assert identity is not None
    assert (identity.phone, identity.name) == ("+8613800000001", "李四")


@pytest.mark.django_db
def test_an_anonymous_demand_has_no_citizen() -> None:
    form = CitizenFields({"anonymous": "on"})
    assert form.is_valid(), form.errors
    assert form.citizen(at=MONDAY) is None


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({}, "phone", "写上电话"),
        ({"phone": "   "}, "phone", "写上电话"),
        ({"phone": "1380000"}, "phone", "手机号是11位"),
        ({"phone": "13800000001", "anonymous": "on"}, "anonymous", "不是匿名"),
        ({"name": "李四", "anonymous": "on"}, "anonymous", "不是匿名"),
        ({"phone": "13800000001", "name": "长" * 21}, "name", "20"),
        ({"phone": "1" * 41}, "phone", "40"),
    ],
)
def test_a_wrong_form_says_where_and_what(data: dict[str, Any], field: str, says: str) -> None:
    form = CitizenFields(data)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]


def test_the_filter_hides_numbers_and_still_escapes() -> None:
    page = Template("{% load privacy %}{{ words|mask_numbers|linebreaksbr }}")
    shown = page.render(Context({"words": "<b>13800000001</b>\n0730-8888123"}))
    assert shown == "&lt;b&gt;138****0001&lt;/b&gt;<br>0730-****123"


def test_the_filter_takes_anything() -> None:
    page = Template("{% load privacy %}{{ none|mask_numbers }}{{ number|mask_numbers }}")
    assert page.render(Context({"none": "", "number": 13800000001})) == "138****0001"
