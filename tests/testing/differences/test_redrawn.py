"""Random numbers that take no memory are the same whenever they are looked at, and like those that do."""

import numpy as np
import pytest

from autograd_lite.testing.differences.evaluation import sizes
from autograd_lite.testing.differences.pieces import pieces
from autograd_lite.testing.differences.redrawn import STRETCH, Redrawn, flat_view, fresh

LONG = np.linspace(-1.0, 2.0, 2 * STRETCH + 10).reshape(2, -1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.complex128])
def test_drawn_again(dtype: type) -> None:
    """All pieces together are the array, a new one each time; it has the shape and the dtype that were asked for."""
    v = Redrawn(LONG.astype(dtype), np.random.default_rng(3))
    again = np.concatenate([piece for (piece,) in pieces(v)])
    np.testing.assert_array_equal(v.array().ravel(), again)
    assert (v.array().shape, v.array().dtype, fresh(v) is fresh(v)) == (LONG.shape, np.dtype(dtype), False)
    np.testing.assert_array_equal(np.asarray(v), v.array())


def test_sizes_and_signs() -> None:
    """The numbers are ± 0.5 to 1.5 of the size of the elements, of both signs alike; pieces differ."""
    one = Redrawn(LONG, np.random.default_rng(3)).array().ravel()
    assert 0.5 <= np.abs(one).min() < 0.51
    assert 1.49 < np.abs(one).max() <= 1.5
    assert abs(np.mean(one > 0) - 0.5) < 0.02
    assert abs(np.mean(np.abs(one)) - 1) < 0.01
    assert not np.array_equal(one[:STRETCH], one[STRETCH : 2 * STRETCH])
    assert not np.array_equal(one, Redrawn(LONG, np.random.default_rng(4)).array().ravel())


@pytest.mark.parametrize("zeros", [0, 1, 7, LONG.size])
def test_zeros_have_the_median_size(zeros: int) -> None:
    """Elements that are zero or infinite move like the others, as they do in directions of small arrays."""
    x = LONG.copy()
    x.flat[:zeros] = 0
    if zeros > 1:
        x.flat[1] = np.inf
    ratio = np.abs(Redrawn(x, np.random.default_rng(3), scaled=True).array()) / sizes(x)
    assert (ratio.min() >= 0.5, ratio.max() <= 1.5 + 1e-12) == (True, True)


def test_holes() -> None:
    """Where a result is not finite no gradient comes back."""
    holes = np.zeros(LONG.size, bool)
    holes[[3, STRETCH + 1]] = True
    v = Redrawn(LONG, np.random.default_rng(3), holes=holes).array().ravel()
    np.testing.assert_array_equal(np.flatnonzero(v == 0), [3, STRETCH + 1])


def test_pieces_of_any_layout() -> None:
    """An array that lies otherwise in memory is looked at in the order of its elements, and not copied."""
    x = np.asfortranarray(LONG)
    np.testing.assert_array_equal(flat_view(x)[5:9], LONG.ravel()[5:9])
    assert np.shares_memory(flat_view(LONG), LONG)
