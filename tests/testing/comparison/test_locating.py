"""The search for the wrong element among many, and the units of what is found."""

import numpy as np
import pytest

from autograd_lite.testing.comparison.comparing import Comparison
from autograd_lite.testing.comparison.locating import located, per_unit, whole_ladder
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.ladder import STEPS, climb


@pytest.mark.parametrize("k", [0, 1, 36, 98])
def test_the_element_is_found(k: int) -> None:
    """Among 99 squares one share is 1.01 times what it should be, wherever it stands; the answer is per unit."""
    x = np.linspace(1.0, 3.0, 99).reshape(9, 11)
    share = 2 * x
    share.flat[k] *= 1.01
    comparison = Comparison(np.square, (x,), [0], [np.ones(x.shape)], [share], np.random.default_rng(0))
    before = comparison.calls
    found = located(comparison, 0, x * np.where(np.arange(99).reshape(9, 11) % 2, 1, -1), Finding("wrong", step=2**-16))
    assert (found.argument, found.index) == (0, (k // 11, k % 11))
    assert found.wanted == pytest.approx(2 * x.flat[k], rel=1e-9)
    assert found.got == pytest.approx(2.02 * x.flat[k], rel=1e-14)
    assert comparison.calls - before <= 7 * 4 + 45  # seven halvings of four evaluations, and a direction


def test_the_most_wrong_of_several() -> None:
    """Where two are wrong, the one that is more so."""
    x, share = np.ones(8), np.full(8, 2.0)
    share[[1, 6]] += [0.01, 0.02]
    comparison = Comparison(np.square, (x,), [0], [np.ones(8)], [share], np.random.default_rng(0))
    assert located(comparison, 0, x, Finding("wrong")).index == (6,)


def test_per_unit() -> None:
    """An element of size 4 that was moved by its size: derivatives, errors and ladder are a quarter per unit."""
    slope = climb(lambda t: np.array([8 * t + 2 * abs(t)]), np.zeros(1), eps=2.2e-16)
    found = Finding("wrong", got=12.0, wanted=8.0, error=0.4, units=5.0, slope=slope)
    one = per_unit(found, 4.0, argument=1, index=(2,))
    assert (one.got, one.wanted, one.error, one.units, one.argument, one.index) == (3, 2, 0.1, 5, 1, (2,))
    assert one.slope is not None
    assert one.slope.gap[0] == slope.gap[0] / 4
    assert one.slope.gap[0] == pytest.approx(1, rel=1e-6)
    np.testing.assert_array_equal(one.slope.table, slope.table / 4)


def test_without_a_number() -> None:
    """Where no derivative was compared there is nothing to divide."""
    assert per_unit(Finding("inconclusive", "why"), 4.0, index=(0,)) == Finding("inconclusive", "why", index=(0,))


@pytest.mark.parametrize(("unit", "wanted"), [(1.0, 6.0), (1j, -8.0)])
def test_the_whole_ladder(unit: complex, wanted: float) -> None:
    """For a picture all steps are taken again: (3 + 4j)² changes by 6 in its real part, by −8 along the other axis."""
    x = np.array([1.0, 3 + 4j])
    comparison = Comparison(np.square, (x,), [0], [np.array([0, 1 + 0j])], [2 * x], np.random.default_rng(0))
    slope = whole_ladder(comparison, Finding("wrong", argument=0, index=(1,), unit=unit))
    assert len(slope.steps) == len(STEPS)
    assert slope.table[6, 0] == pytest.approx(wanted, rel=1e-9)
