"""Differences, slopes and areas of sampled functions."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)
T = np.array([0.0, 1.0, 1.5, 3.0])


@pytest.mark.parametrize("n", [0, 1, 2, 5])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_differences_of_every_order_are_numpys(n, axis, like_numpy):
    """As often as is wanted, until nothing is left."""
    like_numpy(lambda x: np.diff(x, n, axis), X)


def test_what_is_put_before_and_after_is_differentiated(like_numpy):
    """Numbers stand for a whole slice, arrays are joined."""
    like_numpy(lambda x, a, b: np.diff(x, axis=1, prepend=a, append=b), X, np.array(0.5), X[:, :2] + 1)
    like_numpy(lambda x, a: np.diff(x, 2, prepend=a), X, X[..., :1])
    like_numpy(lambda x, a, b: np.ediff1d(x, to_begin=a, to_end=b), X, np.array(0.5), np.array([[1.0], [2.0]]))
    like_numpy(np.ediff1d, X)


def test_differences_of_truth_values_are_exclusive_or():
    """As in NumPy."""
    np.testing.assert_array_equal(np.diff(ag.Tensor([True, True, False])), [False, True])


@pytest.mark.parametrize("edge_order", [1, 2])
def test_slopes_take_steps_and_coordinates(edge_order, like_numpy):
    """None, one step for all, one for each axis, coordinates; all of them differentiated."""
    settings = {"edge_order": edge_order}
    y = np.cos(np.arange(12.0)).reshape(3, 4)
    like_numpy(lambda x: np.gradient(x, **settings), y)
    like_numpy(lambda x: np.gradient(x, axis=-1, **settings), y)
    like_numpy(lambda x: np.gradient(x, axis=(1, 0), **settings), y)
    like_numpy(lambda x, h: np.gradient(x, h, **settings), y, np.array(0.5))
    like_numpy(lambda x, h: np.gradient(x, h, 2.0, **settings), y, np.array(0.5))
    like_numpy(lambda x, t: np.gradient(x, 0.5, t, **settings), y, T)
    like_numpy(lambda x, t: np.gradient(x, t, axis=1, **settings), y, T)


def test_the_slope_of_a_parabola_is_exact():
    """Central differences know t² at uneven places; with edge_order=2 the edges too."""
    np.testing.assert_allclose(np.gradient(ag.Tensor(T**2), T, edge_order=2).numpy(), 2 * T, atol=1e-14)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_areas_are_numpys(axis, like_numpy):
    """Equal steps, coordinates of the axis, coordinates of every sample."""
    n = X.shape[axis]
    like_numpy(lambda y: np.trapezoid(y, axis=axis), X)
    like_numpy(lambda y, h: np.trapezoid(y, dx=h, axis=axis), X, np.array(0.5))
    like_numpy(lambda y, x: np.trapezoid(y, x, axis=axis), X, np.arange(n) ** 1.5)
    like_numpy(lambda y, x: np.trapezoid(y, x, axis=axis), X, np.sin(X))


def test_numbers_worked_by_hand():
    """The area under three samples has the slopes ½, 1, ½; of a difference the inner samples cancel."""
    np.testing.assert_array_equal(ag.grad(np.trapezoid)(np.zeros(3)), [0.5, 1.0, 0.5])
    np.testing.assert_array_equal(ag.grad(lambda y: np.diff(y).sum())(np.zeros(4)), [-1.0, 0.0, 0.0, 1.0])
    np.testing.assert_array_equal(ag.grad(lambda y: np.gradient(y)[1])(np.zeros(3)), [-0.5, 0.0, 0.5])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda x: np.diff(x, -1), ValueError, "n=-1"),
        (lambda x: np.diff(x[0, 0, 0]), ValueError, "single number"),
        (lambda x: np.diff(x, axis=3), ValueError, "axis 3"),
        (lambda x: np.gradient(x, 1.0, 2.0), TypeError, "2 spacings for 3 axes"),
        (lambda x: np.gradient(x, T, axis=0), ValueError, r"shape \(4,\).*length 2"),
        (lambda x: np.gradient(x[:, :1], axis=1), ValueError, "1 samples along axis 1. Wanted 2"),
        (lambda x: np.gradient(x, edge_order=3), ValueError, "edge_order=3"),
        (lambda x: np.trapezoid(x, axis=4), ValueError, "axis 4"),
        (lambda x: np.ediff1d(x.astype(np.float32), to_end=1j), TypeError, "to_end of dtype complex128"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, words):
    """With what was got and what was wanted."""
    with pytest.raises(error, match=words):
        call(ag.Tensor(X, requires_grad=True))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint64, np.int32])
@pytest.mark.parametrize("edge_order", [1, 2])
def test_whole_coordinates_are_no_unsigned_numbers(dtype, edge_order, like_numpy):
    """Steps between unsigned coordinates are negated in the weights, which as unsigned numbers would wrap around."""
    places = np.array([0, 1, 3, 4, 9], dtype=dtype)
    like_numpy(lambda x: np.gradient(x, places, edge_order=edge_order), np.cos(np.arange(5.0)))
