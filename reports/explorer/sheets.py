"""An answer as a file for spreadsheets: the page's table with real numbers, as CSV and as XLSX."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from orders.period import SHANGHAI
from reports.comparison import Change
from reports.csv_lines import Cell, csv_lines
from reports.explorer.choice import Choice
from reports.explorer.figures import Figure, Figures
from reports.explorer.table import table_order
from reports.explorer.words import change_unit
from reports.formulas import formula_of
from reports.measure import DAY
from reports.populations.dimensions import NAMES
from reports.rounding import in_unit, round_to
from reports.statistic import Statistic

_GROWTH_PLACES = 1


def rows_of(figures: Figures, choice: Choice) -> Iterator[list[Cell]]:
    """The head, and a row a group (a row a statistic where nothing divides them); numbers are in
    the unit their head names, None where there is no figure."""
    question = figures.question
    over = [question.period.label, f"{question.as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"]
    if not question.by:
        yield [
            "代码",
            "指标",
            "数",
            "单位",
            "分子",
            "分母",
            "环比",
            "同比",
            "环比同比的单位",
            "期间",
            "截至",
        ]
        for one in figures.whole.values():
            of = one.now.statistic
            change = "%" if one.previous and not one.previous.points else change_unit(of)
            yield [
                of.code,
                of.name,
                value(one),
                of.unit,
                *_parts(one),
                *_changes(one),
                change,
                *over,
            ]
        return
    yield [
        NAMES[question.by],
        *(head for one in figures.statistics for head in _heads(one, question.by)),
        "期间",
        "截至",
    ]
    order = table_order(figures, choice)
    for group in (*order.full, *order.empty):
        cells = (figures.rows[group, one.code] for one in figures.statistics)
        found = [part for one in cells for part in _columns(one, question.by)]
        yield [figures.groups[group], *found, *over]


def as_csv(figures: Figures, choice: Choice) -> Iterator[str]:
    """Lines of the file, the first with a byte order mark."""
    return csv_lines(rows_of(figures, choice))


def as_xlsx(figures: Figures, choice: Choice) -> BytesIO:
    """A workbook, its head frozen; a second sheet says what the figures are."""
    file = BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {places: book.add_format({"num_format": _format(places)}) for places in range(5)}
        sheet = book.add_worksheet("统计")
        for place, row in enumerate(rows_of(figures, choice)):
            for column, one in enumerate(row):
                if isinstance(one, (int, Decimal)):
                    sheet.write_number(place, column, one, formats[_places(one)])
                elif one is not None:
                    sheet.write_string(place, column, one, None if place else bold)
        sheet.freeze_panes(1, 1 if figures.question.by else 2)
        sheet.set_column(0, 0, 22)  # widths in characters
        sheet.set_column(1, 40, 13)
        about = book.add_worksheet("口径")
        for place, line in enumerate(_about(figures)):
            about.write_row(place, 0, line)
        about.set_column(0, 1, 24)
        about.set_column(2, 4, 44)
    file.seek(0)
    return file


def _about(figures: Figures) -> Iterator[Sequence[str]]:
    question = figures.question
    yield "期间", question.period.label, f"{question.period.first}至{question.period.last}"
    yield "截至", f"{question.as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    for name, some in question.where.items():
        yield f"只看{NAMES[name]}", "、".join(some)
    yield ("",)
    yield "代码", "指标", "算法", "按哪天算", "说明"
    for one in figures.statistics:
        yield one.code, one.name, formula_of(one), one.dated_by.name, one.note


def _heads(of: Statistic, by: str) -> list[str]:
    heads = [f"{of.name}（{of.unit}）"]
    if of.is_rate:
        heads += [f"{of.name}：分子", f"{of.name}：分母"]
    if by != DAY:
        unit = change_unit(of) if of.is_rate else "%"
        heads += [f"{of.name}：环比（{unit}）", f"{of.name}：同比（{unit}）"]
    return heads


def _columns(one: Figure, by: str) -> list[Cell]:
    parts = _parts(one) if one.now.statistic.is_rate else []
    return [value(one), *parts, *([] if by == DAY else _changes(one))]


def value(one: Figure) -> Cell:
    """The figure as printed, in its unit; None for a rate over nothing."""
    now = one.now
    of = now.statistic
    if now.value is None:
        return None
    return round_to(in_unit(now.value, of.unit), of.places, of.rounding)


def _parts(one: Figure) -> list[Cell]:
    return [one.now.numerator, one.now.denominator]


def _changes(one: Figure) -> list[Cell]:
    return [_change(change, one.now.statistic) for change in (one.previous, one.a_year_ago)]


def _change(change: Change | None, of: Statistic) -> Cell:
    if change is None or change.amount is None:
        return None
    if change.points:
        return round_to(change.amount, of.places)
    return round_to(100 * change.amount, _GROWTH_PLACES)


def _places(number: int | Decimal) -> int:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return min(4, max(0, -int(exponent)))


def _format(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")
