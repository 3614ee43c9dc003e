from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, primitive, vjp
from autograd_lite.errors import GradientShapeError
from autograd_lite.graph import Leaf
from autograd_lite.ops.elementwise.arithmetic import multiply
from autograd_lite.recipe import Pick, results


@primitive(x=lambda g, y, axis: g * y, y=lambda g, x, out, x_shape: g * x)
def scaled(x, y, axis=None):  # type: ignore[no-untyped-def]
    """Product of two arrays."""
    return x * y


X, Y = scaled.recipe(1), scaled.recipe(2)
BOTH = scaled.recipe(3)


def test_names_are_what_the_tracked_rules_need() -> None:
    """Only the rules of tracked inputs decide what is kept, and each name is kept once."""
    assert (X.names, Y.names) == (("y", "axis"), ("x", "out", "x_shape"))
    assert BOTH.names == ("y", "axis", "x", "out", "x_shape")
    assert (X.kept, Y.kept, BOTH.kept) == (0b10, 0b01, 0b11)


def test_compiled_once() -> None:
    """The same set of tracked inputs has one recipe."""
    assert scaled.recipe(1) is X


def test_save() -> None:
    """What is saved stands in the order of the names."""
    x, y, out = np.ones(2), np.full(2, 3.0), np.full(2, 3.0)
    saved = BOTH.save(x, y, 0, out)
    assert saved[0] is y
    assert saved[1] == 0
    assert saved[2] is x
    assert saved[3] is out
    assert saved[4] == (2,)


def test_lift_joins_saved_values_to_their_nodes() -> None:
    """In a recorded pass inputs come back as Tensors of their own nodes, the output as that of the node itself."""
    x, y = Tensor([1.0], requires_grad=True), Tensor([2.0], requires_grad=True)
    node = scaled(x, y)._node
    lifted = node.recipe.lift(node)
    assert lifted[0]._node is y._node
    assert lifted[1] is None
    assert lifted[2]._node is x._node
    assert lifted[3]._node is node
    assert lifted[4] == (1,)


def test_lift_of_untracked_inputs() -> None:
    """An untracked array comes back as a Tensor without history, a number as it was."""
    node = scaled(Tensor([1.0], requires_grad=True), np.array([2.0]))._node
    assert (type(node.recipe.lift(node)[0]), node.recipe.lift(node)[0].requires_grad) == (Tensor, False)
    node = scaled(Tensor([1.0], requires_grad=True), 2.0)._node
    assert node.recipe.lift(node)[0] == 2.0


@pytest.mark.parametrize(
    ("share", "shape", "dtype", "expected"),
    [
        (np.ones((2, 3)), (3,), float, [2.0, 2.0, 2.0]),
        (np.array([1.0 + 2.0j]), (1,), float, [1.0]),
        (np.array([1.5]), (1,), np.float32, [1.5]),
        (np.array([True]), (1,), float, [1.0]),
        (np.array([1.0]), (1,), complex, [1.0 + 0.0j]),
    ],
)
def test_fit(share: Any, shape: Any, dtype: Any, expected: list[Any]) -> None:
    """A share gets the shape and dtype of its parent; an imaginary part that a real parent cannot use is dropped."""
    fitted = multiply.recipe(1).fit(share, Leaf(shape, np.dtype(dtype)))
    assert (fitted.shape, fitted.dtype, fitted.tolist()) == (shape, dtype, expected)


def test_fit_refuses() -> None:
    """An operation that does not broadcast gets no share summed to fit, and none is stretched."""
    with pytest.raises(GradientShapeError):
        X.fit(np.ones((2, 3)), Leaf((3,), np.dtype(float)))
    with pytest.raises(GradientShapeError):
        multiply.recipe(1).fit(np.ones(()), Leaf((3,), np.dtype(float)))


def test_add() -> None:
    """An array that the sweep owns is added to in place; others are not touched."""
    held = np.ones(2)
    assert X.add(held, np.ones(2), own=True) is held
    assert held.tolist() == [2.0, 2.0]
    total = X.add(held, np.ones(2), own=False)
    assert (total.tolist(), held.tolist()) == ([3.0, 3.0], [2.0, 2.0])
    with np.errstate(invalid="raise"):
        assert np.isnan(X.add(np.array(np.inf), np.array(-np.inf), own=False))


def test_opposite_infinities_in_what_was_broadcast() -> None:
    """The gradient of an input that was broadcast is NaN where infinities of both signs come together, and no error."""
    _, pullback = vjp(lambda s: s * np.array([1.0, 2.0]), 3.0)
    assert np.isnan(pullback(np.array([np.inf, -np.inf]))[0])
    assert pullback(np.array([np.inf, 1.0]))[0] == np.inf


def test_results() -> None:
    """One result is a Tensor; several keep their container, integers among them without history."""
    one = results(np.ones(2), None)
    assert (type(one), one.tolist()) == (Tensor, [1.0, 1.0])
    node = scaled(Tensor([1.0], requires_grad=True), 2.0)._node
    pair = results((np.ones(1), np.array([1])), node)
    assert (type(pair), pair[0].requires_grad, pair[1].requires_grad) == (tuple, True, False)
    assert (pair[0]._node.recipe, pair[0]._node.saved) == (Pick, (0,))


def test_recipes_name_what_was_detached() -> None:
    """A recipe for an operand that was cut from its history says so, and is another than that for a mere array."""
    x = Tensor(np.ones(2), requires_grad=True)
    cut, plain = (x * x.detach())._node.recipe, (x * np.ones(2))._node.recipe
    assert (cut.detached, plain.detached, cut.tracked, plain.tracked) == (("y",), (), ("x",), ("x",))
    assert cut is (x * x.detach())._node.recipe
