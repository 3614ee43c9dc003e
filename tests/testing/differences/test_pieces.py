"""Large arrays are looked at a piece at a time, with the same result as at once and in little memory."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.differences import pieces

LONG = np.linspace(-1.0, 2.0, 200_000).reshape(2, -1)


def test_numbers_of_a_large_array() -> None:
    """A sum, the largest value and equality are those of the whole array."""
    assert pieces.total(np.abs, LONG) == pytest.approx(float(np.abs(LONG).sum()), rel=1e-14)
    assert pieces.largest(np.where(LONG > 1.5, np.nan, LONG)) == LONG[LONG <= 1.5].max()
    assert pieces.largest(np.zeros(0), 1.0) == 1.0
    with_nan = np.where(LONG > 1.9, np.nan, LONG)
    assert pieces.same(with_nan, with_nan.copy())
    assert not pieces.same(LONG, with_nan)
    assert pieces.same(np.zeros(2), -np.zeros(2))
    assert not pieces.same_bits(np.zeros(2), -np.zeros(2))


def test_signed_numbers() -> None:
    """Numbers drawn piece by piece are those that are drawn at once."""
    at_once = np.random.default_rng(5)
    wanted = at_once.uniform(0.5, 1.5, LONG.shape) * at_once.choice([-1.0, 1.0], LONG.shape)
    np.testing.assert_array_equal(pieces.signed(LONG.shape, np.random.default_rng(5)), wanted)


def spoiling(g: Any, x: Any) -> Any:
    """Return the right gradient, and write to the argument."""
    share = g * np.cos(x)
    x[-1] += 1.0
    return share


def test_laws_of_large_arrays() -> None:
    """A rule that writes to a large argument is found out, and so is one that is not linear, with the place."""
    x = np.linspace(-3.0, 3.0, 1_500_000)
    assert "writes to argument 0" in examine_vjp(np.sin, spoiling, x, directions=1).reason
    x = np.linspace(-3.0, 3.0, 100_000)
    crooked = examine_vjp(np.sin, lambda g, x: g * np.cos(x) + (x == x[90_000]) * g * g, x, directions=1).worst
    assert crooked is not None
    assert (crooked.law, crooked.index) == ("linearity", (90_000,))


def test_alike_in_another_precision() -> None:
    """Half of the digits may be lost, by the root of a rounding error; more is another function."""
    for dtype, near, far in ((np.float16, 0.1, 0.2), (np.float32, 1e-3, 2e-3), (np.float64, 9e-5, 2e-4)):
        one = np.array([1.0, 0.0, np.nan], dtype)
        assert pieces.alike(np.array([1.0 + near, near, 5.0]), one)
        assert not pieces.alike(np.array([1.0, far, 5.0]), one)
