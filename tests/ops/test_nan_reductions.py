"""Reductions that leave NaN out: the rest is as without them, and a NaN gets no gradient."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(12.0)).reshape(3, 4)
HOLES = np.array([[0, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]], dtype=bool)
PAIRS = [
    (np.nansum, np.sum),
    (np.nanmean, np.mean),
    (np.nanprod, np.prod),
    (np.nanvar, np.var),
    (np.nanstd, np.std),
    (np.nanmax, np.max),
    (np.nanmin, np.min),
]


def with_holes(x):
    """Return `x`, and NaN where the holes are."""
    return np.where(HOLES, np.nan, x)


@pytest.mark.parametrize(("function", "_"), PAIRS)
@pytest.mark.parametrize("axis", [None, 1, -2, (0, 1)], ids=str)
@pytest.mark.parametrize("keepdims", [False, True])
def test_nan_is_left_out(function, _, axis, keepdims, like_numpy):
    """Values and both derivatives are those of NumPy's function, along every axis."""
    like_numpy(lambda x: function(with_holes(x), axis=axis, keepdims=keepdims), X)


@pytest.mark.parametrize(("function", "plain"), PAIRS)
def test_without_nan_they_are_the_plain_ones(function, plain):
    """The gradients agree to the last bit where nothing is missing."""
    np.testing.assert_array_equal(ag.grad(function)(X), ag.grad(plain)(X))


@pytest.mark.parametrize(("function", "_"), PAIRS)
def test_a_nan_gets_a_zero(function, _):
    """Where the input is NaN the gradient is 0, at second order too."""
    x = with_holes(X)
    assert not ag.grad(function)(x)[HOLES].any()
    curved = ag.hvp(function, x, np.ones(x.shape))
    assert np.isfinite(curved).all()
    assert not curved[HOLES].any()


@pytest.mark.parametrize("function", [np.nansum, np.nanprod, np.nanmax, np.nanmin])
def test_initial_and_where_work_beside_nan(function, like_numpy):
    """One more element, and some left out."""
    where = np.arange(12).reshape(3, 4) % 5 > 0
    like_numpy(lambda x, first: function(with_holes(x), axis=1, initial=first, where=where), X, np.array(0.25))


@pytest.mark.parametrize("function", [np.nanvar, np.nanstd])
def test_corrections_and_means_work_beside_nan(function, like_numpy):
    """ddof, correction, mean= and where= as in var and std."""
    like_numpy(lambda x: function(with_holes(x), axis=1, ddof=1), X)
    like_numpy(lambda x: function(with_holes(x), axis=1, correction=1), X)
    mean = np.nanmean(with_holes(X), axis=1, keepdims=True)
    like_numpy(lambda x, m: function(with_holes(x), axis=1, mean=m), X, mean)


@pytest.mark.parametrize("function", [np.nancumsum, np.nancumprod])
@pytest.mark.parametrize("axis", [None, 0, -1], ids=str)
def test_running_sums_and_products_pass_over_nan(function, axis, like_numpy):
    """A NaN counts as 0 in a sum and as 1 in a product."""
    like_numpy(lambda x: function(with_holes(x), axis=axis), X)


def test_numbers_worked_by_hand():
    """The nanmean of [1, NaN, 3] has the slopes ½, 0, ½; nanmax gives 1 to the 3; nanprod the other factor."""
    x = np.array([1.0, np.nan, 3.0])
    np.testing.assert_array_equal(ag.grad(np.nanmean)(x), [0.5, 0.0, 0.5])
    np.testing.assert_array_equal(ag.grad(np.nanmax)(x), [0.0, 0.0, 1.0])
    np.testing.assert_array_equal(ag.grad(np.nanprod)(x), [3.0, 0.0, 1.0])
    np.testing.assert_array_equal(ag.grad(np.nanvar)(x), [-1.0, 0.0, 1.0])


def test_what_is_all_nan_warns_as_in_numpy():
    """The mean of nothing is NaN, with NumPy's warning."""
    x = ag.Tensor([np.nan, np.nan], requires_grad=True)
    with pytest.warns(RuntimeWarning, match="empty slice"):
        y = np.nanmean(x)
    y.backward()
    assert np.isnan(y.item())
    assert not x.grad.any()
