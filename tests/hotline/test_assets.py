"""The pages' third-party files: one sprite of the icons in use, no source maps, no hosts."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from hotline import assets

OUTLINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="icon">\n'
    '  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n  <path d="M5 4h4" />\n</svg>'
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A node_modules with two icons and a style sheet in it."""
    icons = tmp_path / "@tabler" / "icons" / "icons"
    for kind, name in (("outline", "bell"), ("filled", "star")):
        (icons / kind).mkdir(parents=True)
        (icons / kind / f"{name}.svg").write_text(OUTLINE)
    style = tmp_path / "@tabler" / "core" / "dist" / "css"
    style.mkdir(parents=True)
    (style / "tabler.min.css").write_bytes(b"a{}\n/*# sourceMappingURL=tabler.min.css.map */")
    charts = tmp_path / "echarts" / "dist"
    charts.mkdir(parents=True)
    (charts / "echarts.min.js").write_bytes(b"b()\n//# sourceMappingURL=echarts.min.js.map")
    monkeypatch.setattr(assets, "MODULES", tmp_path)
    return tmp_path


def test_the_sprite_has_a_symbol_of_each_icon_painted_as_its_kind(modules: Path) -> None:
    symbols = ElementTree.fromstring(assets.sprite(["bell", "star-filled"]))
    assert [symbol.get("id") for symbol in symbols] == ["bell", "star-filled"]
    assert [symbol.get("fill") for symbol in symbols] == ["none", "currentColor"]
    assert [path.get("d") for path in symbols[0].iter(f"{SVG}path")] == ["M5 4h4"]


def test_an_icon_that_does_not_exist_is_named(modules: Path) -> None:
    with pytest.raises(assets.AssetsError, match="图标集里没有 no-such"):
        assets.sprite(["no-such"])


def test_the_copies_point_to_no_source_map(
    modules: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    assets.copy()
    assert (tmp_path / "tabler.min.css").read_text() == "a{}"
    assert (tmp_path / "echarts.min.js").read_text() == "b()"


def test_a_remark_in_the_list_is_no_icon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "NAMES", tmp_path / "icons.txt")
    assets.NAMES.write_text("star-filled\n# marks\nbell  # ring\n\nbell\n")
    assert assets.wanted_icons() == ["bell", "star-filled"]


def test_every_icon_that_a_template_draws_is_in_the_list() -> None:
    drawn: set[str] = set()
    for template in assets.ROOT.glob("*/templates/**/*.html"):
        drawn |= set(re.findall(r'{% icon "([a-z0-9-]+)"', template.read_text()))
    assert drawn
    assert drawn - set(assets.wanted_icons()) == set()


def test_what_is_built_is_what_the_list_names() -> None:
    assert (assets.VENDOR / "icons.svg").read_text().count("<symbol") == len(assets.wanted_icons())
    assert b"sourceMappingURL" not in (assets.VENDOR / "tabler.min.css").read_bytes()


def test_the_lock_pins_every_package_and_names_no_host() -> None:
    lock = (assets.ROOT / "package-lock.json").read_text()
    packages = json.loads(lock)["packages"]
    assert all(entry.get("integrity") for name, entry in packages.items() if name)
    assert "resolved" not in lock


def test_the_python_locks_name_no_host_and_pin_exactly() -> None:
    for name in ("lock", "local", "dev", "node"):
        lines = (assets.ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        assert pins
        assert all(re.match(r"[a-z0-9-]+==\S+", pin) for pin in pins)
        assert not any("://" in line for line in lines)
