"""Every figure of a typed bulletin against its own parts, and how the whole of it rounds."""

from collections.abc import Sequence
from dataclasses import replace

from reports.ledger.bulletin.changes import check_change
from reports.ledger.bulletin.finding import Finding
from reports.ledger.bulletin.rates import check_rate
from reports.ledger.bulletin.sums import check_sum
from reports.ledger.bulletin.typed import Entry, Rate, Sum, read_bulletin
from reports.ledger.compare import Verdict
from reports.rounding import Rounding


def check_bulletin(text: str, name: str = "通报") -> list[Finding]:
    """What is found on each entry, good and bad, in the bulletin's order. name: of the file, for
    the words of BadData, which is raised for what cannot be read."""
    return _with_its_style([_checked(entry) for entry in read_bulletin(text, name)])


def _checked(entry: Entry) -> Finding:
    if isinstance(entry, Rate):
        return check_rate(entry)
    return check_sum(entry) if isinstance(entry, Sum) else check_change(entry)


def _with_its_style(found: Sequence[Finding]) -> list[Finding]:
    """A figure that was cut says so where others of the bulletin were rounded."""
    rounded = [one.name for one in found if one.rounding is Rounding.HALF_UP]
    if not rounded:
        return list(found)
    some = f"等{len(rounded)}处" if len(rounded) > 1 else ""
    words = f"这份通报的“{rounded[0]}”{some}是四舍五入的，写法不一"
    return [
        replace(one, note=f"{one.note}；{words}") if one.verdict is Verdict.TRUNCATED else one
        for one in found
    ]
