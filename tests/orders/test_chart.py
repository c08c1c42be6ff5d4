"""The documentation's chart is the table's."""

from orders.chart import PAGE, document
from orders.states import OrderState, Verb


def test_the_documented_lifecycle_is_the_tables() -> None:
    kept = PAGE.read_text(encoding="utf-8")
    assert kept == document(), "先运行 python manage.py draw_lifecycle"


def test_the_chart_names_every_state_and_every_verb() -> None:
    drawn = document()
    assert all(f"| {verb.value} | {verb.label} |" in drawn for verb in Verb)
    assert all(f"{state.value} {state.label}" in drawn for state in OrderState)
