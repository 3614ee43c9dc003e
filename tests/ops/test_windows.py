"""Windows that slide over an array."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

import autograd_lite as ag

X = np.cos(np.arange(24.0)).reshape(2, 3, 4)

CALLS = {
    "one axis": lambda x: sliding_window_view(x, 2, axis=1),
    "from the end": lambda x: sliding_window_view(x, 3, axis=-1),
    "all axes": lambda x: sliding_window_view(x, (1, 2, 3)),
    "two axes": lambda x: sliding_window_view(x, (2, 2), axis=(2, 1)),
    "one axis twice": lambda x: sliding_window_view(x, (2, 2), axis=(2, 2)),
    "as long as the axis": lambda x: sliding_window_view(x[0, 0], 4),
    "of one": lambda x: sliding_window_view(x, 1, axis=0),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_calls_are_numpys(call, like_numpy):
    """Lengths and axes in every form: values, shapes and derivatives."""
    like_numpy(call, X)


def test_an_element_is_in_as_many_windows_as_it_gets_shares():
    """Of four elements in windows of two the inner ones are in two."""
    np.testing.assert_array_equal(ag.grad(lambda v: ag.sliding_window_view(v, 2).sum())(np.zeros(4)), [1, 2, 2, 1])


def test_windows_and_their_sum_are_each_others_adjoint():
    """⟨windows(x), y⟩ = ⟨x, add_windows(y)⟩."""
    x, y = X[0, 0], np.arange(6.0).reshape(3, 2)
    assert np.sum(sliding_window_view(x, 2) * y) == pytest.approx(np.sum(x * ag.add_windows(y, (4,), (2,), (0,))))


def test_a_moving_average_has_the_second_derivative_zero():
    """It is linear."""
    found = ag.hessian(lambda v: np.mean(ag.sliding_window_view(v, 2), axis=-1).sum())(np.ones(3))
    np.testing.assert_array_equal(found, np.zeros((3, 3)))


def test_windows_follow_their_base():
    """A write to the array shows in every window that holds it."""
    x = ag.Tensor(np.zeros(3), requires_grad=True) * 1.0
    windows = sliding_window_view(x, 2)
    x[1] = 7.0
    np.testing.assert_array_equal(windows.detach().numpy(), [[0.0, 7.0], [7.0, 0.0]])


def test_windows_to_write_in_are_refused():
    """A write would change the neighbours."""
    with pytest.raises(TypeError, match="read-only windows"):
        sliding_window_view(ag.Tensor(X[0, 0], requires_grad=True), 2, writeable=True)


def test_windows_longer_than_the_array_are_refused():
    """With the shape of the array."""
    with pytest.raises(ValueError, match=r"sliding_window_view got x \(4,\)"):
        sliding_window_view(ag.Tensor(X[0, 0], requires_grad=True), 5)
