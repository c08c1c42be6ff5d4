"""The ledger for people and for programs: a plain table, and a list of objects."""

from collections.abc import Sequence
from fractions import Fraction
from unicodedata import east_asian_width

from reports.ledger.compare import VERDICT_WORDS
from reports.ledger.fits import Fit
from reports.ledger.reckon import Line, Reproduced
from reports.rounding import NOTHING

_REPRODUCED = {Reproduced.YES: "是", Reproduced.NO: "否", Reproduced.GIVEN: "照录"}
_HEAD = ("指标", "名称", "公布", "分子/分母", "复算", "核对", "复现")
_DIGITS = 6  # decimals of a value for programs


def as_json(lines: Sequence[Line]) -> list[dict[str, object]]:
    """One object a figure. value is a number in the unit shown (98.742138 for 98.74%); verdict and
    reproduced are the codes; fits: what else would give the printed figure."""
    return [
        {
            "key": line.figure.key,
            "printed": line.figure.printed,
            "numerator": line.numerator,
            "denominator": line.denominator,
            "value": _number(line),
            "shown": line.shown,
            "verdict": line.judgement.verdict.value,
            "reproduced": line.reproduced.value,
            "name": line.figure.name,
            "scope": line.figure.scope,
            "fits": [
                {"numerator": fit.numerator, "denominator": fit.denominator, "base": fit.base}
                for fit in line.judgement.fits
            ],
            "why": line.figure.why,
            "note": line.note,
            "verdict_words": VERDICT_WORDS[line.judgement.verdict],
            "reproduced_words": _REPRODUCED[line.reproduced],
        }
        for line in lines
    ]


def as_table(lines: Sequence[Line]) -> str:
    """The table, columns aligned for wide characters, and below it what would give the figures
    that contradict their document."""
    return "\n".join([aligned([_HEAD, *(_cells(line) for line in lines)]), *_notes(lines)])


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows of equal length, the first the head, in columns that count wide characters as two."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = ["  ".join(map(_pad, row, widths)).rstrip() for row in rows]
    table.insert(1, "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(table)


def _cells(line: Line) -> tuple[str, ...]:
    counts = NOTHING
    if line.numerator is not None:
        counts = str(line.numerator)
        if line.denominator is not None:
            counts += f"/{line.denominator}"
    return (
        line.figure.key,
        line.figure.name,
        line.figure.printed,
        counts,
        line.shown,
        VERDICT_WORDS[line.judgement.verdict],
        _REPRODUCED[line.reproduced],
    )


def _notes(lines: Sequence[Line]) -> list[str]:
    found = []
    for line in lines:
        if line.judgement.fits:
            fits = "、".join(map(_fit, line.judgement.fits))
            found.append(f"{line.figure.name} {line.figure.printed}：能得出它的有 {fits}")
        for words in dict.fromkeys((line.note, line.figure.why)):
            told = line.judgement.fits or line.note or line.reproduced is Reproduced.NO
            if words and told:
                found.append(f"{line.figure.name} {line.figure.printed}：{words}")
    return ["", *found] if found else []


def _fit(fit: Fit) -> str:
    base = f"（{fit.base}）" if fit.base else ""
    return f"{fit.numerator}/{fit.denominator}{base}"


def _number(line: Line) -> float | int | None:
    value = line.value_in_unit
    if value is None:
        return None
    return as_number(value)


def as_number(value: Fraction) -> float | int:
    """A whole number where it is one, else with six decimals."""
    return int(value) if value.denominator == 1 else round(float(value), _DIGITS)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
