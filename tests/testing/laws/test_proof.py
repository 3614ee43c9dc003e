"""The rows of the page of proof: they count what was tried, and a wrong rule shows in them."""

import numpy as np

import autograd_lite as ag
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.laws.proof import prove
from autograd_lite.testing.mutants import Way, broken

(MULTIPLY,) = [each for each in all_operations() if label(each) == "ops.elementwise.arithmetic.multiply"]


def test_a_right_operation() -> None:
    """All kinds of arguments were tried, both orders compared, and the largest difference is within its tolerance."""
    proof = prove(MULTIPLY)
    assert proof.wrong == []
    assert all(proof.kinds.values())
    assert proof.first > 10
    assert proof.second > 10
    assert 0 <= proof.worst < 1


def test_a_wrong_operation() -> None:
    """A rule off by a thousandth is wrong in the row."""
    with broken(MULTIPLY, "x", Way("", "", lambda y: 1.001 * y, None)):
        assert prove(MULTIPLY).wrong
    assert ag.grad(lambda x: np.sum(x * 2.0))(np.ones(1)) == 2
