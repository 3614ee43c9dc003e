"""The softmax family: axes, overflow, and what is left when nothing can be chosen."""

import numpy as np
import pytest

import autograd_lite as ag

X = 3 * np.cos(np.arange(24.0)).reshape(2, 3, 4)


@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2)], ids=str)
def test_all_three_are_their_definitions(axis, like_numpy):
    """logsumexp, softmax and log_softmax against plain exponentials, and their derivatives against differences."""
    total = np.sum(np.exp(X), axis=axis, keepdims=True)
    np.testing.assert_allclose(ag.softmax(X, axis=axis), np.exp(X) / total, rtol=1e-14)
    np.testing.assert_allclose(ag.log_softmax(X, axis=axis), X - np.log(total), rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(ag.logsumexp(X, axis=axis, keepdims=True), np.log(total), rtol=1e-14)
    for function in (ag.softmax, ag.log_softmax, ag.logsumexp):
        like_numpy(lambda x, function=function: function(x, axis=axis), X)
    like_numpy(lambda x: ag.logsumexp(x, axis=axis, keepdims=True), X)


def test_numbers_worked_by_hand():
    """Of 0 and log 3 the shares are ¼ and ¾, and so is the gradient of logsumexp."""
    x = np.array([0.0, np.log(3.0)])
    np.testing.assert_allclose(ag.softmax(x), [0.25, 0.75], rtol=1e-15)
    np.testing.assert_allclose(ag.grad(ag.logsumexp)(x), [0.25, 0.75], rtol=1e-15)
    np.testing.assert_allclose(ag.grad(lambda x: ag.softmax(x)[0])(x), [0.1875, -0.1875], rtol=1e-15)
    np.testing.assert_allclose(ag.grad(lambda x: ag.log_softmax(x)[0])(x), [0.75, -0.75], rtol=1e-15)


def test_great_numbers_do_not_overflow():
    """Adding 10000 to all changes no share, and the logarithm by 10000."""
    x = np.array([10000.0, 10000.0 + np.log(3.0)])
    np.testing.assert_allclose(ag.softmax(x), [0.25, 0.75], rtol=1e-11)
    np.testing.assert_allclose(ag.logsumexp(x), 10000 + np.log(4.0), rtol=1e-15)
    np.testing.assert_allclose(ag.grad(ag.logsumexp)(x), [0.25, 0.75], rtol=1e-11)


def test_an_element_that_is_minus_infinity_has_no_share():
    """It is masked out: 0 in the softmax, no gradient, and nothing of it in the logarithm."""
    x = np.array([0.0, -np.inf, 0.0])
    np.testing.assert_array_equal(ag.softmax(x), [0.5, 0.0, 0.5])
    np.testing.assert_allclose(ag.log_softmax(x)[[0, 2]], -np.log(2.0))
    np.testing.assert_array_equal(ag.grad(ag.logsumexp)(x), [0.5, 0.0, 0.5])
    np.testing.assert_array_equal(ag.grad(lambda x: ag.softmax(x)[0])(x), [0.25, 0.0, -0.25])


@pytest.mark.parametrize("function", [ag.logsumexp, ag.softmax, ag.log_softmax])
def test_a_row_of_minus_infinity_has_no_gradient(function):
    """Nothing to choose from: the logarithms are −∞, the shares 0, the gradient 0, and the other row is untouched."""
    x = np.array([[-np.inf, -np.inf], [0.0, np.log(3.0)]])
    value = function(x, axis=1)
    np.testing.assert_array_equal(value[0], 0 if function is ag.softmax else -np.inf)
    slope = ag.grad(lambda x: function(x, axis=1)[1].sum() + 0 * function(x[:1], axis=1)[0].sum())
    first = ag.Tensor(x, requires_grad=True)
    function(first, axis=1).backward(np.ones(value.shape))
    np.testing.assert_array_equal(first.grad[0], 0)
    assert np.isfinite(first.grad).all()
    assert np.isfinite(slope(np.where(np.isinf(x), -1.0, x))).all()


def test_integers_are_taken():
    """Integers are converted as NumPy's exp does it."""
    np.testing.assert_allclose(ag.softmax(np.array([0, 0])), [0.5, 0.5])
    assert ag.softmax(np.array([0, 0], dtype=np.float32)).dtype == np.float32


def test_complex_logsumexp_is_holomorphic():
    """Its derivative is the complex softmax."""
    z = np.array([1 + 1j, -0.5j])
    found = ag.grad(ag.logsumexp, holomorphic=True)(z)
    np.testing.assert_allclose(found, np.exp(z) / np.exp(z).sum(), rtol=1e-14)
