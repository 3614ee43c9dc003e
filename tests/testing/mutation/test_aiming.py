"""Differences aimed at the elements in which two gradients differ: they tell, or they cannot."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing.laws.operations import Case
from autograd_lite.testing.laws.shares import shares
from autograd_lite.testing.mutation.aiming import could_tell

RELU = ag.elementwise(x=lambda x: (x > 0) * 1.0)(lambda x: np.where(x > 0, x, 0.0))
LOG = ag.elementwise(x=lambda x: 1 / x)(lambda x: np.log(x))
X = np.array([2.0, 0.0, -1.0])


@pytest.mark.parametrize(("operation", "element", "told"), [(RELU, 0, True), (RELU, 1, False), (LOG, 0, True)])
def test_elements(operation: Any, element: int, told: bool) -> None:
    """A slope at a corner is as good as another; anywhere else it is not."""
    case = Case(operation, (X if operation is RELU else np.array([2.0, 3.0]),), {})
    with np.errstate(all="ignore"):
        case.signature = shares(case, second=False)
    other = [case.signature[0].copy()]
    other[0][element] += 0.01
    assert could_tell(case, other) is told


def test_what_cannot_be_missed() -> None:
    """Another shape or dtype, or no answer at all, is told without differences."""
    case = Case(RELU, (X,), {})
    case.signature = shares(case, second=False)
    assert could_tell(case, None)
    assert could_tell(case, [case.signature[0][:1]])
    assert could_tell(case, [case.signature[0].astype(np.float32)])


def test_not_finite() -> None:
    """Where the function is NaN any slope is as good as another."""
    case = Case(LOG, (np.array([-1.0]),), {})
    with np.errstate(all="ignore"):
        case.signature = shares(case, second=False)
        assert not could_tell(case, [case.signature[0] + 1])


def test_second_order() -> None:
    """Equal gradients with other derivatives are told apart, but for rounding."""
    case = Case(LOG, (np.array([2.0, 3.0]),), {})
    case.signature = shares(case, second=True)
    for factor, told in ((1.01, True), (1 + 1e-12, False)):
        assert could_tell(case, [case.signature[0], *[factor * each for each in case.signature[1:]]]) is told
