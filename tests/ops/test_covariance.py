"""Covariance and correlation: NumPy's keywords, weights, two sets of variables."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"rowvar": False},
        {"bias": True},
        {"ddof": 0},
        {"ddof": 2},
        {"fweights": np.array([1, 2, 1, 3])},
        {"aweights": np.array([0.5, 1.0, 2.0, 1.0])},
        {"fweights": np.array([1, 2, 1, 3]), "aweights": np.array([0.5, 1.0, 2.0, 1.0]), "ddof": 0},
        {"rowvar": False, "aweights": np.array([0.5, 1.0, 2.0])},
    ],
    ids=str,
)
def test_covariance_has_numpys_keywords(settings, like_numpy):
    """Rows or columns as variables, both kinds of weights, every divisor."""
    like_numpy(lambda x: np.cov(x, **settings), X[0])


def test_weights_of_a_covariance_are_differentiated(like_numpy):
    """Observation weights may be Tensors; counts of repetition are integers."""
    like_numpy(lambda x, w: np.cov(x, aweights=w), X[0], np.array([0.5, 1.0, 2.0, 1.0]))
    with pytest.raises(TypeError, match="integer"):
        np.cov(ag.Tensor(X[0], requires_grad=True), fweights=np.array([0.5, 1.0, 2.0, 1.0]))


def test_two_sets_of_variables_are_joined(like_numpy):
    """cov(x, y) and corrcoef(x, y), of vectors and matrices."""
    like_numpy(np.cov, X[0], X[1])
    like_numpy(lambda x, y: np.cov(x, y), X[0, 0], X[1, 0])
    like_numpy(lambda x, y: np.corrcoef(x, y), X[0, 0], X[1, 0])


@pytest.mark.parametrize("settings", [{}, {"rowvar": False}], ids=str)
def test_correlations_are_numpys(settings, like_numpy):
    """Covariances divided by both deviations; the diagonal is 1 and has no slope."""
    like_numpy(lambda x: np.corrcoef(x, **settings), X[0])
    np.testing.assert_allclose(ag.grad(lambda x: np.corrcoef(x, **settings)[0, 0])(X[0]), 0, atol=1e-12)


def test_one_variable_has_one_number():
    """The covariance of a vector is its variance with n - 1, of 0 axes."""
    x = np.array([1.0, 2.0, 6.0])
    assert np.cov(ag.Tensor(x)).shape == ()
    np.testing.assert_allclose(ag.grad(np.cov)(x), [-2.0, -1.0, 3.0])
