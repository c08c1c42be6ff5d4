"""A replay that fails in another process ends as a whole, in a database that is thrown away: its
tables stay bare of their indexes when an error leaves them."""

from fractions import Fraction
from functools import partial

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

import seeds.replay
from hotline.scenario_building import building
from hotline.scenario_database import database_name
from seeds.replay import as_of_for, replay
from seeds.scaling import scaled
from seeds.scenario import read_scenario
from seeds.simulator.chunks import cut
from tests.seeds.test_replay import databases

pytestmark = pytest.mark.long


def test_a_chunk_that_fails_in_another_process_ends_the_replay(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = scaled(read_scenario("yueyang-2016"), Fraction("0.005"))
    monkeypatch.setattr(seeds.replay, "cut", partial(cut, least=300))
    monkeypatch.setattr(seeds.replay, "shared_out", lambda _, counts: ["no share"] * len(counts))
    with django_db_blocker.unblock():
        own = f"failing-{connection.settings_dict['NAME']}".replace("_", "-")
        with pytest.raises(AttributeError), building(own):
            replay(scenario, seed=1, as_of=as_of_for(scenario, None), processes=2)
        assert not {name for name in databases() if name.startswith(database_name(own))}
