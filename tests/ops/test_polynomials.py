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


@pytest.mark.parametrize("degree", [0, 1, 3])
@pytest.mark.parametrize("settings", [{}, {"full": True}, {"cov": True}, {"cov": "unscaled"}, {"rcond": 1e-9}], ids=str)
@pytest.mark.parametrize("weighted", [False, True])
def test_a_fit_is_numpys(degree, settings, weighted, like_numpy):
    """np.polyfit, differentiated in points, heights and weights, for one polynomial and for several."""
    x, y, w = np.array([0.3, 1.0, 1.9, 2.4, 3.1, 4.0]), np.cos(np.arange(12.0)).reshape(6, 2), np.arange(1.0, 7.0)
    for heights in (y[:, 0], y):
        if weighted:
            like_numpy(lambda x, y, w: _flat(np.polyfit(x, y, degree, w=w, **settings)), x, heights, w)
        else:
            like_numpy(lambda x, y: _flat(np.polyfit(x, y, degree, **settings)), x, heights)


def _flat(fit):
    return [part for part in fit if not isinstance(part, float | int | np.integer)] if isinstance(fit, tuple) else fit


def test_a_line_through_three_points_by_hand():
    """Its slope is (y2 − y0) / 2 where the points stand at 0, 1 and 2."""
    slope = ag.grad(lambda y: np.polyfit([0.0, 1.0, 2.0], y, 1)[0])(np.array([1.0, 5.0, 2.0]))
    np.testing.assert_allclose(slope, [-0.5, 0.0, 0.5], atol=1e-15)


def test_points_that_fit_no_polynomial_are_refused():
    """The message has all shapes; too few points for a covariance, and a warning as NumPy's for a free coefficient."""
    x = ag.Tensor(np.arange(3.0), requires_grad=True)
    with pytest.raises(ValueError, match=r"polyfit got x of shape \(3,\), y of shape \(2,\), deg=1"):
        np.polyfit(x, np.ones(2), 1)
    with pytest.raises(ValueError, match=r"deg=-1\. Wanted a degree of 0 or more"):
        np.polyfit(x, np.ones(3), -1)
    with pytest.raises(ValueError, match=r"polyfit got 3 points for cov\. Wanted more than the 3 coefficients"):
        np.polyfit(x, np.ones(3), 2, cov=True)
    with pytest.warns(np.exceptions.RankWarning):
        np.polyfit(x, np.ones(3), 3)
