"""Rounding at random: every operation is off by a unit in the last place, and nothing by more."""

import numpy as np
import pytest

from autograd_lite.testing.differences.shaking import Shaken, jittered, shaken

EPS = np.finfo(np.float64).eps


def rng() -> np.random.Generator:
    """A generator that says the same each time."""
    return np.random.default_rng(3)


def test_one_operation() -> None:
    """2 + 1 is 3 but for half a unit up to one and a half, and not always the same."""
    found = np.asarray(shaken(np.full(200, 2.0), rng()) + 1) / 3 - 1
    assert np.abs(found).min() >= 0.5 * EPS
    assert np.abs(found).max() <= 2 * EPS
    assert (found > 0).any()
    assert (found < 0).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_in_its_own_precision(dtype: type) -> None:
    """The unit is that of the result, whose dtype stays."""
    found = shaken(np.ones(100, dtype), rng()) * dtype(1)
    assert found.dtype == dtype
    assert 0 < np.abs(np.asarray(found) - 1).max() <= 2 * np.finfo(dtype).eps


def test_copies_are_not_shaken() -> None:
    """Shaking begins with the first operation: the copy has the numbers that it was made of, and the original stays."""
    x = np.array([1.0, 2.0])
    y = shaken(x, rng())
    np.testing.assert_array_equal(np.asarray(y), x)
    y[0] = 5
    assert x[0] == 1


def test_integers_and_truth_are_exact() -> None:
    """Counts and comparisons have no rounding."""
    assert np.asarray(shaken(np.arange(5), rng()) + 1).tolist() == [1, 2, 3, 4, 5]
    assert np.asarray(shaken(np.array([1.0, 2.0]), rng()) > 1.5).tolist() == [False, True]


def test_cancellation_shows() -> None:
    """(x + 1) − 1 has lost what of x is below the unit of 1: shaken several times, results differ by about that."""
    several = rng()
    results = np.array([float((shaken(np.array(1e-10), several) + 1) - 1) for _ in range(20)])
    assert 0.5 * EPS < np.ptp(results) < 8 * EPS
    steady = np.array([float(shaken(np.array(1e-10), several) * 3) for _ in range(20)])
    assert 0 < np.ptp(steady) < 1e-24


def test_several_results_and_a_given_one() -> None:
    """All results of a ufunc are shaken, and one that is written to an array that is given."""
    parts = np.modf(shaken(np.array([2.5]), rng()))
    assert all(isinstance(each, Shaken) for each in parts)
    given = shaken(np.zeros(1), rng())
    np.add(shaken(np.ones(1), rng()), 1.0, out=given)
    assert float(given[0]) == pytest.approx(2, rel=1e-15)


def test_views_shake_too() -> None:
    """A part of a shaken array goes on shaking, with the same source of chance."""
    whole = shaken(np.ones((2, 3)), rng())
    assert isinstance(whole[0].T, Shaken)
    assert whole[0].rng is whole.rng
    assert isinstance(np.sum(whole), Shaken)


def test_jittered_neighbours() -> None:
    """Every number moves by one unit or two, to either side; integers stay."""
    moved = jittered(np.full(200, 1.0), rng())
    assert set(np.rint((moved - 1) / EPS)) == {-2, -1, 1, 2}
    assert jittered(np.arange(3), rng()).tolist() == [0, 1, 2]
    assert jittered(np.ones(3, np.float32), rng()).dtype == np.float32
