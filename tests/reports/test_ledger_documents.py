"""The five documents' figures: the computed verdicts agree with those found by hand."""

import tomllib
from pathlib import Path

import pytest

from reports.ledger import Figure, judge
from reports.ledger.fits import Fit
from seeds.scenario import names, read_scenario

_FILE = Path(__file__).parent / "documents.toml"
_TABLES = {
    document["key"]: document["figure"] for document in tomllib.loads(_FILE.read_text())["document"]
}
DOCUMENTS = {
    key: [Figure(**{k: v for k, v in table.items() if k != "verdict"}) for table in tables]
    for key, tables in _TABLES.items()
}
CASES = [
    pytest.param(figure, DOCUMENTS[key], table["verdict"], id=f"{key}:{figure.key}")
    for key, tables in _TABLES.items()
    for figure, table in zip(DOCUMENTS[key], tables, strict=True)
]


@pytest.mark.parametrize(("figure", "document", "verdict"), CASES)
def test_the_verdict_is_the_one_found_by_hand(
    figure: Figure, document: list[Figure], verdict: str
) -> None:
    assert judge(figure, document).verdict.value == verdict


def test_all_five_documents_are_there() -> None:
    assert {key: len(figures) for key, figures in DOCUMENTS.items()} == {
        "yueyang-2016": 21,
        "yiyang-2017": 7,
        "yongshun-2014": 11,
        "yueyang-2022": 17,
        "xianning-2021": 8,
    }


@pytest.mark.parametrize("name", names())
def test_a_scenario_carries_the_documents_figures_over(name: str) -> None:
    fields = ("key", "name", "printed", "value", "parts", "of", "where", "scope", "places")
    carried = [[getattr(f, field) for field in fields] for f in read_scenario(name).figures]
    assert carried == [[getattr(f, field) for field in fields] for f in DOCUMENTS[name]]


def fits(document: str, key: str) -> list[Fit]:
    figures = DOCUMENTS[document]
    return list(judge(next(f for f in figures if f.key == key), figures).fits)


def test_satisfaction_of_95_7_fits_other_bases_than_dispatched_or_completed() -> None:
    assert fits("yongshun-2014", "orders.satisfied_rate") == [
        Fit(1227, 1282, "demands.accepted"),
        Fit(923, 964, "demands.direct"),
        Fit(1223, 1278, "demands.direct + orders.completed"),
        Fit(292, 305),
        Fit(308, 322),
    ]


def test_mailbox_completion_of_99_87_fits_5276_letters() -> None:
    found = fits("yueyang-2016", "mailbox.completed_rate")
    assert Fit(5269, 5276) in found
    assert [fit.denominator for fit in found if fit.numerator == 5269] == [5276]
    assert all(f"{fit.numerator / fit.denominator:.2%}" == "99.87%" for fit in found)
