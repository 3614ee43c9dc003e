"""The rows of the page of proof: they count what was tried, and a wrong rule shows in them."""

import numpy as np

import autograd_lite as ag
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.laws.proof import Proof, prove, undrawn
from autograd_lite.testing.mutants import Way, broken

(MULTIPLY,) = [each for each in all_operations() if label(each) == "ops.elementwise.arithmetic.multiply"]


def test_a_right_operation() -> None:
    """All kinds of arguments were tried, in all modes, and the largest difference is within its tolerance."""
    proof = prove(MULTIPLY)
    assert proof.wrong == []
    assert proof.kinds == {"as drawn": 2, "float32": 1, "other layouts": 1, "ties": 1, "complex": 1}
    assert proof.dtypes == {"float64", "float32", "complex128"}
    # two inputs: one sum over shares for each in each of six cases, and in each of two for second order
    assert {mode: proof.modes[mode] for mode in ("reverse", "reverse over reverse", "symmetry")} == {
        "reverse": 12,
        "reverse over reverse": 4,
        "symmetry": 4,
    }
    assert proof.modes["forward"] > 12
    assert proof.modes["forward over reverse"] > 4
    assert 0 <= proof.worst < 1


def test_a_wrong_operation() -> None:
    """A rule off by a thousandth is wrong in the row."""
    with broken(MULTIPLY, "x", Way("", "", lambda y: 1.001 * y, None)):
        assert prove(MULTIPLY).wrong
    assert ag.grad(lambda x: np.sum(x * 2.0))(np.ones(1)) == 2


def test_what_is_met_is_noted() -> None:
    """Shape of the first array, dtypes of all, and the kind of arguments."""
    proof = Proof("two")
    proof.met("as drawn", [np.ones((2, 3)), np.ones(3, np.float32)])
    proof.met("as drawn", [np.ones(())])
    assert proof.shapes == {(2, 3), ()}
    assert proof.dtypes == {"float64", "float32"}
    assert proof.kinds == {"as drawn": 2}


def test_operations_that_draw_nothing() -> None:
    """They are few, and known by name; what is differentiated nowhere is none of them."""
    names = undrawn()
    assert "scipy.integrate.odeint" in names
    assert "ops.reductions.sum" not in names
    assert not any(name.startswith("ops.constants") for name in names)
    assert len(names) < 8
