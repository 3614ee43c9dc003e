"""Trials of broken rules: the laws of an operation notice, and what they cannot notice is called by its name."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.domains import POSITIVE, Draw
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.mutants import Way, ways
from autograd_lite.testing.mutation.hurting import FAULTS
from autograd_lite.testing.mutation.scoring import score, table
from autograd_lite.testing.mutation.trial import Trial, examine

NAMED = {label(each): each for each in all_operations()}
SAMPLE = ["ops.elementwise.arithmetic.divide", "ops.shapes.swapaxes", "ops.reductions.sum", "ops.products.vecmat"]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_the_registry(name: str) -> None:
    """No mutant of these rules survives the laws, and those a thousandth off least of all."""
    rows = examine(NAMED[name])
    assert [row for row in rows if row.fate in ("survived", "unreached")] == []
    assert {row.fate for row in rows if row.family in ("times 1.001", "times 0.999")} == {"killed"}
    assert score(rows) == 1.0
    assert "killed of those that differ: 100.00 %" in table(rows)


@pytest.mark.parametrize("family", FAULTS)
def test_hidden_faults(family: str) -> None:
    """A fault that shows in second order, for one dtype, one layout, at a tie or without dimensions alone is caught."""
    operation = NAMED["ops.elementwise.arithmetic.multiply"]
    way = Way(family, "", operation.rules["x"], FAULTS[family])
    assert way.family in {each.family for each in ways(operation, "x")}
    assert Trial(operation).fate("x", way)[0] == "killed"


def vector(draw: Draw) -> Any:
    """Draw a vector."""
    return (draw.array((3,)),), {}


def fates(operation: Any) -> dict[str, str]:
    """Return what became of each mutant, by what was changed."""
    return {row.source.partition(": ")[2]: row.fate for row in examine(operation)}


def test_a_rule_of_the_users() -> None:
    """A rule that users register is broken by the same code."""
    rows = examine(ag.primitive(x=lambda g, x: 3 * g * x * x, samples=vector)(lambda x: x**3))
    assert len(rows) > 10
    assert score(rows) == 1.0


def test_a_branch_that_is_never_run() -> None:
    """Code that no arguments lead to might be wrong for all that is known: it counts as not killed."""

    def share(g, x, power):
        if power == 3:
            return 3 * g * x * x
        return 2 * g * x

    cube = ag.primitive(x=share, samples=vector)(lambda x, power=2: x**power)
    assert fates(cube)["3 → 4"] == "unreached"
    assert fates(cube)["2 → 3"] == "killed"
    assert score(examine(cube)) < 0.8


def test_what_never_matters() -> None:
    """A value that is chosen nowhere, be it far outside the domain, makes an equal mutant."""
    energy = ag.primitive(x=lambda g, x: np.where(x > np.inf, 2 * g, 2 * g * x), samples=vector)(lambda x: x * x)
    assert fates(energy)["2 → 3"] in ("equal", "killed")
    assert fates(energy)["x > np.inf → x >= np.inf"] == "equal"


def test_corners() -> None:
    """At a corner every slope in between will do, so a shifted tie is undecidable; elsewhere it is not."""
    leaky = ag.elementwise(x=lambda x: np.where(x > 0, 1.0, 0.1))(lambda x: np.where(x > 0, x, 0.1 * x))
    assert fates(leaky)["x > 0 → x >= 0"] == "undecidable"
    assert fates(leaky)["0 → 1"] == "killed"


def test_beyond_the_domain() -> None:
    """Equal is only what is equal outside the domain too; there the fault shows, and the row tells where."""
    leaky = ag.elementwise(x=lambda x: np.where(x > 0, 1.0, 0.1), domain=POSITIVE)(
        lambda x: np.where(x > 0, x, 0.1 * x)
    )
    rows = {row.source.partition(": ")[2]: row for row in examine(leaky)}
    assert rows["0.1 → 1.1"].fate == "killed"
    assert rows["0.1 → 1.1"].case.startswith("testing.test_trial.<lambda>") or rows["0.1 → 1.1"].case


def test_a_rule_that_never_ends() -> None:
    """A mutant that goes on and on is stopped, and counts as killed."""

    def share(g, x):
        left = 50
        while left > 0:
            left -= 1
        return 2 * g * x

    slow = ag.primitive(x=share, samples=vector)(lambda x: x * x)
    found = fates(slow)
    assert found["1 → 2"] == "equal"
    assert found["left > 0 → left >= 0"] == "equal"
    assert Counter(found.values())["killed"] > 5


def test_rows() -> None:
    """A rule for many gradients at once is held to what single ones give."""
    rule = lambda g, x: 2 * g * x  # noqa: E731
    square = ag.primitive(x=rule, batched={"x": lambda g, x: 2 * g * x}, samples=vector)(lambda x: x * x)
    rows = [row for row in examine(square) if row.source.startswith("many gradients at once")]
    assert {row.fate for row in rows} == {"killed"}
    assert {row.family for row in rows} > {"flip sign", "drop an operand", "conjugate too many"}
