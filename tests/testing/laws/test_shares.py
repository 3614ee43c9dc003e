"""What the rules of an operation give for a case, by hand."""

import numpy as np

from autograd_lite.testing.laws.operations import Case, all_operations, label
from autograd_lite.testing.laws.shares import rows, rows_agree, seeds_for, shares
from autograd_lite.testing.mutants import Way, broken

NAMED = {label(each): each for each in all_operations()}
CASE = Case(NAMED["ops.elementwise.arithmetic.square"], (np.array([1.0, -3.0]),), {})


def test_first_and_second_order() -> None:
    """The share of a square is 2gx; its derivative in g along v is 2xv, and in x it is 2gv."""
    g = seeds_for(CASE)[0]
    first = shares(CASE, second=False)
    np.testing.assert_allclose(first[0], 2 * g * CASE.inputs[0])
    _, in_g, in_x = shares(CASE, second=True)
    np.testing.assert_allclose(in_g / (2 * CASE.inputs[0]), in_x / (2 * g))


def test_rows() -> None:
    """Several gradients at once give what they give one by one, unless the rule for many is wrong."""
    total = NAMED["ops.reductions.sum"]
    case = Case(total, (np.array([[1.0, 2.0], [3.0, 4.0]]), 0), {})
    assert rows_agree(rows(case), rows(case, one_by_one=True))
    with broken(total, "x", Way("", "", lambda g, x_shape, axis, where: 2 * np.ones((3, 2, 2)), None, "batched")):
        assert not rows_agree(rows(case), rows(case, one_by_one=True))


def test_rows_of_several_results() -> None:
    """An operation with several results has no rows to compare."""
    assert rows(Case(NAMED["ops.spectra.eigh"], (np.eye(2) * [1.0, 2.0],), {})) is None
