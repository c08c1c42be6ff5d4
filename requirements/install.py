"""Make .venv and install one set of pins into it: python3 requirements/install.py local|dev|node.

Runs on a bare Python, so nothing but the standard library is used. A stamp says what is installed
already; a second run then takes no time.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
CONTAINS = {"local": ["local", "dev"], "dev": ["dev"], "node": ["node"]}


def main() -> None:
    wanted = sys.argv[1]
    if sys.version_info < OLDEST:
        sys.exit(
            f"需要 Python 3.11 或更新，{sys.executable} 是 {sys.version.split()[0]}："
            "装一个新的，再用 make PYTHON=python3.12 run 指给它"
        )
    make_venv()
    done = read_stamp()
    if any(done.get(name) == digest(name) for name in CONTAINS[wanted]):
        return
    print(f"正在装依赖（requirements/{wanted}.txt），第一次要一两分钟……", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if subprocess.call([*command, "-r", str(pins(wanted))]) != 0:
        sys.exit(
            "依赖没装上，原因在上面：多半是网络或 pip 的镜像设置（pip config list），改好再来一次"
        )
    done[wanted] = digest(wanted)
    STAMP.write_text(json.dumps(done))


def make_venv() -> None:
    """A whole environment that this Python can start; a broken one is made anew."""
    if PYTHON.exists() and quiet(str(PYTHON), "-m", "pip", "--version"):
        return
    if not quiet(sys.executable, "-c", "import venv, ensurepip"):
        sys.exit(
            "这个 Python 没有 venv 模块："
            "Debian、Ubuntu 上用 root 运行 apt-get install python3-venv，再来一次"
        )
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        sys.exit(f"建不了虚拟环境 {VENV}，原因在上面：看磁盘空间和目录权限")


def quiet(*command: str) -> bool:
    """Whether the command ends well; what it says is of no interest."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def read_stamp() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found


def digest(name: str) -> str:
    """Of the pins and of the Python that they are for."""
    return hashlib.sha256(pins(name).read_bytes() + sys.version.encode()).hexdigest()


def pins(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


if __name__ == "__main__":
    main()
