"""Whom an order may be given to, and what a dispatch must say (domain §3, §10)."""

from dataclasses import replace
from typing import Any

import pytest

from orders.errors import Refused
from orders.lifecycle.dispatching import Proposal
from orders.models import Assignment, CatalogueEntry, Event, Text
from orders.states import Verb
from tests.factories import Walk, ref


def refused(walk: Walk, code: str, **inputs: Any) -> None:
    before = walk.order.version
    with pytest.raises(Refused) as refusal:
        walk.do(Verb.DISPATCH, "dispatcher", **inputs)
    assert refusal.value.code == code
    assert walk.order.version == before
    assert not Assignment.objects.exists()


@pytest.fixture
def accused(walk: Walk) -> Walk:
    """A complaint about the east district's city management bureau."""
    return walk.receive(about_unit_id=walk.cast.east_urban.pk, kind="complain")


def test_the_unit_an_order_is_about_does_not_get_it(accused: Walk) -> None:
    lead = ref(accused.cast.east_urban)
    refused(accused, "about_this_unit", lead=lead)
    refused(accused, "about_this_unit", lead=lead, override="领导要求")
    refused(accused, "about_this_unit", lead=ref(accused.cast.east), assists=[lead])


def test_its_parent_does_and_a_supervisor_may_override(accused: Walk) -> None:
    lead = ref(accused.cast.east_urban)
    accused.do(Verb.DISPATCH, "supervisor", lead=lead, override="由本局自查并报告")
    assert accused.lead.unit_id == accused.cast.east_urban.pk
    other = Walk(accused.cast, accused.at).receive(about_unit_id=accused.cast.east_urban.pk)
    other.dispatch(accused.cast.east)
    assert other.lead.unit_id == accused.cast.east.pk


def test_units_below_the_accused_one_are_accused_too(walk: Walk) -> None:
    walk.receive(about_unit_id=walk.cast.east.pk)
    refused(walk, "about_this_unit", lead=ref(walk.cast.east_town))


def test_a_departure_from_the_catalogue_says_why(walk: Walk) -> None:
    cast = walk.cast
    entry = CatalogueEntry.objects.create(
        category_id="10.01.01", lead=cast.urban, basis="三定方案", edition="2024"
    )
    proposal = Proposal(entry.pk, cast.urban.pk, "2024")
    walk.receive()
    refused(walk, "departure_unexplained", lead=ref(cast.water), proposal=proposal)
    walk.do(
        Verb.DISPATCH,
        "dispatcher",
        lead=ref(cast.water),
        proposal=proposal,
        departure="路灯由水务代管",
    )
    assignment = Assignment.objects.get()
    assert (assignment.catalogue_entry_id, assignment.catalogue_agreed) == (entry.pk, False)
    again = Walk(cast, walk.at).receive()
    again.do(Verb.DISPATCH, "dispatcher", lead=ref(cast.urban), proposal=proposal)
    assert Assignment.objects.get(order=again.order_id).catalogue_agreed is True


def test_units_read_only_the_redacted_words_of_a_confidential_order(walk: Walk) -> None:
    walk.receive(confidential=True)
    refused(walk, "redaction_missing", lead=ref(walk.cast.urban))
    walk.dispatch(redacted="有市民反映某路路灯不亮")
    audiences = dict(Text.objects.values_list("kind", "audience"))
    assert audiences == {"demand": "hotline", "redacted": "unit"}


@pytest.mark.parametrize(
    ("assists", "code"), [(("urban",), "unit_twice"), (("water", "water"), "unit_twice")]
)
def test_no_unit_gets_the_same_order_twice(walk: Walk, assists: tuple[str, ...], code: str) -> None:
    walk.receive()
    helpers = [ref(getattr(walk.cast, name)) for name in assists]
    refused(walk, code, lead=ref(walk.cast.urban), assists=helpers)


def test_a_unit_out_of_use_gets_nothing(walk: Walk) -> None:
    walk.receive()
    closed = replace(ref(walk.cast.urban), active=False)
    refused(walk, "unit_inactive", lead=closed)
    refused(walk, "unit_inactive", lead=ref(walk.cast.water), assists=[closed])


def test_a_platform_hands_down_only_below_itself(walk: Walk) -> None:
    cast = walk.cast
    walk.receive().dispatch(cast.east).do(Verb.SIGN, "platform_dispatcher")
    for unit in (cast.east, cast.west_urban, cast.city):
        with pytest.raises(Refused, match="不是本平台的下级"):
            walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(unit)])
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_town)])
    with pytest.raises(Refused, match="已经下派"):
        walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_town)])


def test_a_recall_takes_back_everything_under_the_order(walk: Walk) -> None:
    cast = walk.cast
    walk.receive().dispatch(cast.east, cast.water).do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=[ref(cast.east_town)])
    walk.do(Verb.RECALL, "dispatcher", text="派错了", assignment_id=walk.lead.id)
    assert {a.state for a in walk.facts.assignments} == {"recalled"}
    assert walk.order.state == "received"


def test_one_assist_is_recalled_alone(walk: Walk) -> None:
    cast = walk.cast
    walk.receive().dispatch(cast.urban, cast.water)
    water = walk.of_unit(cast.water)
    walk.do(Verb.RECALL, "dispatcher", text="不用了", assignment_id=water.id)
    assert walk.of_unit(cast.water).state == "recalled"
    assert (walk.lead.state, walk.order.state) == ("to_sign", "dispatched")


def test_the_event_of_a_dispatch_names_units_and_never_words(walk: Walk) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.water, note="请先联系市民")
    payload = Event.objects.get(verb="dispatch").payload
    note = Text.objects.get(kind="note")
    assert payload == {
        "text_id": note.pk,
        "lead_unit_id": walk.cast.urban.pk,
        "assist_unit_ids": [walk.cast.water.pk],
    }
