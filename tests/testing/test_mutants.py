"""Broken rules: the ways of breaking one do break it, and the laws of its operation notice."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import Draw
from autograd_lite.testing.breaking import mutants
from autograd_lite.testing.mutants import examine, score, table
from autograd_lite.testing.operations import all_operations, label

SAMPLE = ["ops.elementwise.arithmetic.divide", "ops.shapes.swapaxes", "ops.reductions.sum"]


def test_ways_of_breaking() -> None:
    """A rule is broken in many ways, and each broken form still has its source."""
    broken = list(mutants(lambda x, y: x - 2 * y))
    families = {each.family for each in broken}
    assert {
        "flip sign",
        "times 1.001",
        "drop an operand",
        "another operator",
        "swap operands",
        "bump a constant",
    } <= families
    assert "lambda x, y: x + 2 * y" in {each.source for each in broken}
    assert [each.rule(5.0, 1.0) for each in broken if each.family == "flip sign"] == [-3.0]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_the_registry(name: str) -> None:
    """No mutant of these rules survives the laws, and those a thousandth off least of all."""
    (operation,) = [each for each in all_operations() if label(each) == name]
    rows = examine(operation)
    assert [row for row in rows if row[2] == "survived"] == []
    assert score(rows) == 1.0
    assert "killed of those that differ: 100.00 %" in table(rows)


def test_a_rule_of_the_users() -> None:
    """A rule that users register is broken by the same command."""

    @ag.primitive(x=lambda g, x: 3 * g * x * x, samples=lambda draw: ((draw_one(draw),), {}))
    def third_power(x):
        return x**3

    rows = examine(third_power)
    assert len(rows) > 10
    assert score(rows) == 1.0


def draw_one(draw: Draw) -> np.ndarray:
    """Draw a vector."""
    return draw.array((3,))
