"""Polynomials: values as NumPy's, and derivatives worked by hand."""

import numpy as np
import pytest

import autograd_lite as ag

CALLS = {
    "polyval": (np.polyval, ([2.0, 0.0, 1.0], [1.0, 3.0])),
    "polyadd": (np.polyadd, ([1.0, 2.0], [3.0, 4.0, 5.0])),
    "polysub": (np.polysub, ([1.0, 2.0, 3.0], [4.0])),
    "polymul": (np.polymul, ([1.0, 2.0], [3.0, 4.0, 5.0])),
    "polyder": (np.polyder, ([3.0, 2.0, 1.0],)),
    "polyint": (np.polyint, ([3.0, 2.0, 1.0],)),
}


@pytest.mark.parametrize("name", CALLS)
def test_values_are_numpys(name):
    """A polynomial function of Tensors has the value of NumPy's function of arrays."""
    function, args = CALLS[name]
    tensors = [ag.Tensor(a, requires_grad=True) for a in args]
    np.testing.assert_array_equal(function(*tensors).numpy(), function(*map(np.array, args)))


def test_polyval_by_hand():
    """The derivative of 2x² + 1 is 4x in x, and the powers of x in the coefficients."""
    p, x = np.array([2.0, 0.0, 1.0]), 3.0
    in_p, in_x = ag.grad(np.polyval, (0, 1))(p, x)
    assert in_p.tolist() == [9.0, 3.0, 1.0]
    assert in_x == 12.0
    assert ag.grad(ag.grad(lambda x: np.polyval(ag.Tensor(p), x)))(x) == 4.0


def test_repeated_derivative_and_integral():
    """Two derivatives of the double integral give the polynomial back, and the constants have gradient as placed."""
    p, k = np.array([6.0, 2.0]), np.array([5.0, 7.0])
    assert np.polyint(ag.Tensor(p), 2, ag.Tensor(k)).tolist() == np.polyint(p, 2, k).tolist() == [1.0, 1.0, 5.0, 7.0]
    assert np.polyder(np.polyint(ag.Tensor(p), 2), 2).tolist() == [6.0, 2.0]
    jacobian = ag.jacobian(lambda k: np.polyint(ag.Tensor(p), 2, k))(k)
    assert jacobian.tolist() == [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
