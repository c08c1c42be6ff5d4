"""Initials: what a hand types to pick a unit."""

import pytest

from units.initials import initials


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("灵溪镇人民政府 灵溪镇", "lxzrmzf lxz"),
        ("永顺县12345政府服务热线", "ysx12345zffwrx"),
        ("A座（东）", "azd"),
        ("", ""),
        ("（）", ""),
    ],
)
def test_letters_and_digits_stay_signs_go_and_words_stay_apart(text: str, expected: str) -> None:
    assert initials(text) == expected
