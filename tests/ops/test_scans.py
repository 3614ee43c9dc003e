"""Running sums and products, and the linear recurrence."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)


@pytest.mark.parametrize("function", [np.cumsum, np.cumprod])
@pytest.mark.parametrize("axis", [None, 0, 1, -1], ids=str)
def test_axes_are_numpys(function, axis, like_numpy):
    """Along one axis from either end, or over all elements in order."""
    like_numpy(lambda x: function(x, axis=axis), X)


@pytest.mark.skipif(not hasattr(np, "cumulative_sum"), reason="NumPy 2.0 has no cumulative_sum")
@pytest.mark.parametrize("name", ["cumulative_sum", "cumulative_prod"])
@pytest.mark.parametrize("settings", [{}, {"include_initial": True}, {"dtype": np.float64}], ids=str)
def test_the_array_api_names_take_their_keywords(name, settings, like_numpy):
    """include_initial puts the 0 or the 1 before; without an axis the array must be a vector."""
    function = getattr(np, name)
    for axis in (0, -2):
        like_numpy(lambda x, axis=axis: function(x, axis=axis, **settings), X)
    like_numpy(lambda x: function(x, **settings), X[0, 0])
    with pytest.raises(ValueError, match="needs an axis"):
        function(ag.Tensor(X, requires_grad=True))


def test_a_running_product_is_right_where_elements_are_zero(like_numpy):
    """Zeros at the start, in the middle, twice: no division."""
    for zeros in ([0], [2], [1, 3], [0, 1, 2, 3]):
        x = np.array([2.0, 3.0, 5.0, 7.0])
        x[zeros] = 0
        like_numpy(np.cumprod, x)


def test_the_gradient_of_a_running_product_by_hand():
    """x, xy, xyz at (2, 0, 5), summed: 1 + y + yz, x + xz, xy = 1, 12, 0."""
    np.testing.assert_array_equal(ag.grad(lambda x: np.cumprod(x).sum())(np.array([2.0, 0.0, 5.0])), [1.0, 12.0, 0.0])


def test_the_gradient_of_a_running_sum_by_hand():
    """The first element is in all sums, the last one in one."""
    np.testing.assert_array_equal(ag.grad(lambda x: np.cumsum(x).sum())(np.zeros(3)), [3.0, 2.0, 1.0])


def test_a_recurrence_is_its_definition(like_numpy):
    """r[i] = a[i] r[i - 1] + b[i], through three axes and two orders; a[0] has no influence."""
    b = np.sin(np.arange(24.0)).reshape(2, 3, 4).transpose(2, 0, 1)
    a = X.transpose(2, 0, 1)

    def by_hand(a, b):
        rows = [b[0]]
        for i in range(1, 4):
            rows.append(a[i] * rows[-1] + b[i])
        return np.stack(rows)

    np.testing.assert_allclose(ag.linear_recurrence(a, b), by_hand(a, b), rtol=1e-15)
    like_numpy(ag.linear_recurrence, a, b)
    assert not ag.grad(lambda a: ag.linear_recurrence(a, b).sum())(a)[0].any()


@pytest.mark.parametrize("length", [2, 3, 4, 7, 8, 33])
def test_a_recurrence_of_any_length_is_its_loop(length):
    """Few long rows are looped over, many short ones are doubled: both are the definition."""
    rng = np.random.default_rng(length)
    for row in ((), (3,), (80,)):
        a, b = rng.normal(size=(length, *row)), rng.normal(size=(length, *row))
        out = b.copy()
        for i in range(1, length):
            out[i] += a[i] * out[i - 1]
        np.testing.assert_allclose(ag.linear_recurrence(a, b), out, rtol=1e-12, atol=1e-12)


def test_a_recurrence_whose_coefficients_overflow_together():
    """Two coefficients whose product is infinite lead over elements that are zero: zero, and not NaN."""
    a, b = np.array([1.0, 1e200, 1e200, 1e200, 0.5]), np.array([0.0, 0.0, 0.0, 0.0, 3.0])
    np.testing.assert_array_equal(ag.linear_recurrence(a, b), b)


@pytest.mark.parametrize("zeros", [[], [0], [2], [1, 3], [0, 1, 2, 3, 4]], ids=str)
def test_second_derivatives_of_a_running_product(zeros):
    """With and without zeros the Hessian is that of the products written out."""
    x = np.array([2.0, 3.0, 0.5, -1.5, 1.25])
    x[zeros] = 0
    weights = np.array([1.0, -2.0, 0.5, 3.0, 1.5])

    def written_out(x):
        total, product = 0.0, 1.0
        for i in range(5):
            product = product * x[i]
            total = total + weights[i] * product
        return total

    got = ag.hessian(lambda x: np.sum(np.cumprod(x) * weights))(x)
    np.testing.assert_allclose(got, ag.hessian(written_out)(x), rtol=1e-13, atol=1e-13)


def test_a_running_product_beyond_the_range_of_numbers():
    """Where products underflow to zero, or overflow on the way back, the derivative is still that of the others."""
    x = np.array([1e-200, 1e-200, 1e-200])
    np.testing.assert_allclose(ag.grad(lambda x: np.cumprod(x)[1])(x), [1e-200, 1e-200, 0.0])
    np.testing.assert_allclose(ag.grad(lambda x: np.cumprod(x)[0])(x), [1.0, 0.0, 0.0])


def test_scans_of_nothing_are_empty():
    """An empty axis has an empty result and an empty gradient."""
    for function in (np.cumsum, np.cumprod):
        x = ag.Tensor(np.zeros((0, 2)), requires_grad=True)
        function(x, axis=0).sum().backward()
        assert x.grad.shape == (0, 2)


@pytest.mark.skipif(not hasattr(np, "cumulative_sum"), reason="NumPy 2.0 has no cumulative_sum")
def test_scans_of_a_number(like_numpy):
    """A number counts as one element of one axis."""
    for scan in (np.cumulative_sum, np.cumulative_prod):
        like_numpy(scan, np.array(3.0))
        like_numpy(lambda x, scan=scan: scan(x, axis=0, include_initial=True), np.array(3.0))
    like_numpy(lambda x: np.cumsum(x, axis=0) * np.cumprod(x, axis=-1), np.array(3.0))
