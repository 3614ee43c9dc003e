"""The table of conventions holds for the library, and a shifted tie breaks it."""

import numpy as np
import pytest

from autograd_lite.testing.laws.conventions import TABLE, gradient, keeps_conventions
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.mutants import Way, broken


def inside(x, min, max):
    """Leave the bounds out."""
    return (x > min) & (x < max)


RULES = {
    "clip": inside,
    "relu": lambda out: out >= 0,
    "absolute": lambda x: np.where(x >= 0, 1.0, -1.0),
}
NAMED = {label(each).rpartition(".")[2]: each for each in all_operations()}


@pytest.mark.parametrize("name", TABLE)
def test_derivatives_at_ties_and_corners(name: str) -> None:
    """Every operation of the table has there the derivatives that were worked by hand."""
    for args, kwargs, wanted in TABLE[name]:
        for got, each in zip(gradient(NAMED[name], args, kwargs), wanted, strict=True):
            np.testing.assert_array_equal(got, each)


@pytest.mark.parametrize("name", ["clip", "relu", "absolute"])
def test_a_broken_rule_is_noticed(name: str) -> None:
    """Differences accept any slope at a corner; the table tells a rule that takes another one there."""
    operation = NAMED[name]
    broken_there = Way("", "", RULES[name], None)
    assert keeps_conventions(operation)
    with broken(operation, "x", broken_there):
        assert not keeps_conventions(operation)
    assert keeps_conventions(operation)
