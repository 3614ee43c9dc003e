"""A function around a point: its changes and slopes where some elements have moved, and what that costs."""

import numpy as np
import pytest

from autograd_lite.testing.comparison.around import ABOUT, Around, element
from autograd_lite.testing.differences.evaluation import Function


def test_elements_move_by_their_sizes() -> None:
    """Of x y at (2, -3) the slopes per relative step are -6 and 6 · (-1), and moved together they add up."""
    inputs = [np.array(2.0), np.array([-3.0])]
    around = Around(Function(lambda x, y: x * y, inputs, [0, 1], wide=False), np.ones(1), 20)
    x, y = element(inputs, 0, 0), element(inputs, 1, 0)
    assert (x.where, x.size, x.value, y.where, y.size, y.value) == ((), 2.0, 2.0, (0,), 3.0, -3.0)
    assert around.slope([], [(x, 1.0)]) == pytest.approx(-6)
    assert around.slope([], [(x, 1.0), (y, 0.5)]) == pytest.approx(-6 + 3)
    assert around.slope([(y, 1.0)], [(x, 1.0)]) == 0
    assert around.change([(x, 0.5)]) == -3
    assert around.left == 20 - 7
    assert inputs[0] == 2


def test_values_that_are_not_finite_do_not_count() -> None:
    """An output that is infinite at the point, or has no weight, is left out."""
    inputs = [np.array([1.0, 0.0, 4.0])]
    with np.errstate(divide="ignore"):
        function = Function(lambda x: 1 / x, inputs, [0], wide=False)
        around = Around(function, np.array([1.0, 1.0, 0.0]), 4)
        assert around.change([(element(inputs, 0, n), ABOUT) for n in range(3)]) == pytest.approx(-ABOUT, rel=1e-4)
