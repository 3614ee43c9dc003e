"""Functions of the user along axes."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize(
    "function",
    [
        lambda v: v[0] * np.sum(v),
        lambda v: v[::-1] * v[1],
        lambda v: np.stack([v, v * v]),
        lambda v: 1.0 + 0 * v[0],
    ],
    ids=["number", "vector", "matrix", "constant"],
)
def test_what_a_function_returns_takes_the_place_of_the_axis(axis, function, like_numpy):
    """A number drops the axis, an array puts its own axes there."""
    like_numpy(lambda x: np.apply_along_axis(function, axis, x), X)


def test_further_arguments_are_handed_on(like_numpy):
    """By position and by name."""
    like_numpy(lambda x: np.apply_along_axis(lambda v, p, *, q: v**p * q, 1, x, 2, q=3.0), X)


def test_arguments_go_by_numpys_names(like_numpy):
    """The array is called arr."""
    like_numpy(lambda x: np.apply_along_axis(np.cumsum, axis=1, arr=x), X)


def test_a_function_without_derivative_gives_plain_numbers():
    """The argmax along an axis is an array."""
    found = np.apply_along_axis(np.argmax, 1, ag.Tensor(X, requires_grad=True))
    np.testing.assert_array_equal(found, np.argmax(X, axis=1))


@pytest.mark.parametrize("axes", [0, (0, 2), [-1, 0]], ids=str)
def test_reductions_over_several_axes_keep_them(axes, like_numpy):
    """One after the other, each at length one in the end."""
    like_numpy(lambda x: np.apply_over_axes(np.sum, x, axes), X)
    like_numpy(lambda x: np.apply_over_axes(lambda v, axis: np.max(v, axis=axis, keepdims=True), x, axes), X)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.apply_along_axis(np.sum, 3, x), "axis 3"),
        (lambda x: np.apply_along_axis(np.sum, 0, x[:, :0]), "no vector along axis 0"),
        (lambda x: np.apply_over_axes(lambda v, axis: np.sum(v), x, [0]), "drops one axis"),
    ],
)
def test_axes_and_functions_that_do_not_fit_are_refused(call, words):
    """A ValueError that says what is wanted."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))
