"""Every period's bulletin of a year says what `statistics` and `figures` say, in every format."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from orders.period import parse
from reports.bulletins.figures import When
from reports.bulletins.kinds import BulletinKind
from tests.reports.bulletins.agreement import drawn, frozen, tables
from tests.reports.bulletins.agreement import files as files_read
from tests.reports.bulletins.agreement.city import COUNTS, City, replayed
from tests.reports.bulletins.agreement.said import CLAIMS, RARE, Sentences
from tests.seeds.test_replay import run

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """The scaled year; the blocker lets the commands reach its own database."""
    with django_db_blocker.unblock(), replayed() as city:
        yield city


@pytest.mark.parametrize("kind", BulletinKind)
def test_every_frozen_figure_is_what_the_statistics_command_answers(
    city: City, kind: BulletinKind
) -> None:
    periods = city.periods(kind)
    assert len(periods) == COUNTS[kind]
    for period in periods:
        figures, _ = city.compose(period)
        assert list(frozen.faults(figures, city.statistics))[:9] == [], period.code


@pytest.mark.parametrize("kind", BulletinKind)
def test_every_figure_shown_is_what_the_statistics_command_answers(
    city: City, kind: BulletinKind
) -> None:
    for period in city.periods(kind):
        figures, made = city.compose(period)
        assert list(tables.faults(made, figures, city.statistics))[:9] == [], period.code
        assert list(drawn.faults(made, figures, city.statistics))[:9] == [], period.code


def test_every_figure_in_words_is_what_the_statistics_command_answers(city: City) -> None:
    said: set[int] = set()
    for period in [one for kind in BulletinKind for one in city.periods(kind)]:
        figures, made = city.compose(period)
        sentences = Sentences(figures, city.statistics)
        assert list(sentences.faults(made))[:9] == [], period.code
        said |= sentences.said
    unsaid = {words for at, (words, _) in enumerate(CLAIMS) if at not in said}
    assert unsaid <= RARE


def test_headline_totals_are_those_of_the_figures_command(city: City) -> None:
    printed = json.loads(run("figures", city.scenario.name, "--json", of=city.scenario).out)
    ours = {row["key"]: (row["numerator"], row["denominator"]) for row in printed}
    figures, _ = city.compose(parse("2016"))
    compared = set()
    for one in city.scenario.figures:
        group = (one.ours or one.where).replace("=", ":")
        figure = figures.values.get((one.statistic or one.key, group, When.NOW))
        # What is printed as a change of a count has a base below it, and is another figure.
        if figure is not None and (ours[one.key][1] is None) == (figure.denominator is None):
            assert (figure.numerator, figure.denominator) == ours[one.key], one.key
            compared.add(one.key)
    assert compared == {"calls.answered_15s_rate", "demands.accepted", "mailbox.received"}


@pytest.mark.parametrize(
    "code", ["2016-06-15", "2016-W24", "2016-06-X2", "2016-06", "2016-Q2", "2016"]
)
def test_the_same_figures_stand_in_all_four_files(city: City, code: str, tmp_path: Path) -> None:
    _, composed = city.compose(parse(code))
    out = StringIO()
    args = ("--scenario", city.scenario.name, "--period", code, "--out", str(tmp_path))
    call_command("bulletin", *args, stdout=out)
    files = {path.suffix[1:]: path.read_bytes() for path in map(Path, out.getvalue().split())}
    assert list(files) == list(files_read.TEXTS)
    assert len(list(files_read.lines(composed))) > 30
    for name, made in files.items():
        assert files_read.missing(composed, name, made) == [], name
    assert files_read.undrawn(composed, files["xlsx"]) == []
