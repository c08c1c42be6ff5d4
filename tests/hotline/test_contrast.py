"""Every pair of colours that carries words or edges keeps its contrast, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "hotline/static/hotline/css/tokens.css"

# ink, ground, contrast in the light theme, in the dark theme (WCAG 2.2, two places).
TABLE = [
    ("ink", "surface", 16.48, 14.17),
    ("ink-2", "surface", 8.14, 9.08),
    ("ink-3", "surface", 5.45, 6.12),
    ("ink-3", "bg", 4.94, 6.59),
    ("ink-3", "accent-soft", 4.75, 4.67),
    ("accent", "surface", 6.77, 8.16),
    ("on-accent", "accent", 6.77, 8.30),
    ("ink", "accent-soft", 14.39, 10.80),
    ("ok", "surface", 5.87, 8.76),
    ("soon", "surface", 6.43, 10.01),
    ("over", "surface", 6.54, 8.55),
    ("card-y-ink", "card-y", 8.19, 8.19),
    ("card-r-ink", "card-r", 5.72, 5.42),
    ("field", "surface", 3.52, 3.79),
    ("bar-ink", "bar", 12.97, 14.41),
]
SOFT = ("ok", "soon", "over")
WORDS, EDGES = 4.5, 3.0


def theme(name: str) -> dict[str, str]:
    """The colours of one theme, as the file has them: token -> six hex digits."""
    found = re.search(rf'\[data-bs-theme="{name}"\] \{{(.*?)\}}', TOKENS.read_text(), re.DOTALL)
    assert found, name
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", found.group(1)))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), TABLE)
def test_the_printed_contrasts_come_out_of_the_tokens(
    ink: str, ground: str, light: float, dark: float
) -> None:
    for name, printed in (("light", light), ("dark", dark)):
        colours = theme(name)
        assert contrast(colours[ink], colours[ground]) == pytest.approx(printed, abs=0.006), name


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("tone", SOFT)
def test_words_on_a_soft_ground_of_their_own_tone_can_be_read(name: str, tone: str) -> None:
    colours = theme(name)
    assert 5.17 - 0.006 <= contrast(colours[tone], colours[f"{tone}-soft"]) <= 8.22 + 0.006


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_can_be_read_on_every_ground_they_stand_on(name: str) -> None:
    colours = theme(name)
    grounds = ("surface", "bg", "sunken", "hover", "accent-soft")
    for ink in ("ink", "ink-2", "ink-3", "accent", "soon", "over"):
        for ground in grounds:
            assert contrast(colours[ink], colours[ground]) >= WORDS, (ink, ground)
    for ink in ("bar-ink", "bar-ink-2"):
        assert contrast(colours[ink], colours["bar"]) >= WORDS, ink
    assert contrast(colours["field"], colours["surface"]) >= EDGES


def test_a_card_too_pale_for_its_ground_has_an_edge() -> None:
    light, dark = theme("light"), theme("dark")
    assert contrast(light["card-y"], light["surface"]) == pytest.approx(1.71, abs=0.006)
    assert contrast(light["card-y-edge"], light["surface"]) >= EDGES
    assert contrast(dark["card-r-edge"], dark["surface"]) >= EDGES
