"""What tests of the numerical mathematics share: functions that show their rounding, and the verdict on a slope."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp


class Double:
    """A function that takes float64 alone, so that rounding is felt."""

    def __init__(self, f: Any) -> None:
        self.f = f
        self.__name__ = "double"

    def __call__(self, x: Any) -> Any:
        """Return the values, as float64."""
        return np.asarray(self.f(np.asarray(x, dtype=np.float64)), dtype=np.float64)


@pytest.fixture(name="double")
def double_() -> type[Double]:
    """Return a class that makes a function one of float64 alone."""
    return Double


@pytest.fixture
def verdict_of() -> Callable[[Any, Any, Any], str]:
    """Return a function that gives the verdict for an elementwise function and its slope."""

    def verdict(f: Any, slope: Any, x: Any) -> str:
        return examine_vjp(f, lambda g, x: g * slope(x), x).verdict

    return verdict


@pytest.fixture
def verdict_of_doubles(verdict_of: Any) -> Callable[[Any, Any, Any], str]:
    """Return the same for a function that then takes float64 alone."""
    return lambda f, slope, x: verdict_of(Double(f), slope, x)
