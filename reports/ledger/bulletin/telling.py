"""The findings on a bulletin for programs and for people: a list of objects, and a plain table."""

from collections.abc import Sequence

from reports.ledger.bulletin.finding import Finding
from reports.ledger.compare import VERDICT_WORDS, Verdict
from reports.ledger.table import aligned, as_number
from reports.rounding import in_unit

_HEAD = ("指标", "公布", "复算", "核对")


def as_objects(found: Sequence[Finding]) -> list[dict[str, object]]:
    """One object an entry. value is a number in the print's unit (98.742138 for 98.74%) or null;
    fits: the denominators, or bases, that give the print."""
    return [
        {
            "kind": one.kind,
            "name": one.name,
            "printed": one.printed,
            "verdict": one.verdict.value,
            "value": None if one.value is None else as_number(in_unit(one.value, one.number.unit)),
            "unit": one.number.unit,
            "shown": one.shown,
            "fits": list(one.fits),
            "note": one.note,
            "verdict_words": VERDICT_WORDS[one.verdict],
        }
        for one in found
    ]


def as_words(found: Sequence[Finding]) -> str:
    """The table, below it what there is to say of single figures, and the count of each verdict."""
    rows = [(one.name, one.printed, one.shown, VERDICT_WORDS[one.verdict]) for one in found]
    notes = [f"{one.name} {one.printed}：{one.note}" for one in found if one.note]
    counts = [(verdict, sum(one.verdict is verdict for one in found)) for verdict in Verdict]
    total = "；".join(f"{VERDICT_WORDS[verdict]}{n}" for verdict, n in counts if n)
    return "\n".join([aligned([_HEAD, *rows]), "", *notes, f"共{len(found)}项：{total}"])
