"""The lifecycle drawn from its table: a Mermaid chart of the order and a line for every row."""

from pathlib import Path

from orders.states import OrderState, Party, Subject
from orders.transition import Transition
from orders.transitions import TABLE
from units.roles import Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"
HEAD = """\
# The lifecycle, as the table has it

Made by `python manage.py draw_lifecycle` from `orders/transitions.py`; a test holds the two
together. Buttons, API, database triggers and tests come from the same table.
"""


def document() -> str:
    """The whole page, as docs/lifecycle.md keeps it."""
    return f"{HEAD}\n{_chart()}\n{_lines()}"


def _chart() -> str:
    moves: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        for old in sorted(map(str, row.order_from)) or ["[*]"]:
            if row.order_to and row.order_to != old:
                names = moves.setdefault((old, row.order_to), [])
                if row.verb not in names:
                    names.append(row.verb)
    states = "\n".join(f"    {state}: {state.value} {state.label}" for state in OrderState)
    arrows = "\n".join(
        f"    {old} --> {new}: {', '.join(verbs)}" for (old, new), verbs in moves.items()
    )
    return f"```mermaid\nstateDiagram-v2\n{states}\n{arrows}\n```\n"


def _lines() -> str:
    head = (
        "| verb | 动作 | order from | order to | assignment | from | to | who |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(map(_line, TABLE))


def _line(row: Transition) -> str:
    cells = (
        row.verb.value,
        row.verb.label,
        _names(row.order_from),
        row.order_to.value if row.order_to else "=",
        _names(row.subjects, list(Subject)),
        _names(row.assignment_from),
        row.assignment_to.value if row.assignment_to else "=" if row.subjects else "",
        _names(row.who, [*Role, *Party]),
    )
    return f"| {' | '.join(cells)} |\n"


def _names(values: frozenset[str], order: list[str] | None = None) -> str:
    known = [str(value) for value in order] if order else sorted(map(str, values))
    return ", ".join(value for value in known if value in set(map(str, values)))
