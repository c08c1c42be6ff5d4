"""A printed total against its rows: by how much they miss it, and which row would explain it."""

from dataclasses import replace
from fractions import Fraction

from reports.ledger.bulletin.finding import SUM, Finding, compare, slack
from reports.ledger.bulletin.typed import Sum
from reports.ledger.compare import Verdict
from reports.rounding import shown


def check_sum(entry: Sum) -> Finding:
    """Rows and total are counts, or rates rounded each by itself."""
    blank = Finding(SUM, entry.name, entry.printed, Verdict.IMPOSSIBLE, entry.total)
    if any(number.value < 0 for number in (entry.total, *entry.parts)):
        what = "率" if entry.total.is_rate else "件数"
        return replace(blank, note=f"{what}不会是负数")
    exact = sum((part.value for part in entry.parts), start=Fraction(0))
    off = sum(map(slack, entry.parts), start=Fraction(0))
    coarse = any(part.is_coarse for part in entry.parts)
    found = compare(entry.total, exact, (exact - off, exact + off), coarse=coarse)
    note = _why(entry, exact) if found.verdict is Verdict.CONFLICT else found.note
    return replace(blank, verdict=found.verdict, value=exact, note=note, rounding=found.rounding)


def _why(entry: Sum, exact: Fraction) -> str:
    """By how much the rows miss their total, and the one row that would explain it."""
    total = entry.total.value
    words = f"各项之和{_plain(entry, exact)}，比合计{'多' if exact > total else '少'}"
    words += _plain(entry, abs(exact - total))
    rows = [n for n, part in enumerate(entry.parts, start=1) if part.value == abs(exact - total)]
    if not rows:
        return words
    which = "或".join(f"第{n}项" for n in rows)
    return f"{words}，正好是{which}：合计{'漏加了它' if exact > total else '把它加了两次'}"


def _plain(entry: Sum, value: Fraction) -> str:
    """A rate as print has it; a count in full."""
    if not entry.total.is_rate:
        return str(int(value))
    places = max(number.places for number in (entry.total, *entry.parts))
    return shown(value, entry.total.unit, places)
