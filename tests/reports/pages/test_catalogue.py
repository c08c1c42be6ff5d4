"""/catalogue/ is the catalogue itself: nothing of it is missing, and everything has its words."""

import re

import pytest
from django.urls import reverse

from reports.asking import dimensions_of
from reports.catalogue import CATALOGUE, CHAPTERS
from reports.formulas import FORMULAS
from reports.populations.dimensions import NAMES
from tests.reports.pages.conftest import Page

pytestmark = pytest.mark.django_db


def entry(page: str, code: str) -> str:
    found = re.search(rf'<article[^>]*id="{re.escape(code)}".*?</article>', page, re.S)
    assert found, code
    return found[0]


def test_every_statistic_stands_there_with_what_a_reader_must_know(page: Page) -> None:
    shown = page(reverse("catalogue"))
    for of in CATALOGUE.values():
        text = entry(shown, of.code)
        top, under = FORMULAS[of.code]
        assert of.name in text
        assert top in text
        assert f"÷ {under}" in text if under else "÷ " not in text.split("<p", 2)[1]
        assert f"按{of.dated_by.name}算" in text
        assert all(NAMES[name] in text for name in dimensions_of(of))
        assert of.note in text
        assert of.source in text
    assert all(f"<h2>{chapter}</h2>" in shown for chapter in CHAPTERS)


def test_words_are_written_for_each_statistic_and_for_nothing_else() -> None:
    assert set(FORMULAS) == set(CATALOGUE)


def test_a_rate_has_two_parts_in_words_and_a_count_has_one() -> None:
    for code, of in CATALOGUE.items():
        assert bool(FORMULAS[code][1]) == (of.denominator is not None), code


def test_a_truncated_rate_says_so_and_variants_follow_their_own(page: Page) -> None:
    shown = page(reverse("catalogue"))
    assert "截尾" in entry(shown, "calls.answered_rate")
    assert "四舍五入" in entry(shown, "orders.on_time_rate")
    variant = "orders.satisfied_rate.unrated_dissatisfied"
    assert "没评价的算不满意" in entry(shown, variant)
    assert "另一种算法" in entry(shown, variant)
    order = re.findall(r'<article[^>]*id="([^"]+)"', shown)
    at = order.index("orders.satisfied_rate")
    assert set(order[at + 1 : at + 3]) == {variant, "orders.satisfied_rate.unrated_satisfied"}
    assert sorted(order) == sorted(CATALOGUE)


def test_the_explorer_leads_to_the_catalogue_and_back(page: Page) -> None:
    assert 'href="/catalogue/"' in page("/statistics/")
    assert 'href="/statistics/?code=orders.on_time_rate"' in page("/catalogue/")
