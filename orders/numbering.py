"""Order numbers: YYYYMMDD, six digits of the day's counter, one check digit (ISO 7064 mod 11,10).

Blocks of the counter are taken in a short transaction of their own, so that receiving never waits
for another receiving; gaps are allowed, repeats are impossible.
"""

from collections import deque
from datetime import date, datetime
from threading import Lock

from django.db import connections

from orders.period import SHANGHAI

BLOCK = 20
_TAKE = """
    INSERT INTO orders_daycounter (day, last) VALUES (%s, %s)
    ON CONFLICT (day) DO UPDATE SET last = orders_daycounter.last + EXCLUDED.last
    RETURNING last
"""


def check_digit(digits: str) -> str:
    """The ISO 7064 mod 11,10 digit: it finds every wrong digit and nearly every swapped pair."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def number_of(day: date, n: int) -> str:
    """The number of the day's nth order. Raises OverflowError beyond 999,999."""
    if not 1 <= n <= 999_999:
        raise OverflowError(f"{day} 的单号用完了")
    digits = f"{day:%Y%m%d}{n:06d}"
    return digits + check_digit(digits)


def is_number(text: str) -> bool:
    """Whether the text is a well-formed order number with the right check digit."""
    return len(text) == 15 and text.isdecimal() and check_digit(text[:14]) == text[14]


class Allocator:
    """Numbers of one process, taken in blocks."""

    def __init__(self, block: int = BLOCK) -> None:
        self.block = block
        self._free: dict[tuple[str, date], deque[int]] = {}
        self._lock = Lock()

    def next(self, at: datetime, using: str = "default") -> str:
        """The next number of the local day of that moment."""
        day = at.astimezone(SHANGHAI).date()
        name = str(connections[using].settings_dict["NAME"])
        with self._lock:
            free = self._free.setdefault((name, day), deque())
            if not free:
                last = _take(day, self.block, using)
                free.extend(range(last - self.block + 1, last + 1))
            return number_of(day, free.popleft())

    def forget(self) -> None:
        """Let go of the numbers it holds, which become gaps: for a database that begins anew."""
        with self._lock:
            self._free.clear()


def _take(day: date, block: int, using: str) -> int:
    own = connections[using].copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_TAKE, [day, block])
            row = cursor.fetchone()
            return int(row[0])
    finally:
        own.close()


allocator = Allocator()
