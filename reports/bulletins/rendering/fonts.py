"""Which letters a PDF is set in: the licensed 公文 faces where somebody has put them, else Noto.

The first family found wins and the last always exists, since it comes as a package. Noto's package
has no bold, so weight is then faked by a stroke.
"""

import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

OWN = Path(pylopdf_fonts_zh_cn.__file__).parent
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_WANTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fang": ("FangSong_GB2312", "FangSong", SERIF),
        "song": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "SimSun", SERIF),
        "hei": ("SimHei", SANS),
        "kai": ("KaiTi_GB2312", "KaiTi", SERIF),
    }
)
MISSING = "〓"  # stands for a character that no font has


def folders() -> list[str]:
    """Where fonts are looked for: the city's own folder (BULLETIN_FONTS), then the package."""
    own = getattr(settings, "BULLETIN_FONTS", "")
    return [*([own] if own else []), str(OWN)]


@cache
def library() -> typst.Fonts:
    """The fonts of those folders, read once; never the machine's own."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders()
    )


@cache
def chosen() -> dict[str, object]:
    """For each role the families that are there, best first; and whether bold must be faked."""
    have = set(library().families())
    roles: dict[str, object] = {
        role: [name for name in names if name in have] for role, names in _WANTED.items()
    }
    return roles | {"faux": "SimHei" not in have}


def legible(text: str) -> str:
    """The text with 〓 for each character that the package's fonts lack: PDF/A refuses such."""
    signs = _covered()
    if all(ord(sign) in signs or sign in "\n\t" for sign in text):
        return text
    return "".join(sign if ord(sign) in signs or sign in "\n\t" else MISSING for sign in text)


@cache
def _covered() -> frozenset[int]:
    """What both faces of the package have: a bulletin is set in both."""
    faces = [_code_points(path.read_bytes()) for path in sorted(OWN.glob("*.otf"))]
    return frozenset.intersection(*faces)


def _code_points(font: bytes) -> frozenset[int]:
    """The characters of an OpenType font, from its cmap table in format 12 or 4."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * count, 16)
    }
    cmap = tables[b"cmap"]
    (kinds,) = struct.unpack_from(">H", font, cmap + 2)
    starts = {cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * at)[0] for at in range(kinds)}
    found: set[int] = set()
    for start in starts:
        (kind,) = struct.unpack_from(">H", font, start)
        if kind == 12:
            (groups,) = struct.unpack_from(">I", font, start + 12)
            for at in range(start + 16, start + 16 + 12 * groups, 12):
                first, last, _ = struct.unpack_from(">III", font, at)
                found.update(range(first, last + 1))
    return frozenset(found)
