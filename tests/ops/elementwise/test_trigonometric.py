import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]
R3 = math.sqrt(3)


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (np.sin, 0.0, [1, 0]),
        (np.cos, 0.0, [0, -1]),
        (np.tan, math.pi / 4, [2, 4]),
        (np.arcsin, 0.5, [2 / R3, 4 / (3 * R3)]),
        (np.arccos, 0.5, [-2 / R3, -4 / (3 * R3)]),
        (np.arctan, 1.0, [1 / 2, -1 / 2]),
        (lambda y: np.arctan2(y, 4.0), 3.0, [4 / 25, -24 / 625]),
        (lambda x: np.arctan2(3.0, x), 4.0, [-3 / 25, 24 / 625]),
        (lambda x: np.arctan2(3.0, x), -4.0, [-3 / 25, -24 / 625]),
        (np.deg2rad, 90.0, [math.pi / 180, 0]),
        (np.radians, 90.0, [math.pi / 180, 0]),
        (np.rad2deg, 1.0, [180 / math.pi, 0]),
        (np.degrees, 1.0, [180 / math.pi, 0]),
    ],
)
def test_values_worked_by_hand(f: Callable[[Any], Any], x: float, right: list[float], derivatives: Derivatives) -> None:
    """First and second derivative are those of the textbook."""
    np.testing.assert_allclose(derivatives(f, x, 2), right, rtol=2e-15)


@pytest.mark.parametrize("x", [1.0, -1.0])
def test_inverses_at_the_ends(x: float, derivatives: Derivatives) -> None:
    """The slopes of arcsin and arccos at ±1 are infinite."""
    assert derivatives(np.arcsin, x, 1) == [np.inf]
    assert derivatives(np.arccos, x, 1) == [-np.inf]


@pytest.mark.parametrize("x", [1.0, -1.0, 2.0, -3.0])
@pytest.mark.parametrize("f", [np.arcsin, np.arccos])
def test_what_was_not_chosen_has_no_gradient(f: Callable[[Any], Any], x: float, derivatives: Derivatives) -> None:
    """Behind a np.where that chooses something else, the derivatives of every order are 0, also off the domain."""
    assert derivatives(lambda x: np.where(np.abs(x) < 1, f(x), 0.0), x, 3) == [0, 0, 0]


def test_arctan2_at_the_origin(derivatives: Derivatives) -> None:
    """The angle of the origin has derivative 0."""
    assert derivatives(lambda y: np.arctan2(y, 0.0), 0.0, 2) == [0, 0]
    assert derivatives(lambda x: np.arctan2(0.0, x), 0.0, 2) == [0, 0]


def test_arctan2_neither_overflows_nor_underflows() -> None:
    """Where x² + y² would overflow or be zero, the slopes are right."""
    for scale in (1e200, 1e-200):
        y, x = np.array(3 * scale), np.array(4 * scale)
        assert grad(np.arctan2)(y, x) == pytest.approx(4 / 25 / scale, rel=1e-15)
        assert grad(np.arctan2, 1)(y, x) == pytest.approx(-3 / 25 / scale, rel=1e-15)


def test_unwrap_is_a_shift() -> None:
    """Unwrapping adds whole periods to elements, so that every element has derivative 1, whatever the settings."""
    x = np.array([[0.1, 6.2, 0.3], [3.0, -3.0, 3.1]])
    weights = np.arange(6.0).reshape(2, 3)
    for settings in ({}, {"axis": 0}, {"period": 4.0}, {"discont": 5.0}):
        g = grad(lambda x, settings=settings: np.sum(weights * np.unwrap(x, **settings)))(x)
        np.testing.assert_array_equal(g, weights)
