"""Every verb has one form; it reads what people and systems write into what the verb takes."""

from datetime import date
from typing import Any

import pytest
from django.forms import Form

from orders.catalogue import entry_for
from orders.errors import Refused
from orders.forms import VerbForm, form_for
from orders.forms.fields import Offer, Offers
from orders.forms.json_body import wrong_types
from orders.lifecycle.dispatching import Proposal
from orders.models import CatalogueEntry
from orders.numbering import number_of
from orders.standing import Standing, do, stand
from orders.states import Verb
from orders.transitions import BY_PEOPLE
from tests.factories import Walk, moment
from units.models import Staff, Unit

DAY = date(2024, 6, 3)


def standing(walk: Walk, verb: Verb, who: str, **options: Any) -> Standing:
    staff: Staff = getattr(walk.cast, who)
    made, conflict = stand(verb, staff, walk.order.number, at=walk.at, **options)
    assert conflict is None
    return made


def form(walk: Walk, verb: Verb, who: str, data: dict[str, Any] | None = None) -> VerbForm:
    return form_for(verb)(data, standing=standing(walk, verb, who))


def errors(bound: Form) -> dict[str, list[str]]:
    assert not bound.is_valid()
    return {name: [str(error) for error in found] for name, found in bound.errors.items()}


def offers(shown: VerbForm, name: str) -> dict[str, Offer]:
    """The units a field offers, by code."""
    field = shown.fields[name]
    assert isinstance(field, Offers)
    return field.offers


def entry(lead: Unit, category: str, district: str = "", *assists: Unit) -> CatalogueEntry:
    made = CatalogueEntry.objects.create(
        category_id=category, district=district, lead=lead, basis="职责清单", edition="2024"
    )
    made.assists.set(assists)
    return made


def test_every_verb_but_receiving_has_a_form() -> None:
    for verb in BY_PEOPLE:
        assert form_for(verb).verb == verb
        assert form_for(verb).button


# --- units


def test_a_unit_out_of_use_is_not_offered(walk: Walk) -> None:
    walk.receive()
    Unit.objects.filter(pk=walk.cast.water.pk).update(active_to=DAY)
    bound = form(walk, Verb.DISPATCH, "dispatcher", {"lead": "water"})
    assert errors(bound) == {"lead": ["没有这个单位，或它已停用：water"]}


def test_a_unit_that_does_not_exist_is_refused_in_words(walk: Walk) -> None:
    bound = form(walk.receive(), Verb.DISPATCH, "dispatcher", {"lead": "no\x00where"})
    assert set(errors(bound)) == {"lead"}


def test_no_work_is_given_to_the_hotline_itself(walk: Walk) -> None:
    offered = offers(form(walk.receive(), Verb.DISPATCH, "dispatcher"), "lead")
    assert "hotline" not in offered
    assert "city" in offered


def test_units_of_another_area_stand_last(walk: Walk) -> None:
    found = list(offers(form(walk.receive(), Verb.DISPATCH, "dispatcher"), "lead").values())
    far = [offer.unit.district for offer in found if offer.far]
    assert far == ["west"] * 3
    assert [offer.far for offer in found] == sorted(offer.far for offer in found)
    assert found[0].unit == walk.cast.east_urban


def test_a_unit_chosen_twice_is_refused(walk: Walk) -> None:
    walk.receive().dispatch()
    bound = form(walk, Verb.ADD_ASSIST, "dispatcher", {"units": ["market", "market"]})
    assert errors(bound) == {"units": ["同一个单位选了两次"]}


def test_hand_down_offers_only_units_below_the_platform(walk: Walk) -> None:
    walk.receive().dispatch(walk.cast.east).do(Verb.SIGN, "platform_dispatcher")
    bound = form(walk, Verb.HAND_DOWN, "platform_dispatcher", {"units": ["west-town"]})
    assert set(offers(bound, "units")) == {"east-urban", "east-town"}
    assert set(errors(bound)) == {"units"}


def test_an_assist_is_not_offered_to_who_holds_the_order_already(walk: Walk) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.market)
    found = offers(form(walk, Verb.ADD_ASSIST, "dispatcher"), "units")
    assert {"urban", "market"}.isdisjoint(found)


# --- the catalogue


def test_the_longer_category_and_a_named_district_win(walk: Walk) -> None:
    cast = walk.cast
    for lead, category, district in (
        (cast.water, "10", ""),
        (cast.housing, "10", "east"),
        (cast.urban, "10.01", ""),
        (cast.east_urban, "10.01", "east"),
    ):
        entry(lead, category, district)
    assert entry_for("10.01.01", "east", on=DAY).lead == cast.east_urban  # type: ignore[union-attr]
    assert entry_for("10.01.01", "west", on=DAY).lead == cast.urban  # type: ignore[union-attr]
    assert entry_for("10.02", "east", on=DAY).lead == cast.housing  # type: ignore[union-attr]
    assert entry_for("14", "east", on=DAY) is None


def test_a_proposal_of_a_unit_out_of_use_is_none(walk: Walk) -> None:
    entry(walk.cast.water, "10")
    Unit.objects.filter(pk=walk.cast.water.pk).update(active_to=DAY)
    assert entry_for("10.01.01", "", on=DAY) is None


def test_dispatch_begins_with_what_the_catalogue_proposes(walk: Walk) -> None:
    entry(walk.cast.urban, "10.01", "", walk.cast.east_town)
    shown = form(walk.receive(), Verb.DISPATCH, "dispatcher")
    assert (shown.initial["lead"], shown.initial["assists"]) == ("urban", ["east-town"])
    first = next(iter(offers(shown, "lead").values()))
    assert (first.unit, first.why) == (walk.cast.urban, "派单目录（2024）：职责清单")


def test_dispatch_by_the_catalogue_records_the_agreement(walk: Walk) -> None:
    made = entry(walk.cast.urban, "10.01")
    bound = form(walk.receive(), Verb.DISPATCH, "dispatcher", {"lead": "urban", "departure": "x"})
    assert bound.is_valid()
    inputs = bound.inputs()
    assert inputs["proposal"] == Proposal(made.pk, walk.cast.urban.pk, "2024")
    assert "departure" not in inputs
    do(bound.standing, inputs)
    assert walk.order.assignments.get().catalogue_agreed is True


def test_a_departure_from_the_catalogue_is_explained_at_its_field(walk: Walk) -> None:
    entry(walk.cast.urban, "10.01")
    bound = form(walk.receive(), Verb.DISPATCH, "dispatcher", {"lead": "market"})
    assert bound.is_valid()
    with pytest.raises(Refused, match="没有按目录派") as refused:
        do(bound.standing, bound.inputs())
    bound.refuse(refused.value)
    assert set(bound.errors) == {"departure"}


def test_a_demand_about_a_unit_begins_with_its_parent(walk: Walk) -> None:
    entry(walk.cast.east_urban, "10.01")
    walk.receive(about_unit_id=walk.cast.east_urban.pk)
    shown = form(walk, Verb.DISPATCH, "dispatcher")
    assert shown.initial["lead"] == "east"
    assert shown.initial["departure"]
    assert offers(shown, "lead")["east-urban"].far
    assert "override" in shown.fields


def test_fields_that_do_not_apply_are_not_asked_for(walk: Walk) -> None:
    plain = form(walk.receive(), Verb.DISPATCH, "dispatcher")
    assert {"override", "redacted", "departure"}.isdisjoint(plain.fields)


def test_a_confidential_demand_needs_words_for_the_units(walk: Walk) -> None:
    walk.receive(confidential=True)
    bound = form(walk, Verb.DISPATCH, "dispatcher", {"lead": "urban"})
    assert errors(bound) == {"redacted": ["保密件要写给单位看的内容"]}


# --- reasons, moments, answers


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        (Verb.DECLINE, "return.not_ours"),
        (Verb.TRANSFER, "decline.not_ours"),
        (Verb.DECLINE, "decline.vanished"),
    ],
)
def test_a_reason_is_one_of_its_own_list(walk: Walk, verb: Verb, reason: str) -> None:
    bound = form(walk.receive(), verb, "operator", {"reason_id": reason})
    assert set(errors(bound)) == {"reason_id"}


def test_a_moment_without_an_offset_is_of_shanghai(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    for text in ("2024-07-01T18:00", "2024-07-01T10:00:00+00:00"):
        bound = form(walk, Verb.ASK_SUSPENSION, "unit_clerk", {"until": text, "text": "等判决"})
        assert bound.is_valid()
        assert bound.inputs()["until"] == moment("2024-07-01 18:00")


@pytest.mark.parametrize("days", ["", "0", "-1", "100", "2.5", "两"])
def test_days_are_a_small_whole_number(walk: Walk, days: str) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    bound = form(walk, Verb.ASK_EXTENSION, "unit_clerk", {"days": days, "text": "要开挖"})
    assert set(errors(bound)) == {"days"}


def test_words_too_long_are_refused_with_both_lengths(walk: Walk) -> None:
    bound = form(walk.receive(), Verb.ANSWER, "operator", {"text": "长" * 4001})
    assert errors(bound) == {"text": ["最多4000个字，现在4001个"]}


def test_an_answer_left_open_stays_open(walk: Walk) -> None:
    walk.receive_from_citizen().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.COMPLETE, "unit_clerk", text="好", uncontacted="无").do(Verb.ACCEPT, "reviewer")
    data = {"way": "call", "result": "reached", "solved": "false", "rating": "2"}
    bound = form(walk, Verb.RECORD_CALLBACK, "reviewer", data)
    assert bound.is_valid()
    assert bound.inputs() == {
        "way": "call",
        "result": "reached",
        "solved": False,
        "rating": 2,
        "last": False,
    }


def test_a_refused_extension_carries_no_days(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.do(Verb.ASK_EXTENSION, "unit_clerk", days=3, text="要开挖")
    data = {"granted": "false", "days": "2", "text": "来得及"}
    bound = form(walk, Verb.DECIDE_EXTENSION, "dispatcher", data)
    assert bound.is_valid()
    assert bound.inputs() == {"granted": False, "text": "来得及"}


# --- merging, correcting, completing


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("123", "工单号是15位数字，这个号写错了"),
        (number_of(DAY, 7)[:-1] + "x", "工单号是15位数字，这个号写错了"),
        (number_of(DAY, 7), "没有这个工单号"),
        ("", "写上主单号"),
    ],
)
def test_a_main_order_is_named_by_a_right_number(walk: Walk, number: str, words: str) -> None:
    bound = form(walk.receive(), Verb.MERGE, "operator", {"main": number})
    assert errors(bound) == {"main": [words]}


def test_only_what_differs_is_a_correction(walk: Walk) -> None:
    walk.receive(street="柳岸镇", longitude=None)
    correct = standing(walk, Verb.CORRECT, "operator")
    cls = form_for(Verb.CORRECT)
    same = {k: v for k, v in cls(standing=correct).initial.items() if v not in (None, False)}
    bound = cls(same | {"title": "换个标题", "about_unit_id": "water"}, standing=correct)
    assert bound.is_valid(), bound.errors
    assert bound.inputs() == {
        "changes": {"title": "换个标题", "about_unit_id": walk.cast.water.pk},
        "version": 1,
    }


def test_a_body_that_names_one_field_changes_one_field(walk: Walk) -> None:
    walk.receive(confidential=True, about_unit_id=walk.cast.water.pk)
    correct = standing(walk, Verb.CORRECT, "operator")
    bound = form_for(Verb.CORRECT).from_json({"kind": "complain"}, correct)
    assert bound.is_valid(), bound.errors
    assert bound.inputs() == {"changes": {"kind": "complain"}, "version": None}


@pytest.mark.parametrize(
    ("point", "wrong"),
    [
        ({"longitude": "113.1"}, {"latitude"}),
        ({"longitude": "181", "latitude": "29"}, {"longitude"}),
        ({"longitude": "113.1", "latitude": "29.3"}, set()),
    ],
)
def test_a_point_is_whole_and_on_the_earth(
    walk: Walk, point: dict[str, str], wrong: set[str]
) -> None:
    correct = standing(walk.receive(), Verb.CORRECT, "operator")
    bound = form_for(Verb.CORRECT).from_json(point, correct)
    assert set(bound.errors) == wrong


def test_a_reply_asks_for_excuses_only_where_they_are_owed(walk: Walk) -> None:
    walk.receive_from_citizen().dispatch(walk.cast.urban, walk.cast.market)
    walk.do(Verb.SIGN, "unit_clerk")
    assert set(form(walk, Verb.COMPLETE, "unit_clerk").fields) == {
        "text",
        "uncontacted",
        "without_assists",
    }
    walk.do(Verb.CONTACT, "unit_clerk", text="说了")
    walk.do(Verb.RECALL, "dispatcher", assignment_id=walk.of_unit(walk.cast.market).id, text="不用")
    assert set(form(walk, Verb.COMPLETE, "unit_clerk").fields) == {"text"}


# --- JSON


@pytest.mark.parametrize(
    ("verb", "who", "body", "wrong"),
    [
        (Verb.ANSWER, "operator", {"text": 5}, {"text": "not_a_string"}),
        (Verb.ANSWER, "operator", {"text": ["a"]}, {"text": "not_a_string"}),
        (Verb.ANSWER, "operator", {"text": "\ud800"}, {"text": "unwritable"}),
        (Verb.ANSWER, "operator", {"txet": "x"}, {"txet": "unknown_field"}),
        (Verb.DISPATCH, "dispatcher", {"assists": "urban"}, {"assists": "not_a_list"}),
        (Verb.DISPATCH, "dispatcher", {"assists": [1]}, {"assists": "not_a_list"}),
        (Verb.CORRECT, "operator", {"confidential": "yes"}, {"confidential": "not_a_boolean"}),
        (Verb.CORRECT, "operator", {"version": True}, {"version": "not_an_integer"}),
        (Verb.CORRECT, "operator", {"longitude": 113.1, "latitude": 29}, {}),
        (Verb.ANSWER, "operator", {"text": None}, {}),
    ],
)
def test_a_body_of_the_wrong_types_is_told_field_by_field(
    walk: Walk, verb: Verb, who: str, body: dict[str, Any], wrong: dict[str, str]
) -> None:
    fields = form(walk.receive(), verb, who).fields
    assert {name: code for name, (_, code) in wrong_types(fields, body).items()} == wrong
