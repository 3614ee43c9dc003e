"""Broken rules: the ways of breaking one do break it, and the laws of its operation notice."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import Draw
from autograd_lite.testing.breaking import mutants
from autograd_lite.testing.hurting import FAULTS
from autograd_lite.testing.mutants import Trial, Way, broken, examine, ways
from autograd_lite.testing.operations import all_operations, label
from autograd_lite.testing.scoring import score, table

SAMPLE = ["ops.elementwise.arithmetic.divide", "ops.shapes.swapaxes", "ops.reductions.sum", "ops.products.vecmat"]


def test_ways_of_breaking() -> None:
    """A rule is broken in many ways, and each broken form still has its source."""
    found = list(mutants(lambda x, y: x - 2 * y))
    families = {each.family for each in found}
    assert {
        "flip sign",
        "times 1.001",
        "conjugate too many",
        "drop an operand",
        "another operator",
        "swap operands",
        "bump a constant",
    } <= families
    assert "lambda x, y: x + 2 * y" in {each.source for each in found}
    assert [each.rule(5.0, 1.0) for each in found if each.family == "flip sign"] == [-3.0]


def named(g, x):
    """Return a share, as a function with a name does."""
    return g * np.cos(x)


def test_a_rule_with_a_name_is_broken_as_a_whole() -> None:
    """Whether a rule is a lambda or a function makes no difference to how it is broken."""
    assert {"flip sign", "times 1.001", "another function"} <= {each.family for each in mutants(named)}


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_the_registry(name: str) -> None:
    """No mutant of these rules survives the laws, and those a thousandth off least of all."""
    (operation,) = [each for each in all_operations() if label(each) == name]
    rows = examine(operation)
    assert [row for row in rows if row.fate == "survived"] == []
    assert [row.fate for row in rows if row.family in ("times 1.001", "times 0.999")] == ["killed"] * 2 * len(
        operation.rules
    )
    assert score(rows) == 1.0
    assert "killed of those that differ: 100.00 %" in table(rows)


@pytest.mark.parametrize("family", FAULTS)
def test_hidden_faults(family: str) -> None:
    """A fault that shows in second order, for one dtype, one layout, at a tie or without dimensions alone is caught."""
    (operation,) = [each for each in all_operations() if label(each) == "ops.elementwise.arithmetic.multiply"]
    way = Way(family, "", operation.rules["x"], FAULTS[family])
    assert way.family in {each.family for each in ways(operation, "x")}
    assert Trial(operation).fate("x", way) == "killed"


def test_nothing_stays_broken() -> None:
    """After a trial the operation has its own rules again, also if the trial was interrupted."""
    (operation,) = [each for each in all_operations() if label(each) == "ops.elementwise.arithmetic.multiply"]
    before = dict(operation.rules)
    for way in list(ways(operation, "x"))[::7]:
        with pytest.raises(KeyboardInterrupt), broken(operation, "x", way):
            raise KeyboardInterrupt
    assert operation.rules == before
    assert "share" not in vars(operation)
    np.testing.assert_array_equal(ag.grad(lambda x: np.sum(x * 3.0))(np.ones(2)), [3.0, 3.0])


def test_survivors() -> None:
    """A rule whose samples never reach its second branch survives there, or counts as equal if nothing ever does."""

    @ag.primitive(x=lambda g, x: np.where(x > 1e9, 2 * g, 2 * g * x), samples=lambda draw: ((draw_one(draw),), {}))
    def energy(x):
        return x * x

    fates = {row.source: row.fate for row in examine(energy)}
    assert fates["lambda g, x: np.where(x > 1000000000.0, 3 * g, 2 * g * x)"] == "equivalent"
    assert fates["lambda g, x: np.where(x > 1000000000.0, 2 * g, 3 * g * x)"] == "killed"


def test_a_rule_of_the_users() -> None:
    """A rule that users register is broken by the same command."""

    @ag.primitive(x=lambda g, x: 3 * g * x * x, samples=lambda draw: ((draw_one(draw),), {}))
    def third_power(x):
        return x**3

    rows = examine(third_power)
    assert len(rows) > 10
    assert score(rows) == 1.0


def draw_one(draw: Draw) -> Any:
    """Draw a vector."""
    return draw.array((3,))
