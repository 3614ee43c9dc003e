"""What the tests of elementwise operations share."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad


def derivatives_of(f: Callable[[Any], Any], x: Any, count: int) -> list[float]:
    """The first `count` derivatives of a function of one number at `x`."""
    found = []
    with np.errstate(all="ignore"):
        for _ in range(count):
            f = grad(f)
            found.append(float(f(x)))
    return found


@pytest.fixture
def derivatives() -> Callable[[Callable[[Any], Any], Any, int], list[float]]:
    """A function of (f, x, count) that returns the first `count` derivatives of f at x."""
    return derivatives_of
