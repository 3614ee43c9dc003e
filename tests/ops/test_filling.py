"""NumPy's functions that write into their argument: values as in an array, and the gradient of what is left."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import DetachError, InPlaceError, ShapeError, UnsupportedOperationError

X, V = np.cos(np.arange(12.0)).reshape(3, 4), np.array([5.0, 6.0])
MASK = np.arange(12).reshape(3, 4) % 3 == 0
ORDER = np.argsort(X, axis=1)[:, :2]

WRITES = {
    "fill_diagonal, number": lambda x, v: np.fill_diagonal(x, v[0]),
    "fill_diagonal, values in turn": lambda x, v: np.fill_diagonal(x, v),
    "fill_diagonal, wrap": lambda x, v: np.fill_diagonal(x.T, v, wrap=True),
    "put": lambda x, v: np.put(x, [0, -1, 5], v),
    "put, repeated": lambda x, v: np.put(x, [[3, 3], [1, 3]], v),
    "put, wrap": lambda x, v: np.put(x, [14, -20], v, mode="wrap"),
    "put, clip": lambda x, v: np.put(x, [14, -20], v, "clip"),
    "put, nothing": lambda x, v: np.put(x, [], v),
    "put, in a view": lambda x, v: np.put(x.T[1:], [0, 4], v),
    "put_along_axis": lambda x, v: np.put_along_axis(x, ORDER, v, axis=1),
    "put_along_axis, number": lambda x, v: np.put_along_axis(x, np.argmax(X, axis=0, keepdims=True), v[1], 0),
    "put_along_axis, flat": lambda x, v: np.put_along_axis(x, np.array([2, -1]), v, None),
    "place": lambda x, v: np.place(x, MASK, v),
    "place, flat mask": lambda x, v: np.place(x, MASK.ravel(), v),
    "putmask": lambda x, v: np.putmask(x, MASK, v),
    "putmask, in shape": lambda x, v: np.putmask(x, MASK, v[0] * np.arange(12.0).reshape(3, 4)),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_numpys(name, like_numpy):
    """Value and derivatives, in what stays and in what is written, are those of the same code on arrays."""

    def program(x, v):
        y = x * 1.0
        WRITES[name](y, v)
        return y

    like_numpy(program, X, V)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_into_a_leaf_is_refused(name):
    """Which value would its gradient be of? Its values are as before."""
    x = ag.Tensor(X, requires_grad=True)
    if name == "put, nothing":
        return
    with pytest.raises(InPlaceError, match="leaf that requires a gradient"):
        WRITES[name](x, V)
    np.testing.assert_array_equal(x.detach().numpy(), X)


@pytest.mark.parametrize("name", [name for name in WRITES if not name.startswith("put, nothing")])
def test_a_tracked_value_is_not_written_into_a_plain_array(name):
    """It would lose its gradient; one without a history is written."""
    array, tracked = X.copy(), ag.Tensor(V, requires_grad=True)
    with pytest.raises((UnsupportedOperationError, DetachError), match=r"a = ag\.Tensor\(a\)\.$"):
        WRITES[name](array, tracked)
    np.testing.assert_array_equal(array, X)
    right = X.copy()
    WRITES[name](right, V)
    WRITES[name](array, ag.Tensor(V))
    np.testing.assert_array_equal(array, right)


def test_fill_diagonal_of_this_library():
    """NumPy does not tell us of np.fill_diagonal(array, t); ag.fill_diagonal refuses it with the same words."""
    with pytest.raises(UnsupportedOperationError, match=r"^np\.fill_diagonal would write a Tensor that requires a gra"):
        ag.fill_diagonal(X.copy(), ag.Tensor(1.0, requires_grad=True))


def test_a_number_can_be_put_into():
    """A Tensor of no axes has one position."""
    x = ag.Tensor(2.0) * 1.0
    np.put(x, [0], 7.0)
    assert x.item() == 7.0


def test_what_numpy_refuses():
    """Positions outside, masks of another size, no values, a diagonal of unequal sides."""
    x = ag.Tensor(X, requires_grad=True) * 1.0
    with pytest.raises(IndexError, match="12 is out of bounds"):
        np.put(x, [12], 1.0)
    with pytest.raises(ShapeError, match=r"np\.place got a mask of shape \(2,\) for shape \(3, 4\)"):
        np.place(x, [True, False], [1.0])
    with pytest.raises(ValueError, match="place got no values"):
        np.place(x, MASK, [])
    with pytest.raises(ValueError, match="put_along_axis got indices of shape"):
        np.put_along_axis(x, np.array([1]), 1.0, 0)
    with pytest.raises(ValueError, match="equal length"):
        np.fill_diagonal(ag.Tensor(np.ones((2, 3, 2))), 1.0)
    np.testing.assert_array_equal(x.detach().numpy(), X)
