"""Every verb has one form; it reads what people and systems write into what the verb takes."""

from datetime import timedelta

import pytest

from orders.forms import VerbForm, form_for
from orders.models import CatalogueEntry
from orders.standing import do, stand
from orders.states import Verb
from tests.factories import Walk, moment
from units.models import Staff


def test_every_verb_but_receiving_has_a_form() -> None:
    for verb in set(Verb) - {Verb.RECEIVE}:
        assert form_for(verb).verb == verb
        assert form_for(verb).button
