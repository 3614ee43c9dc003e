"""Reshaping, transposing, broadcasting, converting, copying."""

import numpy as np
import pytest

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)

CALLS = {
    "reshape": lambda x: np.reshape(x, (4, 6)),
    "reshape, one length left out": lambda x: np.reshape(x, (3, -1)),
    "reshape by columns": lambda x: np.reshape(x, (4, 6), order="F"),
    "reshape into a copy": lambda x: np.reshape(x, 24, copy=True),
    "method, lengths one by one": lambda x: x.reshape(6, 4),
    "method, lengths in a tuple": lambda x: x.reshape((6, 4), order="F"),
    "transpose": np.transpose,
    "transpose to an order": lambda x: np.transpose(x, (1, -1, 0)),
    "method, axes one by one": lambda x: x.transpose(2, 0, 1),
    "T": lambda x: x.T,
    "mT": lambda x: x.mT,
    "swapaxes": lambda x: np.swapaxes(x, -1, 0),
    "broadcast_to": lambda x: np.broadcast_to(x[:, :1], (5, 2, 3, 4)),
    "expand_dims": lambda x: np.expand_dims(x, (1, -1)),
    "astype": lambda x: x.astype(np.float64),
    "copy": lambda x: np.copy(x, order="F"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Functions and methods in every form: values, shapes and derivatives."""
    like_numpy(call, X)


@pytest.mark.parametrize(
    "call", [lambda x: x.reshape(4, 6), lambda x: x.T, lambda x: np.swapaxes(x, 0, 1), lambda x: np.expand_dims(x, 0)]
)
def test_views_follow_their_base_and_reach_it(call):
    """A write to the base shows in the view, and a write to the view in the base."""
    x, plain = ag.Tensor(X) * 1.0, X.copy()
    view, plain_view = call(x), call(plain)
    x[0, 0] = plain[0, 0] = 7.0
    np.testing.assert_array_equal(view.numpy(), plain_view)
    view[0] = plain_view[0] = 9.0
    np.testing.assert_array_equal(x.numpy(), plain)


def test_a_copy_follows_nothing():
    """What was copied keeps its values."""
    x = ag.Tensor(X) * 1.0
    copied, converted = x.copy(), x.astype(np.float64)
    x[...] = 0.0
    np.testing.assert_array_equal(copied.numpy(), X)
    np.testing.assert_array_equal(converted.numpy(), X)


def test_the_gradient_of_a_conversion_has_the_dtype_of_the_input():
    """Through float32 and back to float64; through integers there is none."""
    x = ag.Tensor([1.5, 2.5], requires_grad=True)
    x.astype(np.float32).sum().backward()
    assert x.grad.dtype == np.float64
    np.testing.assert_array_equal(x.grad, [1.0, 1.0])
    assert not x.astype(int).requires_grad


def test_what_is_broadcast_gets_the_sum():
    """A number shown six times has the slope 6."""
    assert ag.grad(lambda x: np.broadcast_to(x, (2, 3)).sum())(1.0) == 6.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.reshape(x, (5, 5)), r"reshape got x \(2, 3, 4\)"),
        (lambda x: np.transpose(x, (0, 1)), "axes don't match"),
        (lambda x: np.transpose(x, (0, 0, 1)), "repeated axis"),
        (lambda x: np.swapaxes(x, 0, 3), "axis2|axis 3"),
        (lambda x: np.broadcast_to(x, (2, 3)), "broadcast"),
        (lambda x: np.expand_dims(x, 7), "axis 7"),
    ],
)
def test_shapes_that_do_not_fit_are_named(call, words):
    """A ValueError with the shape or the axis."""
    with pytest.raises(ValueError, match=words):
        call(ag.Tensor(X, requires_grad=True))
