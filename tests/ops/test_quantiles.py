"""Medians and quantiles: methods, axes, ties, weights, NaN."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.ops.quantiles import METHODS

X = np.cos(np.arange(24.0) * 1.7).reshape(2, 3, 4)


@pytest.mark.parametrize("function", [np.median, np.nanmedian])
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2)], ids=str)
@pytest.mark.parametrize("keepdims", [False, True])
def test_medians_along_axes_are_numpys(function, axis, keepdims, like_numpy):
    """Even and odd counts, axes kept or dropped."""
    like_numpy(lambda x: function(x, axis=axis, keepdims=keepdims), X)
    like_numpy(lambda x: function(x, axis=-1, overwrite_input=True), X[..., :3])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", [np.quantile, np.nanquantile])
def test_every_method_is_numpys(method, function, like_numpy):
    """Thirteen ways to choose and weigh two neighbours, all differentiated."""
    for q in (0.0, 0.3, 1.0, np.array([[0.1, 0.85]])):
        like_numpy(lambda x, q=q: function(x, q, axis=1, method=method), X)


@pytest.mark.parametrize("function", [np.percentile, np.nanpercentile])
@pytest.mark.parametrize("axis", [None, 1, (0, -1)], ids=str)
def test_percentiles_are_quantiles_of_a_hundred(function, axis, like_numpy):
    """30 percent, several at once, axes kept."""
    like_numpy(lambda x: function(x, [30, 75.5], axis=axis, keepdims=True), X)
    like_numpy(lambda x: function(x, 30, axis=axis), X)


@pytest.mark.parametrize("function", [np.quantile, np.nanquantile])
def test_weights_choose_the_element(function, like_numpy):
    """With weights NumPy knows the inverted distribution; the element that it chooses gets the gradient."""
    whole = np.arange(1.0, 25.0).reshape(2, 3, 4)
    along = [np.array([1.0, 5.0, 1.0])] if function is np.quantile else []  # which the other one of NumPy's cannot
    for weights in (whole, *along):
        like_numpy(lambda x, w=weights: function(x, [0.3, 0.8], axis=1, weights=w, method="inverted_cdf"), X)


def test_the_median_of_an_even_count_gives_half_to_each_of_two():
    """And a quartile gives ¾ and ¼ (method "linear", four elements)."""
    x = np.array([7.0, 1.0, 5.0, 3.0])
    np.testing.assert_array_equal(ag.grad(np.median)(x), [0.0, 0.0, 0.5, 0.5])
    np.testing.assert_array_equal(ag.grad(lambda x: np.quantile(x, 0.25))(x), [0.0, 0.25, 0.0, 0.75])


def test_elements_that_tie_share_evenly():
    """Of [1, 2, 2, 2, 9] the median is one of three, so each has a third."""
    np.testing.assert_allclose(ag.grad(np.median)(np.array([1.0, 2.0, 2.0, 2.0, 9.0])), [0, 1 / 3, 1 / 3, 1 / 3, 0])


@pytest.mark.parametrize("method", ["linear", "hazen", "lower"])
def test_nan_is_left_out(method, like_numpy):
    """Rows with different counts of NaN have quantiles of different elements; a NaN gets 0."""
    holes = np.array([[0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 0]], dtype=bool)
    like_numpy(lambda x: np.nanquantile(np.where(holes, np.nan, x), [0.2, 0.7], axis=1, method=method), X[0])
    like_numpy(lambda x: np.nanmedian(np.where(holes, np.nan, x)), X[0])
    like_numpy(lambda x: np.nanmedian(np.where(holes, np.nan, x), axis=1), X[0])


def test_a_row_of_nan_warns_as_in_numpy():
    """The median of nothing is NaN, and takes no gradient from the other rows."""
    x = ag.Tensor([[np.nan, np.nan], [1.0, 3.0]], requires_grad=True)
    with pytest.warns(RuntimeWarning, match="All-NaN"):
        y = np.nanmedian(x, axis=1)
    y[1].backward()
    np.testing.assert_array_equal(x.grad, [[0.0, 0.0], [0.5, 0.5]])


def test_the_wanted_proportion_is_not_differentiated():
    """A tracked q is refused by name."""
    with pytest.raises(TypeError, match="not differentiable in 'q'"):
        np.quantile(ag.Tensor(X), ag.Tensor(0.5, requires_grad=True))
