"""Reading printed figures and parts, and the verdicts, case by case."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ledger import BadFigure, Figure, Verdict, judge
from reports.ledger.fits import Fit, denominators, nearest, numerators
from reports.ledger.parts import BadParts, read_parts
from reports.ledger.printed import Claim, Number, read, read_one
from reports.rounding import Rounding, round_to, shown


@pytest.mark.parametrize(
    ("text", "claim", "numbers"),
    [
        ("98.74%", Claim.RATE, [("49.37/50", 2, "%")]),
        ("95.7%", Claim.RATE, [("0.957", 1, "%")]),
        ("100%", Claim.RATE, [("1", 0, "%")]),
        ("98.5％", Claim.RATE, [("0.985", 1, "%")]),
        ("９８．５　％", Claim.RATE, [("0.985", 1, "%")]),
        ("1,282件", Claim.COUNT, [("1282", 0, "件")]),
        ("1，282，000件", Claim.COUNT, [("1282000", 0, "件")]),
        ("+0.35个百分点", Claim.COUNT, [("0.0035", 2, "百分点")]),
        ("下降了3.5%", Claim.CHANGE, [("-0.035", 1, "%")]),
        ("1282件", Claim.COUNT, [("1282", 0, "件")]),
        ("114万", Claim.COUNT, [("1140000", 0, "万")]),
        ("25.9万件", Claim.COUNT, [("259000", 1, "万件")]),
        ("0.02‰ (目标1‰)", Claim.RATE, [("0.00002", 2, "‰"), ("0.001", 0, "‰")]),
        ("+10%", Claim.CHANGE, [("0.1", 0, "%")]),
        ("-3.5%", Claim.CHANGE, [("-0.035", 1, "%")]),
        ("下降12%", Claim.CHANGE, [("-0.12", 0, "%")]),
        ("80%, 同比提升5%", Claim.RATE, [("0.8", 0, "%"), ("0.05", 0, "%")]),
        ("297.65万件, +14.97%", Claim.COUNT, [("2976500", 2, "万件"), ("0.1497", 2, "%")]),
        ("8/51/8081", Claim.LIST, [("8", 0, ""), ("51", 0, ""), ("8081", 0, "")]),
        (
            "19948/19755/99.03%",
            Claim.LIST,
            [("19948", 0, ""), ("19755", 0, ""), ("0.9903", 2, "%")],
        ),
        ("12次 (6县区+6单位)", Claim.COUNT, [("12", 0, "次"), ("6", 0, "县"), ("6", 0, "单")]),
        ("均按时办结", Claim.EVERY_ONE, []),
        ("区县 / 常驻窗口", Claim.WORDS, []),
    ],
)
def test_printed_text_is_read(text: str, claim: Claim, numbers: list[tuple[str, int, str]]) -> None:
    reading = read(text)
    assert reading.claim is claim
    expected = [(_exact(value), places, unit) for value, places, unit in numbers]
    assert [(n.value, n.places, n.unit) for n in reading.numbers] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("86.9%", "0.869"),
        (" 95.84 % ", "0.9584"),
        ("0.02‰ (目标1‰)", "0.00002"),
        ("80%, 同比提升5%", "0.8"),
        ("25.9万件。", "259000"),
        ("同比增长11.2%", "0.112"),
        ("较上年同期下降12%", "-0.12"),
        ("−3", "-3"),
        ("12345,678", None),
        ("98,7%", None),
        ("86.9% 左右", None),
        ("近15万件", None),
        ("8/51/8081", None),
        ("", None),
    ],
)
def test_one_number_is_read_where_a_text_is_one(text: str, value: str | None) -> None:
    number = read_one(text)
    assert (number and number.value) == (value and _exact(value))


def _exact(text: str) -> Fraction:
    top, _, under = text.partition("/")
    return Fraction(top) / Fraction(under or 1)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("964 + 318", [1282]),
        ("314 / 318", [314, 318]),
        ("(6+17+4+5)/(2+10+5+8)/1", [32, 25, 1]),
        ("5269 / 5416 = 97.29", [5269, 5416]),
        ("3071 / 3424 = 89.69 (not printed)", [3071, 3424]),
        ("25.9万 - 12.92万", [129800]),
        ("((1 + 2) + 3) / 12", [6, 12]),
    ],
)
def test_parts_are_read(text: str, terms: list[int]) -> None:
    assert [term.value for term in read_parts(text, {}).terms] == terms


@pytest.mark.parametrize("text", ["", "314 /", "(1 + 2", "1 + x", "1 2", "314 / 318)", "/ 3"])
def test_parts_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(BadParts, match="分项"):
        read_parts(text, {})


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        ({"printed": "75.20%", "parts": "964 / 1282"}, Verdict.OK),
        ({"printed": "95.84%", "parts": "18851 / 19668"}, Verdict.TRUNCATED),
        ({"printed": "95.85%", "parts": "18851 / 19668"}, Verdict.OK),
        ({"printed": "95.86%", "parts": "18851 / 19668"}, Verdict.CONFLICT),
        ({"printed": "0.30%", "parts": "34 / 11303"}, Verdict.OK),
        ({"printed": "3.0‰", "parts": "34 / 11303"}, Verdict.OK),
        ({"printed": "100.3%", "parts": "320 / 319"}, Verdict.IMPOSSIBLE),
        ({"printed": "98%", "parts": "320 / 319"}, Verdict.IMPOSSIBLE),
        ({"printed": "101%"}, Verdict.IMPOSSIBLE),
        ({"printed": "-120%"}, Verdict.IMPOSSIBLE),
        ({"printed": "5件, 同比下降120%", "value": 5}, Verdict.IMPOSSIBLE),
        ({"printed": "5件, 同比下降120个百分点", "value": 5}, Verdict.IMPOSSIBLE),
        ({"printed": "-100%"}, Verdict.NO_PARTS),
        ({"printed": "+120%"}, Verdict.NO_PARTS),
        ({"printed": "+11.2%", "parts": "71266 / 64085"}, Verdict.OK),
        ({"printed": "+11.3%", "parts": "71266 / 64085"}, Verdict.CONFLICT),
        ({"printed": "50.0%", "parts": "12.92万 / 25.9万"}, Verdict.ROUNDED),
        ({"printed": "49.8%", "parts": "12.92万 / 25.9万"}, Verdict.ROUNDED),
        ({"printed": "49.7%", "parts": "12.92万 / 25.9万"}, Verdict.CONFLICT),
        ({"printed": "38.8万件", "parts": "25.9万 + 12.92万"}, Verdict.ROUNDED),
        ({"printed": "1283件", "value": 1283, "parts": "964 + 318"}, Verdict.CONFLICT),
        ({"printed": "1283件", "value": 1282}, Verdict.CONFLICT),
        ({"printed": "25.9万件", "value": 259_049}, Verdict.ROUNDED),
        ({"printed": "25.9万件", "value": 259_900}, Verdict.TRUNCATED),
        ({"printed": "25.9万件", "value": 262_000}, Verdict.CONFLICT),
        ({"printed": "甲、乙、丙", "value": 4}, Verdict.CONFLICT),
        ({"printed": "32/26/1", "parts": "(6+17+4+5)/(2+10+5+8)/1"}, Verdict.CONFLICT),
        ({"printed": "3424/3071", "parts": "3071 / 3424 = 89.68"}, Verdict.CONFLICT),
        ({"printed": "98.74%", "parts": "314 / 318 = 98.73"}, Verdict.CONFLICT),
        ({"printed": "均按时办结", "parts": "352 / 353"}, Verdict.CONFLICT),
        ({"printed": "0%"}, Verdict.OK),
    ],
)
def test_verdicts(figure: dict[str, object], verdict: Verdict) -> None:
    one = Figure(key="orders.x", name="指标", **figure)  # type: ignore[arg-type]
    assert judge(one, [one]).verdict is verdict


def test_a_rate_without_parts_is_held_against_the_exact_counts_of_its_subject() -> None:
    rate = Figure("orders.satisfied_rate", "满意率", "95.7%")
    exact = Figure("orders.completed", "办结", "314件", value=314)
    other = Figure("mailbox.completed", "信件办结", "314件", value=314)
    coarse = Figure("orders.completed", "办结", "0.03万件", value=300)
    assert judge(rate, [rate, exact]).verdict is Verdict.CONFLICT
    assert judge(rate, [rate, other]).verdict is Verdict.NO_PARTS
    assert judge(rate, [rate, coarse]).verdict is Verdict.NO_PARTS


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("314 / x", "orders.x：parts：分项"),
        ("314 / 0", "分母不为0"),
        ("314", "分子 / 分母"),
    ],
)
def test_parts_that_give_no_rate_are_refused_by_key_and_field(parts: str, words: str) -> None:
    one = Figure("orders.x", "指标", "98.7%", parts=parts)
    with pytest.raises(BadFigure, match=words):
        judge(one, [one])


def test_an_unknown_scope_is_refused() -> None:
    with pytest.raises(BadFigure, match="x：scope：“ours”"):
        Figure("orders.x", "指标", "98.7%", scope="ours")


def test_a_filter_is_written_name_equals_value() -> None:
    assert Figure("a.b", "", "1件", where="channel=phone, kind=help").filters == {
        "channel": "phone",
        "kind": "help",
    }
    with pytest.raises(BadFigure, match="where"):
        _ = Figure("a.b", "", "1件", where="channel").filters


@given(denominator=st.integers(1, 3000), share=st.fractions(0, 1), places=st.integers(0, 3))
def test_numerators_are_exactly_those_that_print_as_the_rate(
    denominator: int, share: Fraction, places: int
) -> None:
    percent = Fraction(round_to(share * 100, places))
    rate = Number(percent / 100, places, "%")
    found = [n for n in range(denominator + 1) if rate.gives(Fraction(n, denominator))]
    assert list(numerators(rate, denominator)) == found


@given(numerator=st.integers(1, 400), share=st.fractions("0.5", 1), places=st.integers(0, 2))
def test_denominators_are_exactly_those_that_print_as_the_rate(
    numerator: int, share: Fraction, places: int
) -> None:
    rate = Number(Fraction(round_to(share * 100, places)) / 100, places, "%")
    found = [d for d in range(numerator, 3 * numerator + 3) if rate.gives(Fraction(numerator, d))]
    assert list(denominators(rate, numerator)) == found


def test_nearest_bases_lie_on_both_sides() -> None:
    rate = Number(Fraction("0.957"), 1, "%")
    assert nearest(rate, 314) == [Fit(292, 305), Fit(308, 322)]


@given(value=st.fractions(-1000, 1000), places=st.integers(0, 4))
def test_rounding_is_within_half_a_step_and_truncation_within_one(
    value: Fraction, places: int
) -> None:
    step = Fraction(1, 10**places)
    half_up, cut = (Fraction(round_to(value, places, how)) for how in Rounding)
    assert abs(half_up - value) <= step / 2
    assert abs(cut) <= abs(value) < abs(cut) + step


@pytest.mark.parametrize(
    ("value", "unit", "places", "text"),
    [
        (Fraction(314, 318), "%", 2, "98.74%"),
        (Fraction(1, 200), "%", 0, "1%"),
        (Fraction(-1, 200), "百分点", 0, "-1百分点"),
        (Fraction(34, 11303), "‰", 1, "3.0‰"),
        (1282, "件", 0, "1282件"),
        (259_049, "万件", 1, "25.9万件"),
        (None, "%", 2, "—"),
    ],
)
def test_values_are_shown_in_their_unit(
    value: Fraction | None, unit: str, places: int, text: str
) -> None:
    assert shown(value, unit, places) == text


def test_negative_places_are_refused() -> None:
    with pytest.raises(ValueError, match="places"):
        round_to(1, -1)
