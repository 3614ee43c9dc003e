"""Axes moved, dropped and added, elements turned round."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)

CALLS = {
    "squeeze all": lambda x: np.squeeze(x[:1]),
    "squeeze one": lambda x: np.squeeze(x[:1, :, :1], axis=0),
    "squeeze several": lambda x: np.squeeze(x[:1, :, :1], axis=(0, -1)),
    "ravel": np.ravel,
    "ravel columns": lambda x: np.ravel(x, "F"),
    "ravel as it lies": lambda x: np.ravel(x.T, "K"),
    "ravel as it lies, mixed": lambda x: np.ravel(np.swapaxes(x, 0, 1), "K"),
    "ravel any": lambda x: np.ravel(x.T, "A"),
    "flatten": lambda x: x.flatten() * 1.0,
    "move one": lambda x: np.moveaxis(x, 0, -1),
    "move several": lambda x: np.moveaxis(x, (0, 2), (1, 0)),
    "roll back": lambda x: np.rollaxis(x, 2),
    "roll forward": lambda x: np.rollaxis(x, 0, 3),
    "roll to": lambda x: np.rollaxis(x, -1, -2),
    "matrices": np.matrix_transpose,
    "flip all": np.flip,
    "flip one": lambda x: np.flip(x, -1),
    "flip several": lambda x: np.flip(x, (0, 2)),
    "left and right": np.fliplr,
    "up and down": np.flipud,
    "a quarter": np.rot90,
    "two quarters": lambda x: np.rot90(x, 2),
    "a quarter back": lambda x: np.rot90(x, -1, (1, 2)),
    "no quarter": lambda x: np.rot90(x, 4, (0, 2)),
    "one axis at least": lambda x: np.atleast_1d(x, x[0, 0, 0]),
    "two axes at least": lambda x: np.atleast_2d(x, x[0, 0, 0], x[0, 0]),
    "three axes at least": lambda x: np.atleast_3d(x[0], x[0, 0, 0], x[0, 0]),
    "just one": lambda x: np.atleast_2d(x[0, 0]),
    "together": lambda x: np.broadcast_arrays(x, x[:1, :, :1], x[0, 0]),
    "permuted": lambda x: np.permute_dims(x, (2, 0, 1)),
    "swapped": lambda x: np.swapaxes(x, 0, -1),
    "expanded": lambda x: np.expand_dims(x, (0, -1)),
    "shaped by columns": lambda x: np.reshape(x, (6, -1), order="F"),
    "stretched": lambda x: np.broadcast_to(x[:, :1], (5, 2, 3, 4)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Every function in every form: values, shapes and derivatives."""
    like_numpy(call, X)


@pytest.mark.parametrize(
    "call", [np.ravel, np.squeeze, np.flip, np.rot90, np.matrix_transpose, np.fliplr, lambda x: np.moveaxis(x, 0, 1)]
)
def test_results_are_views_as_in_numpy(call):
    """A write to the base shows in the result."""
    x = ag.Tensor(np.zeros((3, 3))) * 1.0
    view = call(x)
    x[...] = np.arange(9.0).reshape(3, 3)
    np.testing.assert_array_equal(view.numpy(), call(np.arange(9.0).reshape(3, 3)))


def test_flatten_is_a_copy():
    """As in NumPy: a later write does not show."""
    x = ag.Tensor(np.zeros(3)) * 1.0
    flat = x.flatten()
    x[0] = 1.0
    assert flat.numpy()[0] == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.flip(x, 5), "axis 5"),
        (lambda x: np.flip(x, (0, 0)), "repeated axis"),
        (lambda x: np.moveaxis(x, 0, 7), "destination.*axis 7"),
        (lambda x: np.moveaxis(x, (0, 1), 2), "2 axes to move to 1 places"),
        (lambda x: np.rollaxis(x, 4), "axis 4"),
        (lambda x: np.squeeze(x, 0), "not equal to one"),
        (lambda x: np.matrix_transpose(x[0, 0]), r"shape \(4,\)"),
        (lambda x: np.rot90(x, axes=(0, 0)), "[Aa]xes must be different"),
        (lambda x: np.fliplr(x[0, 0]), "axis 1"),
        (lambda x: np.reshape(x, (5, -1)), r"reshape got x \(2, 3, 4\)"),
    ],
)
def test_axes_that_do_not_fit_are_named(call, words):
    """A ValueError with the axis or the shape."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))


def test_reshaping_in_the_order_of_memory_is_refused():
    """order="A" would depend on how the memory happens to lie."""
    with pytest.raises(TypeError, match=r"order='A'.*'C' or 'F'"):
        np.reshape(ag.Tensor(X, requires_grad=True), -1, order="A")


@pytest.mark.parametrize("part", [np.s_[:, 1:2], np.s_[::2, 0], np.s_[:1], np.s_[...]], ids=str)
@pytest.mark.parametrize("order", ["C", "F", "A", "K"])
def test_ravel_is_a_view_where_numpys_is_one(part, order):
    """Of what does not lie in one piece, NumPy's ravel is a copy, even where reshape(-1) would be a view."""
    array = np.arange(9.0).reshape(3, 3)
    tensor = ag.Tensor(array, requires_grad=True) * 1.0
    for each in (array, tensor):
        np.ravel(each[part], order)[...] = 7.0
    np.testing.assert_array_equal(tensor.detach().numpy(), array)
