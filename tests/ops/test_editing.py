"""Parts appended, inserted, deleted; arrays resized; writers refused."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import UnsupportedOperationError

X = np.cos(np.arange(12.0)).reshape(3, 4)
V = np.array([10.0, 20.0, 30.0])

CALLS = {
    "append flat": lambda x, v: np.append(x, v),
    "append rows": lambda x, v: np.append(x, x[:1] * v[0], axis=0),
    "append columns": lambda x, v: np.append(x, v[:, None], axis=-1),
    "append a number": lambda x, v: np.append(x, v[0]),
    "insert flat": lambda x, v: np.insert(x, 2, v[0]),
    "insert several at one place": lambda x, v: np.insert(x, 2, v),
    "insert at the end": lambda x, v: np.insert(x, 12, v[0]),
    "insert from the end": lambda x, v: np.insert(x, -1, v[0]),
    "insert a row": lambda x, v: np.insert(x, 1, x[0] * v[0], axis=0),
    "insert a number for a row": lambda x, v: np.insert(x, 1, v[0], axis=0),
    "insert columns at one place": lambda x, v: np.insert(x, 1, np.stack([v, v]), axis=1),
    "insert columns by list": lambda x, v: np.insert(x, [1], v[:, None], axis=1),
    "insert at several places": lambda x, v: np.insert(x, [0, 2, 2], np.reshape(v, (3, 1)), axis=0),
    "insert out of order": lambda x, v: np.insert(x, [3, 0], v[:2]),
    "insert by slice": lambda x, v: np.insert(x, slice(0, 3, 2), v[0], axis=1),
    "insert by mask": lambda x, v: np.insert(x[0], np.array([True, False, True, False]), v[:2]),
    "delete flat": lambda x, v: np.delete(x, 3),
    "delete a row": lambda x, v: np.delete(x, -1, axis=0),
    "delete columns": lambda x, v: np.delete(x, [0, 2, 2], axis=1),
    "delete by slice": lambda x, v: np.delete(x, slice(None, None, 2), axis=1),
    "delete by mask": lambda x, v: np.delete(x, np.array([True, False, True]), axis=0),
    "delete nothing": lambda x, v: np.delete(x, [], axis=0),
    "resize larger": lambda x, v: np.resize(x, (5, 4)),
    "resize smaller": lambda x, v: np.resize(x, 5),
    "resize to a number": lambda x, v: np.resize(x, ()),
    "resize to nothing": lambda x, v: np.resize(x, (0, 2)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Every function in every form: values, shapes, dtypes and derivatives of both inputs."""
    like_numpy(call, X, V)


def test_nothing_resized_is_zeros():
    """As in NumPy."""
    np.testing.assert_array_equal(np.resize(ag.Tensor(np.zeros(0), requires_grad=True), 2).numpy(), [0.0, 0.0])


def test_values_inserted_into_integers_are_cut_off_as_in_numpy():
    """1.7 becomes 1 in an array of integers."""
    np.testing.assert_array_equal(np.insert(ag.Tensor([5, 6]), 1, 1.7).numpy(), [5, 1, 6])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda x: np.delete(x, 9, axis=0), IndexError, "out of bounds"),
        (lambda x: np.insert(x, 9, 1.0, axis=0), IndexError, "out of bounds"),
        (lambda x: np.insert(x, [0], np.ones(7), axis=0), ValueError, "shape|broadcast"),
        (lambda x: np.append(x, np.ones(4), axis=0), ValueError, "dimensions"),
        (lambda x: np.resize(x, (-1, 2)), ValueError, "negative"),
        (lambda x: np.delete(x, 0, axis=2), ValueError, "axis 2"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, words):
    """NumPy's kind of error, with the reason."""
    with pytest.raises(error, match=words):
        call(ag.Tensor(X, requires_grad=True))


@pytest.mark.parametrize("tracked", [False, True])
def test_copyto_is_refused(tracked):
    """With the recorded way to say it, and the values are as before."""
    t = ag.Tensor(X, requires_grad=tracked)
    with pytest.raises(UnsupportedOperationError, match=r"x\[…\] = …"):
        np.copyto(t, 1.0)
    np.testing.assert_array_equal(t.detach().numpy(), X)


def test_counts_are_refused():
    """A count does not move with what is counted."""
    with pytest.raises(UnsupportedOperationError, match=r"Counts jump.*detach"):
        np.histogram(ag.Tensor(V, requires_grad=True))
