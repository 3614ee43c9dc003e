"""The rounding of a rule is told from a mistake at one point."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp


@pytest.mark.parametrize("at", [1.0, 2.5, -1e-3])
@pytest.mark.parametrize("said", [0.0, 5.0, -1.0, 1.01])
def test_wrong_at_one_point(at: float, said: float, double: Any) -> None:
    """A special case with another slope than next to it is a mistake, also where the function takes floats alone."""
    rule = lambda g, x: g * np.where(x == at, said, 1.0) * np.cos(x)  # noqa: E731
    for sine in (np.sin, double(np.sin)):
        assert examine_vjp(sine, rule, np.array([at])).verdict == "wrong"
        assert examine_vjp(sine, rule, np.array([np.nextafter(at, 9)])).verdict == "agrees"


@pytest.mark.parametrize("x", [13.0, 14.5, 15.5])
def test_digits_that_are_lost_next_door_too(x: float, double: Any) -> None:
    """What random rounding changes is no mistake: 1 - tanh² has hardly a digit left there."""
    slope = double(lambda x: 1 - np.tanh(x) ** 2)
    assert examine_vjp(double(np.tanh), lambda g, x: g * slope(x), np.array([x])).verdict != "wrong"
