"""Student's t against its printed table, and the interval of a mean."""

from math import sqrt

import pytest

from seeds.simulator.telephone.intervals import interval, t_quantile

TABLE = [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (30, 2.042),
         (99, 1.984)]  # fmt: skip


@pytest.mark.parametrize(("freedom", "t"), TABLE)
def test_the_quantile_is_that_of_the_printed_table(freedom: int, t: float) -> None:
    assert t_quantile(freedom) == pytest.approx(t, abs=5e-4)


def test_other_levels_too() -> None:
    assert t_quantile(5, 0.99) == pytest.approx(4.032, abs=5e-4)
    assert t_quantile(1, 0.9) == pytest.approx(6.314, abs=5e-4)


def test_the_interval_of_three_values() -> None:
    found = interval([1.0, 2.0, 3.0])
    assert found.mean == 2
    assert found.margin == pytest.approx(4.3027 / sqrt(3), abs=1e-3)
    assert found.high - 2 == pytest.approx(2 - found.low) == pytest.approx(found.margin)


def test_values_that_are_all_equal_have_no_margin() -> None:
    assert interval([4.0, 4.0]).margin == 0


def test_one_run_has_no_interval() -> None:
    with pytest.raises(ValueError, match="two runs"):
        interval([1.0])
    with pytest.raises(ValueError, match="freedom"):
        t_quantile(0)
