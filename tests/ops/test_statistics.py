"""Variance, deviation, average: corrections, given means, weights, constants."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)
MASK = np.arange(24).reshape(2, 3, 4) % 5 > 0


@pytest.mark.parametrize("function", [np.var, np.std])
@pytest.mark.parametrize("settings", [{}, {"ddof": 1}, {"correction": 1}, {"keepdims": True}, {"where": MASK}], ids=str)
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 1)], ids=str)
def test_corrections_and_axes_are_numpys(function, settings, axis, like_numpy):
    """The count less ddof, or correction, divides the squares."""
    if axis == 0 and "where" in settings:
        settings = {"where": np.ones((2, 3, 4), dtype=bool)}  # a slice of one element is a constant: no slope there
    like_numpy(lambda x: function(x, axis=axis, **settings), X)


@pytest.mark.parametrize("function", [np.var, np.std])
def test_a_mean_that_is_given_is_differentiated_too(function, like_numpy):
    """Its own share is the one of the distance from it, also where it is not the mean."""
    like_numpy(lambda x, m: function(x, axis=1, mean=m), X, X.mean(axis=1, keepdims=True) + 0.5)
    like_numpy(lambda x: function(x, axis=1, mean=np.mean(x, axis=1, keepdims=True)), X)


def test_a_given_mean_changes_no_gradient():
    """var(x, mean=mean(x)) has the gradient of var(x): 2 (x - mean) / n."""
    x = np.array([1.0, 2.0, 6.0])
    plain = ag.grad(np.var)(x)
    np.testing.assert_allclose(plain, [-4 / 3, -2 / 3, 2.0])
    given = ag.grad(lambda x: np.var(x, mean=np.mean(x, keepdims=True)))(x)
    np.testing.assert_allclose(given, plain)


def test_ddof_and_correction_are_one_thing():
    """Both at once are refused, as in NumPy."""
    with pytest.raises(ValueError, match="simultaneously"):
        np.var(ag.Tensor(X, requires_grad=True), ddof=1, correction=1)


def test_the_deviation_of_a_constant_has_no_slope():
    """At equal elements std has a kink; its gradient there is 0, and so is the second one."""
    x = np.ones(3)
    np.testing.assert_array_equal(ag.grad(np.std)(x), np.zeros(3))
    np.testing.assert_array_equal(ag.hessian(np.std)(x), np.zeros((3, 3)))


def test_one_constant_row_among_others_is_the_only_one_without_slope():
    """The row [1, 3] has the slopes -1/2 and 1/2."""
    x = ag.Tensor([[2.0, 2.0], [1.0, 3.0]], requires_grad=True)
    np.std(x, axis=1).sum().backward()
    np.testing.assert_array_equal(x.grad, [[0.0, 0.0], [-0.5, 0.5]])


def test_the_variance_of_complex_numbers_is_real():
    """The variance is mean |z - mean|², whose steepest ascent is 2 (z - mean) / n."""
    z = np.array([1 + 1j, -1 - 3j])
    slope = ag.grad(np.var)(z)
    np.testing.assert_allclose(slope, z - z.mean())


@pytest.mark.parametrize("axis", [None, 1, -1, (0, 2)], ids=str)
def test_an_average_without_weights_is_the_mean(axis, like_numpy):
    """And returns the count of elements if asked for."""
    like_numpy(lambda x: np.average(x, axis=axis), X)
    mean, count = np.average(ag.Tensor(X), axis=axis, returned=True)
    np.testing.assert_array_equal(count.numpy(), np.average(X, axis=axis, returned=True)[1])
    np.testing.assert_allclose(mean.numpy(), X.mean(axis=axis))


@pytest.mark.parametrize(
    ("axis", "shape"), [(None, (2, 3, 4)), (1, (3,)), (-1, (4,)), (1, (2, 3, 4)), ((2, 0), (4, 2)), ((0, 1), (2, 3))]
)
@pytest.mark.parametrize("keepdims", [False, True])
def test_weights_are_differentiated(axis, shape, keepdims, like_numpy):
    """Weights of the whole shape, or of the axes that are averaged over, in the order in which they are named."""
    weights = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    like_numpy(lambda x, w: np.average(x, axis=axis, weights=w, keepdims=keepdims), X, weights)
    like_numpy(lambda x, w: np.average(x, axis=axis, weights=w, returned=True), X, weights)


def test_weights_that_do_not_fit_or_cancel_are_refused():
    """The message has both shapes; a sum of zero cannot divide."""
    x = ag.Tensor(X, requires_grad=True)
    with pytest.raises(ValueError, match=r"weights of shape \(5,\).*axis 1"):
        np.average(x, axis=1, weights=np.ones(5))
    with pytest.raises(ZeroDivisionError):
        np.average(x, axis=1, weights=np.array([1.0, -1.0, 0.0]))


@pytest.mark.parametrize("function", [np.std, np.nanstd, lambda x: np.std(x, ddof=1), lambda x: np.std(x, where=x > 0)])
@pytest.mark.parametrize("value", [0.1, 0.7, 1e8 / 3])
def test_elements_that_are_equal_while_their_mean_is_rounded(function, value):
    """The mean of six 0.1 is not 0.1, and so std is not 0, but its gradient is: all elements move together."""
    x = np.full(6, value)
    np.testing.assert_allclose(ag.grad(function)(x), np.zeros(6), atol=1e-15)


@pytest.mark.parametrize("function", [np.var, np.nanvar, lambda x: np.var(x, ddof=1), lambda x: np.var(x, where=x > 0)])
@pytest.mark.parametrize("value", [3.0, 0.1, 0.7, 1e8 / 3])
def test_the_root_of_the_variance_of_a_constant_has_no_slope_as_std_has_none(function, value):
    """sqrt(var(x)) is std(x), at equal elements too: with a mean that is rounded (0.1) and with one that is not (3)."""
    x = np.full(6, value)
    np.testing.assert_array_equal(ag.grad(lambda x: np.sqrt(function(x)))(x), np.zeros(6))


def test_the_root_of_a_variance_of_zero_is_ieee_if_asked():
    """Infinity times the zero deviation is NaN under strict_ieee."""
    with ag.strict_ieee():
        assert np.isnan(ag.grad(lambda x: np.sqrt(np.var(x)))(np.full(2, 3.0))).all()


def test_a_small_variance_far_from_zero_keeps_its_gradient():
    """2 (x - mean) / n of two numbers around 1e6 that differ by 2e-6, whose deviations are not rounding."""
    step = 2.0**-20
    np.testing.assert_allclose(ag.grad(np.var)(np.array([1e6 - step, 1e6 + step])), [-step, step], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64, complex])
def test_weights_of_another_dtype_are_added_up_in_that_of_the_result(dtype):
    """As in NumPy: 32-bit values with whole weights, 32-bit weights of 64-bit values."""
    x, weights = np.array([0.1, 0.7, 0.4], dtype=np.float32), np.array([3, 1, 9]).astype(dtype)
    for one, other in ((x, weights), (weights, x)):
        got = np.average(ag.Tensor(one), weights=ag.Tensor(other))
        want = np.average(one, weights=other)
        assert got.dtype == want.dtype
        np.testing.assert_allclose(got.numpy(), want, rtol=1e-15 if want.dtype.itemsize > 4 else 1e-6)
