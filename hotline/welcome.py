"""What `run` says once the pages answer: the address, and who can log in."""

import http.client
import time
import unicodedata
from collections.abc import Callable, Sequence

from units.demo import accounts

HEAD = ("角色", "工号", "口令", "姓名", "单位")
WAIT_SECONDS = 60.0


def wait_until_up(host: str, port: int, *, gone: Callable[[], bool]) -> bool:
    """Whether /healthz answered before the web process was gone or the patience ended."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and not gone():
        connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def url(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    return f"http://{_reachable(host)}:{port}/"


def text(host: str, port: int, *, demo: bool) -> str:
    """The address and, where there are demo accounts, a table of them."""
    lines = ["", f"  12345 热线已经打开：{url(host, port)}", ""]
    if demo:
        lines += [f"  {line}" for line in table([HEAD, *accounts()])] + [""]
    return "\n".join([*lines, "  Ctrl-C 全部停下", "", ""])


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with aligned columns; a Chinese character is two columns wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
