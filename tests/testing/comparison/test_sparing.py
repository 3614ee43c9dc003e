"""Both modes on arrays that are lent: the same numbers as from ``vjp`` and ``jvp``, and nothing written to."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing.comparison.sparing import pulled, pushed, recorded

X, V = np.array([0.5, -1.0, 2.0]), np.array([1.0, 2.0, -0.5])


def stirred(x, y):
    """Several operations, of which some save their results, and two results."""
    a, b = np.linalg.qr(np.outer(x, y) + np.eye(3))
    return np.tanh(x * y) @ b, np.sum(np.sort(a, axis=0) * x)


def test_pulled_gives_what_vjp_gives() -> None:
    """The gradients are those of ``vjp``, to the last digit."""
    value, pullback = ag.vjp(stirred, X, V)
    g = [np.cos(value[0]), np.float64(0.5)]
    np.testing.assert_array_equal(pulled(stirred, [X, V], g), pullback(tuple(g)))


def test_pushed_gives_what_jvp_gives() -> None:
    """The changes are those of ``jvp``."""
    changes = ag.jvp(stirred, (X, V), (V, X))[1]
    for ours, theirs in zip(pushed(stirred, [X, V], lambda: [V, X]), changes, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


def test_a_change_worked_by_hand() -> None:
    """The change of ``x² y`` for a change of both is ``2 x y v + x² w``."""
    (found,) = pushed(lambda x, y: x * x * y, [np.array([3.0]), np.array([2.0])], lambda: [np.ones(1), np.ones(1)])
    np.testing.assert_array_equal(found, [12.0 + 9.0])


def test_recorded_values() -> None:
    """The values are plain arrays, one for each result."""
    found = recorded(stirred, [X, V])
    assert [type(each) for each in found] == [np.ndarray] * 2
    np.testing.assert_array_equal(found[0], stirred(X, V)[0])


@pytest.mark.parametrize(("write", "first"), [("x += 1", 2.0), ("x[0] = 5.0", 0.0), ("x.data[:] = 0", 2.0)])
def test_a_function_that_writes_leaves_what_was_lent(write: str, first: float) -> None:
    """A function that writes to its argument writes to a copy."""
    x = X.copy()

    def f(x):
        space = {"x": x}
        exec(write, space)
        return space["x"] * 2.0

    wanted = np.array([first, 2.0, 2.0]) * V
    assert np.shape(recorded(f, [x])[0]) == (3,)
    np.testing.assert_array_equal(pulled(f, [x], [V])[0], wanted)
    np.testing.assert_array_equal(pushed(f, [x], lambda: [V])[0], wanted)
    np.testing.assert_array_equal(x, X)


def test_the_graph_of_others_is_left_as_it_was() -> None:
    """A Tensor with a history that the function takes from outside can be differentiated afterwards."""
    outer = ag.Tensor([2.0, 3.0, 4.0], requires_grad=True)
    middle = outer * outer
    (found,) = pushed(lambda x: np.sin(x) * middle, [X], lambda: [V])
    np.testing.assert_allclose(found, V * np.cos(X) * [4.0, 9.0, 16.0])
    middle.sum().backward()
    np.testing.assert_array_equal(outer.grad, [4.0, 6.0, 8.0])
