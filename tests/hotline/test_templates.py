"""Every template and stylesheet keeps the content security policy and the house's words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("hotline", "units", "orders", "calls", "intake", "knowledge", "reports")
TEMPLATES = sorted(path for app in APPS for path in (ROOT / app / "templates").rglob("*.html"))
ICONS = set((ROOT / "hotline/icons.txt").read_text().split())

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>"),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "a javascript address": re.compile(r"javascript:"),
    "an htmx expression": re.compile(r"\bhx-on|hx-vals='js:|hx-vars"),
    "something from elsewhere": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
}
UNWANTED = re.compile("成功|请注意|系统提示|系统异常|无权限|暂无数据|必填项|！")


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_needs_nothing_that_the_policy_forbids(path: Path) -> None:
    source = path.read_text()
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_draws_only_icons_of_the_sprite(path: Path) -> None:
    named = set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert named <= ICONS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_speaks_in_the_words_of_the_house(path: Path) -> None:
    assert UNWANTED.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "hotline/static/hotline").rglob("*.*")), ids=lambda path: path.name
)
def test_our_own_scripts_and_styles_stay_small_and_at_home(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 250
    assert not re.search(r"https?://(?!www\.w3\.org/)", source)
    if path.suffix == ".js":
        assert not re.search(r"\beval\(|new Function|\.innerHTML\s*=|\.style\b", source)


def test_the_icons_are_listed_once_and_in_order() -> None:
    names = (ROOT / "hotline/icons.txt").read_text().split()
    assert names == sorted(set(names))
