"""Sums, products, means, extremes: every keyword, ties, zeros, and what is left out."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import UnsupportedOperationError

X = np.cos(np.arange(24.0)).reshape(2, 3, 4) + 0.1 * np.arange(24.0).reshape(2, 3, 4)
MASK = np.arange(24).reshape(2, 3, 4) % 3 > 0
AXES = [None, 0, -1, (0, 2), (-1, 0, 1), ()]


@pytest.mark.parametrize("axis", AXES, ids=str)
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("function", [np.sum, np.mean, np.prod, np.max, np.min, np.amax, np.amin, np.ptp])
def test_axes_and_keepdims_are_numpys(function, axis, keepdims, like_numpy):
    """None, one axis from either end, several, none at all; kept or dropped; at first and second order."""
    like_numpy(lambda x: function(x, axis=axis, keepdims=keepdims), X)


@pytest.mark.parametrize("axis", [None, 1, (0, 2)], ids=str)
@pytest.mark.parametrize("where", [MASK, MASK[0], MASK[:1, :, :1]], ids=["whole", "rows", "stretched"])
def test_what_where_leaves_out_has_no_share(axis, where, like_numpy):
    """The mask may be broadcast; a slice of which nothing is left has the initial value."""
    like_numpy(lambda x: np.sum(x, axis=axis, where=where), X)
    like_numpy(lambda x: np.prod(x, axis=axis, where=where), X)
    like_numpy(lambda x: np.max(x, axis=axis, where=where, initial=-9.0), X)
    like_numpy(lambda x: np.min(x, axis=axis, where=where, initial=9.0, keepdims=True), X)


def test_a_mean_with_where_divides_by_the_count_of_what_is_left(like_numpy):
    """Of two elements left each has half."""
    where = np.array([[True, True, False], [False, True, True]])
    like_numpy(lambda x: np.mean(x, axis=1, where=where), X[0, :2, :3])
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    np.mean(x, where=[True, False, True]).backward()
    np.testing.assert_array_equal(x.grad, [0.5, 0.0, 0.5])


@pytest.mark.parametrize("function", [np.sum, np.mean, np.max])
@pytest.mark.parametrize("settings", [{"axis": -1}, {"axis": (0, 2), "keepdims": True}, {"axis": 1}], ids=str)
def test_a_jacobian_has_the_gradients_as_rows(function, settings):
    """All rows in one pass, or one by one: the same numbers."""
    found = ag.jacobian(lambda x: function(x, **settings))(X)
    for place in np.ndindex(function(X, **settings).shape):
        row = ag.grad(lambda x, place=place: function(x, **settings)[place])(X)
        np.testing.assert_allclose(found[place], row, rtol=1e-15)


def test_a_jacobian_of_a_mean_with_where():
    """What is left out of the mean of a column has a column of zeros."""
    where = np.array([[True, False], [True, True]])
    found = ag.jacobian(lambda x: np.mean(x, axis=0, where=where))(np.ones((2, 2)))
    np.testing.assert_array_equal(found, [[[0.5, 0.0], [0.5, 0.0]], [[0.0, 0.0], [0.0, 1.0]]])


@pytest.mark.parametrize("function", [np.sum, np.prod, np.max, np.min])
@pytest.mark.parametrize("initial", [-0.3, 0.0, 2.0])
def test_the_initial_value_is_one_more_element(function, initial, like_numpy):
    """It is differentiated too, in every slice that it enters."""
    like_numpy(lambda x, first: function(x, axis=1, initial=first), X, np.array(initial))
    like_numpy(lambda x, first: function(x, initial=first, where=MASK), X, np.array(initial))


@pytest.mark.parametrize("function", [np.sum, np.mean, np.prod])
def test_dtype_is_that_of_the_result_and_the_gradient_keeps_the_inputs(function):
    """A float32 input summed in float64 gets a float32 gradient."""
    x = ag.Tensor(np.array([1.0, 2.0], dtype=np.float32), requires_grad=True)
    y = function(x, dtype=np.float64)
    y.backward()
    assert (y.dtype, x.grad.dtype) == (np.float64, np.float32)


def test_the_methods_of_a_tensor_are_the_functions():
    """x.sum(0) and np.sum(x, 0), and so on."""
    x = ag.Tensor(X)
    for name in ("sum", "mean", "prod", "max", "min"):
        np.testing.assert_array_equal(getattr(x, name)(axis=1).numpy(), getattr(np, name)(X, axis=1))


def test_a_product_with_one_zero_has_the_product_of_the_others():
    """d(xyz)/dx = yz, also where y is 0; no division."""
    x = ag.Tensor([2.0, 0.0, 5.0], requires_grad=True)
    np.prod(x).backward()
    np.testing.assert_array_equal(x.grad, [0.0, 10.0, 0.0])


def test_the_second_derivative_of_a_product_with_zeros():
    """∂²(wxyz)/∂w∂x = yz: with two zeros just their own pair is left."""
    found = ag.hessian(np.prod)(np.array([2.0, 0.0, 0.0, 5.0]))
    wanted = np.zeros((4, 4))
    wanted[1, 2] = wanted[2, 1] = 10.0
    np.testing.assert_array_equal(found, wanted)


def test_the_third_derivative_of_a_product_with_zeros():
    """∂³(xyz)/∂x∂y∂z = 1, at the origin too."""
    assert ag.grad(lambda x: ag.hvp(np.prod, x, np.array([1.0, 0.0, 0.0]))[1])(np.zeros(3)).tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("function", [np.max, np.min])
def test_elements_that_tie_share_evenly(function):
    """Of three equal extremes each gets a third, of two in a row a half."""
    x = ag.Tensor([[2.0, 2.0, 2.0], [7.0, 1.0, 1.0]] if function is np.min else [[2.0, 2.0, 2.0], [7.0, 7.0, 1.0]])
    x.requires_grad = True
    function(x, axis=1).backward([3.0, 1.0])
    second = [0.0, 0.5, 0.5] if function is np.min else [0.5, 0.5, 0.0]
    np.testing.assert_array_equal(x.grad, [[1.0, 1.0, 1.0], second])


def test_the_initial_value_of_an_extreme_ties_too():
    """max([1, 3], initial=3) gives half to the element and half to the initial value."""
    x, first = ag.Tensor([1.0, 3.0], requires_grad=True), ag.Tensor(3.0, requires_grad=True)
    np.max(x, initial=first).backward()
    np.testing.assert_array_equal(x.grad, [0.0, 0.5])
    assert first.grad == 0.5


def test_an_infinite_gradient_stops_at_what_was_not_chosen():
    """Elements that are not the maximum get 0, not NaN."""
    x = ag.Tensor([1.0, 3.0], requires_grad=True)
    np.max(x).backward(np.inf)
    np.testing.assert_array_equal(x.grad, [0.0, np.inf])


def test_a_nan_takes_the_gradient_of_an_extreme():
    """The maximum of an array with a NaN is that NaN, and so is where the gradient goes."""
    x = ag.Tensor([1.0, np.nan], requires_grad=True)
    np.max(x).backward()
    np.testing.assert_array_equal(x.grad, [0.0, 1.0])


def test_sums_of_nothing_have_shares_of_nothing():
    """An empty array: 0 for the sum, 1 for the product, and an empty gradient."""
    x = ag.Tensor(np.zeros((0, 3)), requires_grad=True)
    (np.sum(x) + np.prod(x) + np.sum(x, axis=0).sum()).backward()
    assert x.grad.shape == (0, 3)


@pytest.mark.parametrize("function", [np.sum, np.mean, np.max, np.ptp])
def test_out_and_unknown_keywords_are_refused_by_name(function):
    """Writing into out= would lose the gradient; a keyword that nobody knows could mean anything."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(UnsupportedOperationError, match="out"):
        function(x, out=np.zeros(()))


@pytest.mark.parametrize("function", [np.sum, np.mean, np.prod, np.max, np.ptp])
def test_an_axis_that_is_not_there_raises_as_in_numpy(function):
    """A wrong axis raises a ValueError that names it."""
    with pytest.raises(ValueError, match="axis 5"):
        function(ag.Tensor(X, requires_grad=True), axis=5)


def test_complex_sums_and_products_are_holomorphic():
    """The derivative of z² as a product of two is 2z."""
    assert ag.grad(lambda z: np.prod(np.stack([z, z])), holomorphic=True)(1 + 2j) == 2 + 4j


@pytest.mark.parametrize("function", [np.sum, np.prod, np.max, np.min, np.nansum, np.nanprod, np.nanmax])
@pytest.mark.parametrize("axis", [None, 0, -1, ()], ids=str)
def test_a_number_has_an_axis_0_for_some_functions(function, axis, like_numpy):
    """NumPy lets the reductions of ufuncs take axis=0 and -1 of a number, which is then itself."""
    like_numpy(lambda x: function(x, axis=axis), np.array(3.0))
