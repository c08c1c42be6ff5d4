"""What holds for any figures: the rounded are ok, the cut are cut, and what fits does give it."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports.ledger import Verdict
from reports.ledger.fits import bases, close_to
from reports.ledger.printed import Number
from reports.rounding import Rounding, round_to
from tests.reports.check_bulletin.writing import found

COUNTS = st.integers(1, 10**6)
PLACES = st.integers(0, 4)


def percent(exact: Fraction, places: int, rounding: Rounding = Rounding.HALF_UP) -> str:
    return f"{round_to(exact * 100, places, rounding)}%"


@given(of=COUNTS, data=st.data(), places=PLACES)
def test_a_rate_printed_rounded_is_ok(of: int, data: st.DataObject, places: int) -> None:
    n = data.draw(st.integers(0, of))
    one = found("rate", n=n, of=of, printed=percent(Fraction(n, of), places))
    assert one.verdict is Verdict.OK
    assert one.value == Fraction(n, of)
    assert one.fits == (of,)


@given(of=COUNTS, data=st.data(), places=PLACES)
def test_a_rate_that_was_cut_is_ok_or_truncated(of: int, data: st.DataObject, places: int) -> None:
    exact = Fraction(data.draw(st.integers(0, of)), of)
    cut = percent(exact, places, Rounding.TRUNCATE)
    one = found("rate", n=exact.numerator * (of // exact.denominator), of=of, printed=cut)
    same = cut == percent(exact, places)
    assert one.verdict is (Verdict.OK if same else Verdict.TRUNCATED)


@given(of=COUNTS, data=st.data(), printed=st.decimals("0.01", "99.99", places=2))
def test_every_denominator_that_is_told_gives_the_print(
    of: int, data: st.DataObject, printed: object
) -> None:
    n = data.draw(st.integers(1, of))
    one = found("rate", n=n, of=of, printed=f"{printed}%")
    assume(one.verdict is Verdict.CONFLICT)
    for other in one.fits:
        assert found("rate", n=n, of=other, printed=f"{printed}%").verdict is Verdict.OK


@given(
    now=st.integers(1, 5000),
    growth=st.decimals("-99", "300", places=1),
    base=st.integers(1, 9000),
)
def test_bases_are_exactly_those_that_give_the_growth(now: int, growth: object, base: int) -> None:
    number = Number(Fraction(str(growth)) / 100, 1, "%", signed=True)
    assume(number.value - number.step > -1)
    some = bases(number, now)
    assert (base in some) is number.gives(Fraction(now, base) - 1)
    for edge in (some.start - 1, some.stop):
        assert edge < 1 or not number.gives(Fraction(now, edge) - 1)


@pytest.mark.parametrize(
    ("percent_printed", "now", "belongs"),
    [(1, 201, True), (0, 201, False), (1, 203, False), (2, 203, True),
     (-1, 199, True), (0, 199, False), (-1, 197, False), (-2, 197, True)],
)  # fmt: skip
def test_a_half_is_rounded_away_from_zero_for_bases_too(
    percent_printed: int, now: int, belongs: bool
) -> None:
    growth = Number(Fraction(percent_printed, 100), 0, "%", signed=True)
    assert (200 in bases(growth, now)) is belongs


@given(now=COUNTS, base=COUNTS, places=PLACES)
def test_growth_printed_rounded_is_ok(now: int, base: int, places: int) -> None:
    exact = Fraction(now, base) - 1
    sign = "+" if exact >= 0 else ""
    one = found("change", now=now, base=base, printed=f"{sign}{percent(exact, places)}")
    assert one.verdict is Verdict.OK
    assert one.value == exact


@given(parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), off=st.integers(-9, 9))
def test_a_total_is_ok_exactly_when_its_rows_sum_to_it(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    assume(total >= 0)
    one = found("sum", parts=parts, total=total)
    assert one.verdict is (Verdict.CONFLICT if off else Verdict.OK)
    assert one.value == sum(parts)
    if off:
        assert f"比合计{'少' if off > 0 else '多'}{abs(off)}" in one.note


@given(
    wanted=st.fractions(-50, 150), start=st.integers(0, 50), size=st.integers(0, 60),
    most=st.integers(1, 8),
)  # fmt: skip
def test_the_nearest_of_a_range_are_found_without_walking_it(
    wanted: Fraction, start: int, size: int, most: int
) -> None:
    some = range(start, start + size)
    expected = sorted(abs(one - wanted) for one in some)[:most]
    assert [abs(one - wanted) for one in close_to(wanted, some, most)] == expected
